/** The grammar of policies and their blocks. */
import { expected } from '../expectations.ts';
import * as t from '../tokens.ts';
import type { Rule } from './rule.ts';
import { TestRules } from './test-rules.ts';

export abstract class PolicyRules extends TestRules {
  // policy = "policy" name "for" expression [ "when" expression ] [ "until" date ] "{" { policy-member } "}" ;
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
      () => this.MANY(() => this.SUBRULE(this.policyMember)),
      () => this.CONSUME(t.RightBrace, { ERR_MSG: '`on` and a source, `record` or `}`' }),
      () => this.skipJunkToBlock(),
    );
  });

  // policy-member = source-block | record ;
  readonly policyMember: Rule = this.RULE('policyMember', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.sourceBlock) }, { ALT: () => this.SUBRULE(this.record) }]);
  });

  // record = "record" identifier ;
  readonly record: Rule = this.RULE('record', () => {
    this.CONSUME(t.Record);
    this.attempt(
      () => this.CONSUME(t.Word, { ERR_MSG: '`none`, `metadata` or `everything`' }),
      () => this.skipToMember(),
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
}
