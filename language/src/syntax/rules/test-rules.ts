/** The grammar of tests. */
import * as t from '../tokens.ts';
import type { Rule } from './rule.ts';
import { StatementRules } from './statement-rules.ts';

export abstract class TestRules extends StatementRules {
  // test = "test" string "{" "as" object [ "at" instant ] { case } "}" ;
  readonly test: Rule = this.RULE('test', () => {
    this.CONSUME(t.Test);
    this.attempt(
      () => {
        this.CONSUME(t.StringToken, { ERR_MSG: 'what the test shows, in double quotes' });
        this.CONSUME(t.LeftBrace, { ERR_MSG: '`{` after the title of the test' });
        this.CONSUME(t.As, { ERR_MSG: '`as` and who asks' });
        this.SUBRULE(this.object);
        this.OPTION(() => {
          this.CONSUME(t.At);
          this.CONSUME(t.InstantToken, { ERR_MSG: 'a moment such as `2026-11-22T02:00:00Z`' });
        });
      },
      () => this.skipToFirstCase(),
    );
    this.repeat(
      () =>
        this.MANY(() =>
          this.attempt(
            () => this.SUBRULE(this.case),
            () => this.skipToCase(),
          ),
        ),
      () => this.CONSUME(t.RightBrace, { ERR_MSG: 'a case such as `sql` or `http`, or `}`' }),
      () => this.skipJunkToCase(),
    );
  });

  // case = sql-case | http-case ;
  readonly case: Rule = this.RULE('case', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.sqlCase) }, { ALT: () => this.SUBRULE(this.httpCase) }]);
  });

  // sql-case = "sql" name string "=>" expectation ;
  readonly sqlCase: Rule = this.RULE('sqlCase', () => {
    this.CONSUME(t.Sql);
    this.SUBRULE(this.name, { ARGS: ['the name of a database'] });
    this.CONSUME(t.StringToken, { ERR_MSG: 'a statement in double quotes' });
    this.CONSUME(t.Arrow, { ERR_MSG: '`=>` and what is expected' });
    this.SUBRULE(this.expectation);
  });

  // http-case = "http" name identifier string "=>" expectation ;
  readonly httpCase: Rule = this.RULE('httpCase', () => {
    this.CONSUME(t.Http);
    this.SUBRULE(this.name, { ARGS: ['the name of an API'] });
    this.CONSUME(t.Word, { ERR_MSG: 'a method such as `GET`' });
    this.CONSUME(t.StringToken, { ERR_MSG: 'a path in double quotes' });
    this.CONSUME(t.Arrow, { ERR_MSG: '`=>` and what is expected' });
    this.SUBRULE(this.expectation);
  });

  // expectation = "allow" passing | "deny" | "approve" "by" [ integer "of" ] strings passing | "mask" masked { "," masked } passing ;
  readonly expectation: Rule = this.RULE('expectation', () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Allow);
            this.SUBRULE(this.passing);
          },
        },
        { ALT: () => this.CONSUME(t.Deny) },
        {
          ALT: () => {
            this.CONSUME(t.Approve);
            this.CONSUME(t.By, { ERR_MSG: '`by` and who must approve' });
            this.OPTION(() => {
              this.CONSUME(t.Integer);
              this.CONSUME(t.Of, { ERR_MSG: '`of` and who must approve' });
            });
            this.SUBRULE(this.strings, { ARGS: ['a group such as `"dba"`'] });
            this.SUBRULE2(this.passing);
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Mask);
            this.SUBRULE(this.masked);
            this.MANY(() => {
              this.CONSUME(t.Comma);
              this.SUBRULE2(this.masked);
            });
            this.SUBRULE3(this.passing);
          },
        },
      ],
      ERR_MSG: '`allow`, `deny`, `approve` or `mask`',
    });
  });

  // passing = [ filtered ] [ limited ] ;
  readonly passing: Rule = this.RULE('passing', () => {
    this.OPTION(() => this.SUBRULE(this.filtered));
    this.OPTION2(() => this.SUBRULE(this.limited));
  });

  // filtered = "and" "filter" relations ;
  readonly filtered: Rule = this.RULE('filtered', () => {
    this.CONSUME(t.And);
    this.CONSUME(t.Filter, { ERR_MSG: '`filter` and tables, or `limit` and budgets' });
    this.SUBRULE(this.relations);
  });

  // limited = "and" "limit" budget { "," budget } ;
  readonly limited: Rule = this.RULE('limited', () => {
    this.CONSUME(t.And);
    this.CONSUME(t.Limit, { ERR_MSG: '`limit` and budgets' });
    this.SUBRULE(this.budget);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.budget);
    });
  });

  // masked = ( name | json-path ) [ "with" mask-call ] ;
  readonly masked: Rule = this.RULE('masked', () => {
    this.OR({
      DEF: [{ ALT: () => this.SUBRULE(this.name) }, { ALT: () => this.SUBRULE(this.jsonPath) }],
      ERR_MSG: 'a column, or a path such as `$.email`',
    });
    this.OPTION(() => {
      this.CONSUME(t.With);
      this.SUBRULE(this.maskCall);
    });
  });

  // object = "{" [ entry { "," entry } ] "}" ;
  readonly object: Rule = this.RULE('object', () => {
    this.CONSUME(t.LeftBrace, { ERR_MSG: '`{` and what is known of the caller' });
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.entry) });
    this.CONSUME(t.RightBrace, { ERR_MSG: '`,` or `}`' });
  });

  // entry = name ":" value ;
  readonly entry: Rule = this.RULE('entry', () => {
    this.SUBRULE(this.name, { ARGS: ['the name of a field'] });
    this.CONSUME(t.Colon, { ERR_MSG: '`:` and a value' });
    this.SUBRULE(this.value);
  });

  // value = string | integer | "true" | "false" | identifier | values | object ;
  readonly value: Rule = this.RULE('value', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.StringToken) },
        { ALT: () => this.CONSUME(t.Integer) },
        { ALT: () => this.CONSUME(t.True) },
        { ALT: () => this.CONSUME(t.False) },
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.SUBRULE(this.values) },
        { ALT: () => this.SUBRULE(this.object) },
      ],
      ERR_MSG: 'a string, a number, a word, a list or an object',
    });
  });

  // values = "[" [ value { "," value } ] "]" ;
  readonly values: Rule = this.RULE('values', () => {
    this.CONSUME(t.LeftBracket);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.value) });
    this.CONSUME(t.RightBracket, { ERR_MSG: '`,` or `]`' });
  });
}
