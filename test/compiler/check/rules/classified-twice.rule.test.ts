/** DLP3041: a label that flows to a view anyway. */
import { test } from 'vitest';
import { checkPolicy } from '../../support/check-policy.ts';
import { prelude, schema } from './label-flow.ts';

test('a label that flows anyway', async () => {
  await checkPolicy(
    `classify pii.national_id crm.few.number, crm.people.next
                                 ^^^^^^ DLP3041
classify pii.contact crm.few.number
`,
    { schema, prelude },
  );
});
