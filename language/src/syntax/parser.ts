/**
 * The grammar, as a chevrotain parser that makes a concrete syntax tree. Each rule has its production above it; none
 * has actions. What the tree means is cst-to-ast.ts's work, what an error says syntax-errors.ts's, and where to go on
 * behind one recovering-parser.ts's.
 *
 * A first parse follows the grammar alone; only where it fails, a second one goes by the lines of the text (layout.ts), so
 * that lines never change what a correct file means.
 */
import {
  type CstNode,
  type CstParser,
  defaultParserErrorProvider,
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  type ParserMethod,
} from 'chevrotain';
import { expected } from './expectations.ts';
import { markStarts } from './layout.ts';
import { RecoveringParser, type SkippedRange } from './recovering-parser.ts';
import * as t from './tokens.ts';

export interface ParsedTokens {
  readonly cst: CstNode;
  readonly errors: readonly IRecognitionException[];
  /** The tokens that the errors speak of, which may be marked copies of those that were given. */
  readonly tokens: readonly IToken[];
  readonly skipped: readonly SkippedRange[];
}

/** Parses a token vector; never throws for what the tokens say. */
export function parseTokens(tokens: IToken[]): ParsedTokens {
  parser ??= new PolicyParser();
  const strict = parser.run(tokens, false);
  if (strict.errors.length === 0) return strict;
  const recovered = parser.run(markStarts(tokens), true);
  return recovered.errors.length === 0 ? strict : recovered;
}

/** The grammar itself, for the files that are made from it. */
export function grammarProductions(): ReturnType<CstParser['getSerializedGastProductions']> {
  parser ??= new PolicyParser();
  return parser.getSerializedGastProductions();
}

// Making it takes some milliseconds, which a program that parses nothing need not pay.
let parser: PolicyParser | undefined;

type Rule = ParserMethod<[], CstNode>;
/** `name` is told what the name stands for, to say so where it is missing. */
type NameRule = ParserMethod<[what?: string], CstNode>;

/** An error's message is the phrase for what was expected; syntax-errors.ts makes a sentence of it. */
const expectedPhrases: IParserErrorMessageProvider = {
  ...defaultParserErrorProvider,
  buildMismatchTokenMessage: ({ expected }) => `\`${expected.LABEL ?? expected.name}\``,
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? 'something else',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? 'something else',
  buildNotAllInputParsedMessage: () => 'the end of the file',
};

class PolicyParser extends RecoveringParser {
  constructor() {
    super({ maxLookahead: 2, nodeLocationTracking: 'onlyOffset', errorMessageProvider: expectedPhrases });
    this.performSelfAnalysis();
  }

  /** Parses by the grammar alone, or by the lines of the text too, which the tokens must then be marked with. */
  run(tokens: IToken[], recovering: boolean): ParsedTokens {
    this.begin(tokens, recovering);
    const cst = this.policyFile();
    return { cst, errors: this.errors, tokens, skipped: this.skipped };
  }

  // policy-file = { declaration } ;
  readonly policyFile: Rule = this.RULE('policyFile', () => {
    this.repeat(
      () =>
        this.MANY(() =>
          this.attempt(
            () => this.SUBRULE(this.declaration),
            () => this.skipToDeclaration(),
          ),
        ),
      () => this.CONSUME(EOF, { ERR_MSG: expected.declaration }),
      () => this.skipJunkToDeclaration(),
    );
  });

