/**
 * The grammar, as a chevrotain parser that makes a concrete syntax tree. The families of rules are in `rules/`, each a class on
 * top of those that it needs. Each rule has its production above it; none has actions. What the tree means is cst-to-ast's work, what an error says syntax-errors.ts's, and where to go on
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
} from 'chevrotain';
import { expected } from './expectations.ts';
import { markStarts } from './layout.ts';
import { DeclarationRules } from './rules/declaration-rules.ts';
import type { Rule } from './rules/rule.ts';

export interface ParsedTokens {
  readonly cst: CstNode;
  readonly errors: readonly IRecognitionException[];
  /** The tokens that the errors speak of, which may be marked copies of those that were given. */
  readonly tokens: readonly IToken[];
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

/** The grammar as a graph of its rules, by name. */
export function grammarRules(): ReturnType<CstParser['getGAstProductions']> {
  parser ??= new PolicyParser();
  return parser.getGAstProductions();
}

// Making it takes some milliseconds, which a program that parses nothing need not pay.
let parser: PolicyParser | undefined;

/** An error's message is the phrase for what was expected; syntax-errors.ts makes a sentence of it. */
const expectedPhrases: IParserErrorMessageProvider = {
  ...defaultParserErrorProvider,
  buildMismatchTokenMessage: ({ expected }) => `\`${expected.LABEL ?? expected.name}\``,
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? 'something else',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? 'something else',
  buildNotAllInputParsedMessage: () => 'the end of the file',
};

class PolicyParser extends DeclarationRules {
  constructor() {
    super({ maxLookahead: 2, nodeLocationTracking: 'onlyOffset', errorMessageProvider: expectedPhrases });
    this.performSelfAnalysis();
  }

  /** Parses by the grammar alone, or by the lines of the text too, which the tokens must then be marked with. */
  run(tokens: IToken[], recovering: boolean): ParsedTokens {
    this.begin(tokens, recovering);
    const cst = this.policyFile();
    return { cst, errors: this.errors, tokens };
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

  // declaration = import | identity | database | api | label | classify | detector | default-mask | group | policy | test ;
  readonly declaration: Rule = this.RULE('declaration', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.import) },
      { ALT: () => this.SUBRULE(this.identity) },
      { ALT: () => this.SUBRULE(this.database) },
      { ALT: () => this.SUBRULE(this.api) },
      { ALT: () => this.SUBRULE(this.label) },
      { ALT: () => this.SUBRULE(this.classify) },
      { ALT: () => this.SUBRULE(this.detector) },
      { ALT: () => this.SUBRULE(this.defaultMask) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.policy) },
      { ALT: () => this.SUBRULE(this.test) },
    ]);
  });
}
