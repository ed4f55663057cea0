/** The grammar of names and paths, and of mask calls, which are made of them. */
import { RecoveringParser } from '../recovering-parser.ts';
import * as t from '../tokens.ts';
import type { NamedRule, Rule } from './rule.ts';

export abstract class PathRules extends RecoveringParser {
  // name = identifier | string ;
  readonly name: NamedRule = this.RULE('name', (what?: string) => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(t.OnWord) },
        { ALT: () => this.CONSUME(t.StringToken) },
      ],
      ERR_MSG: what ?? 'a name',
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

  // column-pattern = name { "." path-step } ;
  readonly columnPattern: Rule = this.RULE('columnPattern', () => {
    this.SUBRULE(this.name, { ARGS: ['a column such as `crm.customers.email`'] });
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE(this.pathStep);
    });
  });

  // path-step = name | name-pattern | "{" name-or-pattern { "," name-or-pattern } "}" | json-path ;
  // A path into JSON takes all that follows it, so it is the last step without a rule of its own for that.
  readonly pathStep: Rule = this.RULE('pathStep', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.name) },
        { ALT: () => this.CONSUME(t.NamePatternToken) },
        {
          ALT: () => {
            this.CONSUME(t.LeftBrace);
            this.SUBRULE2(this.nameOrPattern, { ARGS: ['the name of a column'] });
            this.MANY(() => {
              this.CONSUME(t.Comma);
              this.SUBRULE3(this.nameOrPattern, { ARGS: ['the name of a column after the comma'] });
            });
            this.CONSUME(t.RightBrace, { ERR_MSG: '`,` or `}`' });
          },
        },
        { ALT: () => this.SUBRULE(this.jsonPath) },
      ],
      ERR_MSG: 'a name, or columns in braces, after the dot',
    });
  });

  // name-or-pattern = name | name-pattern ;
  readonly nameOrPattern: NamedRule = this.RULE('nameOrPattern', (what?: string) => {
    this.OR({
      DEF: [{ ALT: () => this.SUBRULE(this.name) }, { ALT: () => this.CONSUME(t.NamePatternToken) }],
      ERR_MSG: what ?? 'a name',
    });
  });

  // json-path = "$" { json-step } ;
  readonly jsonPath: Rule = this.RULE('jsonPath', () => {
    this.CONSUME(t.Dollar);
    this.MANY(() => this.SUBRULE(this.jsonStep));
  });

  // json-step = "." name | "[" "*" "]" ;
  readonly jsonStep: Rule = this.RULE('jsonStep', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.SUBRULE(this.name, { ARGS: ['the name of a field after the dot'] });
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftBracket);
          this.CONSUME(t.Star, { ERR_MSG: '`*`, which stands for each element of the list' });
          this.CONSUME(t.RightBracket, { ERR_MSG: '`]`' });
        },
      },
    ]);
  });

  // relation = name-or-pattern { "." name-or-pattern } ;
  // At most two names; the conversion to the AST says so better than a failed parse could.
  readonly relation: Rule = this.RULE('relation', () => {
    this.SUBRULE(this.nameOrPattern, { ARGS: ['the name of a relation'] });
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE2(this.nameOrPattern, { ARGS: ['the name of a relation after the dot'] });
    });
  });

  // relations = relation { "," relation } ;
  readonly relations: Rule = this.RULE('relations', () => {
    this.SUBRULE(this.relation);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.relation);
    });
  });

  // target = name { "." ( name | json-path ) } ;
  readonly target: Rule = this.RULE('target', () => {
    this.SUBRULE(this.name, { ARGS: ['a label or a column'] });
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.OR({
        DEF: [{ ALT: () => this.SUBRULE2(this.name) }, { ALT: () => this.SUBRULE(this.jsonPath) }],
        ERR_MSG: 'a name after the dot',
      });
    });
  });

  // targets = target { "," target } ;
  readonly targets: Rule = this.RULE('targets', () => {
    this.SUBRULE(this.target);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.target);
    });
  });

  // strings = string { "," string } ;
  readonly strings: NamedRule = this.RULE('strings', (what?: string) => {
    const phrase = { ERR_MSG: what ?? 'a string' };
    this.CONSUME(t.StringToken, phrase);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.CONSUME2(t.StringToken, phrase);
    });
  });

  // mask-call = name [ "(" [ mask-argument { "," mask-argument } ] ")" ] ;
  readonly maskCall: Rule = this.RULE('maskCall', () => {
    this.SUBRULE(this.name, { ARGS: ['the name of a mask'] });
    this.OPTION(() => {
      this.CONSUME(t.LeftParenthesis);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.maskArgument) });
      this.CONSUME(t.RightParenthesis, { ERR_MSG: 'a number, a string or `)`' });
    });
  });

  // mask-argument = string | integer | regex | identifier ;
  readonly maskArgument: Rule = this.RULE('maskArgument', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.StringToken) },
        { ALT: () => this.CONSUME(t.Integer) },
        { ALT: () => this.CONSUME(t.RegexToken) },
        { ALT: () => this.CONSUME(t.Word) },
      ],
      ERR_MSG: 'a number or a string',
    });
  });
}
