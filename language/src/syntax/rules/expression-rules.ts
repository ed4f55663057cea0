/** The grammar of conditions. */
import { expected } from '../expectations.ts';
import * as t from '../tokens.ts';
import { PathRules } from './path-rules.ts';
import type { Rule } from './rule.ts';

export abstract class ExpressionRules extends PathRules {
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
}
