/** DLP3040: a view shows what it reads, whatever is said of its own columns. */
import { expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';
import { prelude, schema } from './label-flow.ts';

test('a view shows what it reads', async () => {
  const { found } = await checkPolicy(
    `policy p for caller.kind == human {
  on crm {
    allow select on customers, people, few
    reveal few.number
           ^^^^^^^^^^ DLP3040
    mask people.pair with hash
         ^^^^^^^^^^^ DLP3040
    mask people.next with null
         ^^^^^^^^^^^ DLP4007
    reveal customers.domain
  }
}
`,
    { schema, prelude },
  );
  expect(found[0]?.message).toBe(
    '`reveal` cannot change what `crm.few.number` shows: it carries `pii.national_id` from `crm.customers.ssn` through `people`, and is masked there',
  );
  expect(found[0]?.fix?.edits[0]?.newText).toBe('customers.ssn');
  expect(found[1]?.fix?.edits[0]?.newText).toBe('customers.email, customers.ssn');
});
