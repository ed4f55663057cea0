/** The grammar of declarations other than policies and tests. */
import * as t from '../tokens.ts';
import { PolicyRules } from './policy-rules.ts';
import type { Rule } from './rule.ts';

export abstract class DeclarationRules extends PolicyRules {
  // import = "import" string ;
  readonly import: Rule = this.RULE('import', () => {
    this.CONSUME(t.Import);
    this.CONSUME(t.StringToken, { ERR_MSG: 'the path of a policy file in double quotes' });
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

  // database = "database" name "from" string [ "closed" ] ;
  readonly database: Rule = this.RULE('database', () => {
    this.CONSUME(t.Database);
    this.SUBRULE(this.name, { ARGS: ['the name of the database'] });
    this.CONSUME(t.From, { ERR_MSG: '`from` and the path of a schema' });
    this.CONSUME(t.StringToken, { ERR_MSG: 'the path of a schema in double quotes' });
    this.OPTION(() => this.CONSUME(t.Closed));
  });

  // api = "api" name "from" string [ "closed" ] ;
  readonly api: Rule = this.RULE('api', () => {
    this.CONSUME(t.Api);
    this.SUBRULE(this.name, { ARGS: ['the name of the API'] });
    this.CONSUME(t.From, { ERR_MSG: '`from` and the path of an OpenAPI document' });
    this.CONSUME(t.StringToken, { ERR_MSG: 'the path of an OpenAPI document in double quotes' });
    this.OPTION(() => this.CONSUME(t.Closed));
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

  // classify = "classify" label-path ( values-target | column-patterns ) ;
  readonly classify: Rule = this.RULE('classify', () => {
    this.CONSUME(t.Classify);
    this.SUBRULE(this.labelPath);
    this.OR({
      MAX_LOOKAHEAD: 1,
      DEF: [
        {
          // The path of a column has a dot.
          GATE: () => this.LA(2).tokenType !== t.Dot,
          ALT: () => this.SUBRULE(this.valuesTarget),
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.columnPatterns) },
      ],
      ERR_MSG: 'a column such as `crm.customers.email`',
    });
  });

  // values-target = "values" "matching" name [ "in" column-patterns ] ;
  readonly valuesTarget: Rule = this.RULE('valuesTarget', () => {
    this.CONSUME(t.Values);
    this.CONSUME(t.Matching, { ERR_MSG: '`matching` and a detector' });
    this.SUBRULE(this.name, { ARGS: ['the name of a detector'] });
    this.OPTION(() => {
      this.CONSUME(t.In);
      this.SUBRULE(this.columnPatterns);
    });
  });

  // column-patterns = column-pattern { "," column-pattern } ;
  readonly columnPatterns: Rule = this.RULE('columnPatterns', () => {
    this.SUBRULE(this.columnPattern);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.columnPattern);
    });
  });

  // detector = "detector" name "=" regex [ "where" name ] ;
  readonly detector: Rule = this.RULE('detector', () => {
    this.CONSUME(t.Detector);
    this.SUBRULE(this.name, { ARGS: ['the name of the detector'] });
    this.CONSUME(t.Equals, { ERR_MSG: '`=` and a regular expression' });
    this.CONSUME(t.RegexToken, { ERR_MSG: 'a regular expression between slashes' });
    this.OPTION(() => {
      this.CONSUME(t.Where);
      this.SUBRULE2(this.name, { ARGS: ['the name of a validator such as `luhn`'] });
    });
  });

  // default-mask = "mask" "default" "with" mask-call ;
  readonly defaultMask: Rule = this.RULE('defaultMask', () => {
    this.CONSUME(t.Mask);
    this.CONSUME(t.Default, { ERR_MSG: '`default`, as other masks stand inside a policy' });
    this.CONSUME(t.With, { ERR_MSG: '`with` and a mask' });
    this.SUBRULE(this.maskCall);
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
}