  // declaration = identity | database | label | classify | default-mask | group | policy ;
  readonly declaration: Rule = this.RULE('declaration', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.identity) },
      { ALT: () => this.SUBRULE(this.database) },
      { ALT: () => this.SUBRULE(this.label) },
      { ALT: () => this.SUBRULE(this.classify) },
      { ALT: () => this.SUBRULE(this.defaultMask) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.policy) },
    ]);
  });

  // identity = "identity" name "{" { identity-member } "}" ;
  readonly identity: Rule = this.RULE('identity', () => {
    this.CONSUME(t.Identity);
    this.SUBRULE(this.name, { ARGS: ['the name of the identity'] });
    this.CONSUME(t.LeftBrace, { ERR_MSG: '`{` and what the identity is' });
    this.MANY(() => this.SUBRULE(this.identityMember));
    this.CONSUME(t.RightBrace, { ERR_MSG: '`issuer`, `audience`, `claim` or `}`' });
  });

  // identity-member = "issuer" string | "audience" string | claim ;
  readonly identityMember: Rule = this.RULE('identityMember', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Issuer);
          this.CONSUME(t.StringToken, { ERR_MSG: 'the URL of the issuer in double quotes' });
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Audience);
          this.CONSUME2(t.StringToken, { ERR_MSG: 'the audience in double quotes' });
        },
      },
      { ALT: () => this.SUBRULE(this.claim) },
    ]);
  });

  // claim = "claim" name [ "?" ] ":" claim-type ;
  readonly claim: Rule = this.RULE('claim', () => {
    this.CONSUME(t.Claim);
    this.SUBRULE(this.name, { ARGS: ['the name of the claim'] });
    this.OPTION(() => this.CONSUME(t.Question));
    this.CONSUME(t.Colon, { ERR_MSG: '`:` and the type of the claim' });
    this.SUBRULE(this.claimType);
  });

  // claim-type = identifier [ "of" identifier ] ;
  readonly claimType: Rule = this.RULE('claimType', () => {
    this.CONSUME(t.Word, { ERR_MSG: 'a type: `string`, `int`, `bool` or `set of string`' });
    this.OPTION(() => {
      this.CONSUME(t.Of);
      this.CONSUME2(t.Word, { ERR_MSG: '`string` after `set of`' });
    });
  });

  // database = "database" name "from" string ;
  readonly database: Rule = this.RULE('database', () => {
    this.CONSUME(t.Database);
    this.SUBRULE(this.name, { ARGS: ['the name of the database'] });
    this.CONSUME(t.From, { ERR_MSG: '`from` and the path of a schema' });
    this.CONSUME(t.StringToken, { ERR_MSG: 'the path of a schema in double quotes' });
  });

  // label = "label" label-tree ;
  readonly label: Rule = this.RULE('label', () => {
    this.CONSUME(t.Label);
    this.SUBRULE(this.labelTree);
  });

  // label-tree = name [ "{" label-tree { label-tree } "}" ] ;
  readonly labelTree: Rule = this.RULE('labelTree', () => {
    this.SUBRULE(this.name, { ARGS: ['the name of the label'] });
    this.OPTION(() => {
      this.CONSUME(t.LeftBrace);
      this.AT_LEAST_ONE({ DEF: () => this.SUBRULE(this.labelTree), ERR_MSG: 'the name of a label' });
      this.CONSUME(t.RightBrace, { ERR_MSG: 'the name of a label or `}`' });
    });
  });

  // classify = "classify" label-path column-pattern { "," column-pattern } ;
  readonly classify: Rule = this.RULE('classify', () => {
    this.CONSUME(t.Classify);
    this.SUBRULE(this.labelPath);
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.columnPattern),
      ERR_MSG: 'a column such as `crm.customers.email`',
    });
  });

  // label-path = name { "." name } ;
  readonly labelPath: Rule = this.RULE('labelPath', () => {
    this.SUBRULE(this.name, { ARGS: ['the name of a label'] });
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE2(this.name, { ARGS: ['the name of a label after the dot'] });
    });
  });

  // column-pattern = name { "." name-or-columns } ;
  // A column set can only be last; a rule for that would turn a slip in the middle of a path into an unclear message.
  readonly columnPattern: Rule = this.RULE('columnPattern', () => {
    this.SUBRULE(this.name, { ARGS: ['a column such as `crm.customers.email`'] });
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE(this.nameOrColumns);
    });
  });

  // name-or-columns = name | "{" name { "," name } "}" ;
  readonly nameOrColumns: Rule = this.RULE('nameOrColumns', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.name) },
        {
          ALT: () => {
            this.CONSUME(t.LeftBrace);
            this.SUBRULE2(this.name, { ARGS: ['the name of a column'] });
            this.MANY(() => {
              this.CONSUME(t.Comma);
              this.SUBRULE3(this.name, { ARGS: ['the name of a column after the comma'] });
            });
            this.CONSUME(t.RightBrace, { ERR_MSG: '`,` or `}`' });
          },
        },
      ],
      ERR_MSG: 'a name, or columns in braces, after the dot',
    });
  });

  // default-mask = "mask" "default" "with" mask-call ;
  readonly defaultMask: Rule = this.RULE('defaultMask', () => {
    this.CONSUME(t.Mask);
    this.CONSUME(t.Default, { ERR_MSG: '`default`, as other masks stand inside a policy' });
    this.CONSUME(t.With, { ERR_MSG: '`with` and a mask' });
    this.SUBRULE(this.maskCall);
  });

  // mask-call = name [ "(" [ literal { "," literal } ] ")" ] ;
  readonly maskCall: Rule = this.RULE('maskCall', () => {
    this.SUBRULE(this.name, { ARGS: ['the name of a mask'] });
    this.OPTION(() => {
      this.CONSUME(t.LeftParenthesis);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.literal) });
      this.CONSUME(t.RightParenthesis, { ERR_MSG: 'a number, a string or `)`' });
    });
  });

  // literal = string | integer ;
  readonly literal: Rule = this.RULE('literal', () => {
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(t.StringToken) }, { ALT: () => this.CONSUME(t.Integer) }],
      ERR_MSG: 'a number or a string',
    });
  });

  // group = "group" identifier "=" expression ;
  // A group is used by its bare name, so it cannot have a quoted one.
  readonly group: Rule = this.RULE('group', () => {
    this.CONSUME(t.Group);
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.OnWord) }],
      ERR_MSG: 'the name of the group, without quotes',
    });
    this.CONSUME(t.Equals, { ERR_MSG: '`=` and the condition of the group' });
    this.SUBRULE(this.expression);
  });

  // policy = "policy" name "for" expression [ "when" expression ] [ "until" date ] "{" { source-block } "}" ;
  readonly policy: Rule = this.RULE('policy', () => {
    this.CONSUME(t.Policy);
    this.attempt(
      () => {
        this.SUBRULE(this.name, { ARGS: ['the name of the policy'] });
        this.CONSUME(t.For, { ERR_MSG: '`for` and whom the policy is for' });
        this.SUBRULE(this.expression);
        this.OPTION(() => {
          this.CONSUME(t.When);
          this.SUBRULE2(this.expression);
        });
        this.OPTION2(() => {
          this.CONSUME(t.Until);
          this.CONSUME(t.DateToken, { ERR_MSG: 'a day such as `2027-03-31`' });
        });
        this.CONSUME(t.LeftBrace, { ERR_MSG: expected.policyBody });
      },
      () => this.skipIntoBraces(),
    );
    this.repeat(
      () => this.MANY(() => this.SUBRULE(this.sourceBlock)),
      () => this.CONSUME(t.RightBrace, { ERR_MSG: '`on` and a source, or `}`' }),
      () => this.skipJunkToBlock(),
    );
  });

  // source-block = "on" name "{" { statement } "}" ;
  readonly sourceBlock: Rule = this.RULE('sourceBlock', () => {
    this.CONSUME(t.On);
    this.attempt(
      () => {
        this.SUBRULE(this.name, { ARGS: ['the name of a source'] });
        this.CONSUME(t.LeftBrace, { ERR_MSG: '`{` after the source' });
      },
      () => this.skipIntoBraces(),
    );
    this.repeat(
      () =>
        this.MANY(() =>
          this.attempt(
            () => this.SUBRULE(this.statement),
            () => this.skipToStatement(),
          ),
        ),
      () => this.CONSUME(t.RightBrace, { ERR_MSG: expected.statement }),
      () => this.skipJunkToStatement(),
    );
  });

  // statement = allow | deny | mask | reveal ;
  readonly statement: Rule = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.allow) },
      { ALT: () => this.SUBRULE(this.deny) },
      { ALT: () => this.SUBRULE(this.mask) },
      { ALT: () => this.SUBRULE(this.reveal) },
    ]);
  });

  // allow = "allow" access ;
  readonly allow: Rule = this.RULE('allow', () => {
    this.CONSUME(t.Allow);
    this.SUBRULE(this.access);
  });

  // deny = "deny" access ;
  readonly deny: Rule = this.RULE('deny', () => {
    this.CONSUME(t.Deny);
    this.SUBRULE(this.access);
  });

  // access = action { "," action } "on" relation { "," relation } ;
  readonly access: Rule = this.RULE('access', () => {
    this.SUBRULE(this.action);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.action);
    });
    this.CONSUME(t.On, { ERR_MSG: '`,` or `on`' });
    this.SUBRULE(this.relation);
    this.MANY2(() => {
      this.CONSUME2(t.Comma);
      this.SUBRULE2(this.relation);
    });
  });

  // action = identifier ;
  readonly action: Rule = this.RULE('action', () => {
    this.CONSUME(t.Word, { ERR_MSG: 'an action such as `select`' });
  });

  // relation = name { "." name } ;
  // At most two names; the conversion to the AST says so better than a failed parse could.
  readonly relation: Rule = this.RULE('relation', () => {
    this.SUBRULE(this.name, { ARGS: ['the name of a relation'] });
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE2(this.name, { ARGS: ['the name of a relation after the dot'] });
    });
  });

  // mask = "mask" target { "," target } "with" mask-call ;
  readonly mask: Rule = this.RULE('mask', () => {
    this.CONSUME(t.Mask);
    this.SUBRULE(this.target);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.target);
    });
    this.CONSUME(t.With, { ERR_MSG: '`with` and a mask' });
    this.SUBRULE(this.maskCall);
  });

  // reveal = "reveal" target { "," target } ;
  readonly reveal: Rule = this.RULE('reveal', () => {
    this.CONSUME(t.Reveal);
    this.SUBRULE(this.target);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.target);
    });
  });

  // target = name { "." name } ;
  readonly target: Rule = this.RULE('target', () => {
    this.SUBRULE(this.name, { ARGS: ['a label or a column'] });
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE2(this.name, { ARGS: ['a name after the dot'] });
    });
  });

  // expression = conjunction { "or" conjunction } ;
  readonly expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.conjunction);
    this.MANY(() => {
      this.CONSUME(t.Or);
      this.SUBRULE2(this.conjunction);
    });
  });

  // conjunction = negation { "and" negation } ;
  readonly conjunction: Rule = this.RULE('conjunction', () => {
    this.SUBRULE(this.negation);
    this.MANY(() => {
      this.CONSUME(t.And);
      this.SUBRULE2(this.negation);
    });
  });

  // negation = { "not" } comparison ;
  readonly negation: Rule = this.RULE('negation', () => {
    this.MANY(() => this.CONSUME(t.Not));
    this.SUBRULE(this.comparison);
  });

  // comparison = fallback [ ( "==" | "!=" | "<=" | ">=" | "<" | ">" | "in" ) fallback ] ;
  readonly comparison: Rule = this.RULE('comparison', () => {
    this.SUBRULE(this.fallback);
    this.OPTION(() => {
      this.CONSUME(t.ComparisonOperator);
      this.SUBRULE2(this.fallback);
    });
  });

  // fallback = member { "??" member } ;
  readonly fallback: Rule = this.RULE('fallback', () => {
    this.SUBRULE(this.member);
    this.MANY(() => {
      this.CONSUME(t.Coalesce);
      this.SUBRULE2(this.member);
    });
  });

  // member = primary { "." name } ;
  readonly member: Rule = this.RULE('member', () => {
    this.SUBRULE(this.primary);
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE(this.name, { ARGS: ['a name after the dot'] });
    });
  });

  // primary = "(" expression ")" | list | time-window | string | integer | "true" | "false" | identifier ;
  readonly primary: Rule = this.RULE('primary', () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.LeftParenthesis);
            this.SUBRULE(this.expression);
            this.CONSUME(t.RightParenthesis, { ERR_MSG: expected.parenthesisEnd });
          },
        },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.timeWindow) },
        { ALT: () => this.CONSUME(t.StringToken) },
        { ALT: () => this.CONSUME(t.Integer) },
        { ALT: () => this.CONSUME(t.True) },
        { ALT: () => this.CONSUME(t.False) },
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(t.OnWord) },
      ],
      ERR_MSG: 'a value or a condition',
    });
  });

  // list = "[" [ expression { "," expression } ] "]" ;
  readonly list: Rule = this.RULE('list', () => {
    this.CONSUME(t.LeftBracket);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RightBracket, { ERR_MSG: expected.listEnd });
  });

  // time-window = time ".." time string ;
  readonly timeWindow: Rule = this.RULE('timeWindow', () => {
    this.CONSUME(t.TimeToken);
    this.CONSUME(t.DotDot, { ERR_MSG: '`..` and the time at which the window ends' });
    this.CONSUME2(t.TimeToken, { ERR_MSG: 'a time such as `05:00`' });
    this.CONSUME(t.StringToken, { ERR_MSG: 'a time zone such as `"UTC"` or `"Europe/Berlin"`' });
  });

  // name = identifier | string ;
  readonly name: NameRule = this.RULE('name', (what?: string) => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(t.OnWord) },
        { ALT: () => this.CONSUME(t.StringToken) },
      ],
      ERR_MSG: what ?? 'a name',
    });
  });
}
