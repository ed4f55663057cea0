/** The grammar of the statements of a block. */
import { tokenMatcher } from 'chevrotain';
import { expected } from '../expectations.ts';
import { SqlToken } from '../sql-token.ts';
import * as t from '../tokens.ts';
import { ExpressionRules } from './expression-rules.ts';
import type { Rule } from './rule.ts';

export abstract class StatementRules extends ExpressionRules {
  // statement = allow | deny | approve | mask | reveal | filter | limit | alert | declassify ;
  readonly statement: Rule = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.allow) },
      { ALT: () => this.SUBRULE(this.deny) },
      { ALT: () => this.SUBRULE(this.approve) },
      { ALT: () => this.SUBRULE(this.mask) },
      { ALT: () => this.SUBRULE(this.reveal) },
      { ALT: () => this.SUBRULE(this.filter) },
      { ALT: () => this.SUBRULE(this.limit) },
      { ALT: () => this.SUBRULE(this.alert) },
      { ALT: () => this.SUBRULE(this.declassify) },
    ]);
  });

  // allow = "allow" access ;
  readonly allow: Rule = this.RULE('allow', () => {
    this.CONSUME(t.Allow);
    this.SUBRULE(this.access);
  });

  // deny = "deny" ( operations | actions ( "on" relations [ without-where ] | strings | without-where ) ) ;
  readonly deny: Rule = this.RULE('deny', () => {
    this.CONSUME(t.Deny);
    this.OR({
      MAX_LOOKAHEAD: 1,
      DEF: [
        {
          GATE: () => this.isOperations(),
          ALT: () => this.SUBRULE(this.operations),
          IGNORE_AMBIGUITIES: true,
        },
        {
          ALT: () => {
            this.SUBRULE(this.actions);
            this.OR2({
              DEF: [
                {
                  ALT: () => {
                    this.CONSUME(t.On);
                    this.SUBRULE(this.relations);
                    this.OPTION(() => this.SUBRULE(this.withoutWhere));
                  },
                },
                { ALT: () => this.SUBRULE(this.strings, { ARGS: ['a path in double quotes'] }) },
                { ALT: () => this.SUBRULE2(this.withoutWhere) },
              ],
              ERR_MSG: expected.scope,
            });
          },
        },
      ],
      ERR_MSG: expected.action,
    });
  });

  // without-where = "without" "where" ;
  readonly withoutWhere: Rule = this.RULE('withoutWhere', () => {
    this.CONSUME(t.Without);
    this.CONSUME(t.Where, { ERR_MSG: '`where`' });
  });

  // approve = "approve" access "by" [ integer "of" ] strings "within" duration ;
  readonly approve: Rule = this.RULE('approve', () => {
    this.CONSUME(t.Approve);
    this.SUBRULE(this.access);
    this.CONSUME(t.By, { ERR_MSG: '`by` and who may approve' });
    this.OPTION(() => {
      this.CONSUME(t.Integer);
      this.CONSUME(t.Of, { ERR_MSG: '`of` and who may approve' });
    });
    this.SUBRULE(this.strings, { ARGS: ['a group such as `"dba"`'] });
    this.CONSUME(t.Within, { ERR_MSG: '`,` and another group, or `within` and how long approval may take' });
    this.CONSUME(t.DurationToken, { ERR_MSG: 'a time such as `15m` or `4h`' });
  });

  // access = operations | actions ( "on" relations | strings ) ;
  readonly access: Rule = this.RULE('access', () => {
    this.OR({
      MAX_LOOKAHEAD: 1,
      DEF: [
        {
          GATE: () => this.isOperations(),
          ALT: () => this.SUBRULE(this.operations),
          IGNORE_AMBIGUITIES: true,
        },
        {
          ALT: () => {
            this.SUBRULE(this.actions);
            this.OR2({
              DEF: [
                {
                  ALT: () => {
                    this.CONSUME(t.On);
                    this.SUBRULE(this.relations);
                  },
                },
                { ALT: () => this.SUBRULE(this.strings, { ARGS: ['a path in double quotes'] }) },
              ],
              ERR_MSG: expected.scope,
            });
          },
        },
      ],
      ERR_MSG: expected.action,
    });
  });

  // operations = "operation" ( identifier | string ) { "," name } ;
  // Only with a name behind it; else the word is an action, such as the one of a mistaken `allow operation on t`.
  readonly operations: Rule = this.RULE('operations', () => {
    this.CONSUME(t.Operation);
    this.OR([{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.StringToken) }]);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE(this.name, { ARGS: ['the id of an operation'] });
    });
  });

  // actions = action { "," action } ;
  readonly actions: Rule = this.RULE('actions', () => {
    this.SUBRULE(this.action);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.action);
    });
  });

  // action = identifier ;
  readonly action: Rule = this.RULE('action', () => {
    this.CONSUME(t.Word, { ERR_MSG: expected.action });
  });

  // mask = "mask" targets "with" mask-call [ "," "lookup" "by" "equality" ] ;
  readonly mask: Rule = this.RULE('mask', () => {
    this.CONSUME(t.Mask);
    this.SUBRULE(this.targets);
    this.CONSUME(t.With, { ERR_MSG: '`with` and a mask' });
    this.SUBRULE(this.maskCall);
    this.OPTION(() => {
      this.CONSUME(t.Comma);
      this.CONSUME(t.Lookup, { ERR_MSG: '`lookup by equality` after the comma' });
      this.CONSUME(t.By, { ERR_MSG: '`by equality` after `lookup`' });
      this.CONSUME(t.Equality, { ERR_MSG: '`equality` after `lookup by`' });
    });
  });

  // reveal = "reveal" targets ;
  readonly reveal: Rule = this.RULE('reveal', () => {
    this.CONSUME(t.Reveal);
    this.SUBRULE(this.targets);
  });

  // filter = "filter" relations "where" sql ;
  readonly filter: Rule = this.RULE('filter', () => {
    this.CONSUME(t.Filter);
    this.SUBRULE(this.relations);
    this.CONSUME(t.Where, { ERR_MSG: '`where` and a condition in SQL' });
    this.CONSUME(SqlToken, { ERR_MSG: 'a condition in SQL on the same line' });
  });

  // limit = "limit" budget ;
  readonly limit: Rule = this.RULE('limit', () => {
    this.CONSUME(t.Limit);
    this.SUBRULE(this.budget);
  });

  // budget = integer identifier "per" identifier ;
  readonly budget: Rule = this.RULE('budget', () => {
    this.CONSUME(t.Integer, { ERR_MSG: 'a number' });
    this.CONSUME(t.Word, { ERR_MSG: '`rows`, `bytes` or `statements`' });
    this.CONSUME(t.Per, { ERR_MSG: '`per` and a span of time, or `per session`' });
    this.CONSUME2(t.Word, { ERR_MSG: '`statement`, `session`, `minute`, `hour` or `day`' });
  });

  // alert = "alert" ( "above" budget | access ) ;
  readonly alert: Rule = this.RULE('alert', () => {
    this.CONSUME(t.Alert);
    this.OR({
      MAX_LOOKAHEAD: 1,
      DEF: [
        {
          GATE: () => !this.isAction(),
          IGNORE_AMBIGUITIES: true,
          ALT: () => {
            this.CONSUME(t.Above);
            this.SUBRULE(this.budget);
          },
        },
        { ALT: () => this.SUBRULE(this.access) },
      ],
      ERR_MSG: 'an action such as `select`, or `above` and a number',
    });
  });

  // declassify = "declassify" label-path { "," label-path } "into" relations ;
  readonly declassify: Rule = this.RULE('declassify', () => {
    this.CONSUME(t.Declassify);
    this.SUBRULE(this.labelPath);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.labelPath);
    });
    this.CONSUME(t.Into, { ERR_MSG: '`,` and another label, or `into` and a relation' });
    this.SUBRULE(this.relations);
  });

  /** Whether `operation` begins a list of them rather than being the name of an action. */
  private isOperations(): boolean {
    const next = this.LA(2);
    if (next.tokenType === t.Without && this.LA(3).tokenType === t.Where) return false;
    return tokenMatcher(next, t.Word) || tokenMatcher(next, t.StringToken);
  }

  /** Whether the word that comes next can only be the name of an action. */
  private isAction(): boolean {
    const next = this.LA(2);
    return next.tokenType === t.Comma || tokenMatcher(next, t.On) || tokenMatcher(next, t.StringToken);
  }
}
