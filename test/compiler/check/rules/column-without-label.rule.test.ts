import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

test('mask and reveal speak of labelled columns', async () => {
  const { found } = await checkPolicy(`
policy p for true { on crm {
  allow select on customers, orders
  reveal customers.email, customers.name
                          ^^^^^^^^^^^^^^ DLP4007
  mask orders.total with null
       ^^^^^^^^^^^^ DLP4007
} }
`);
  expect(found.map((d) => d.hint)).toEqual([
    'give it a label: `classify <label> crm.customers.name`',
    'give it a label: `classify <label> crm.orders.total`',
  ]);
});

test('a label from a parent counts, and an unknown classification may have been the one', async () => {
  await checkPolicy(`
classify pii crm.events.note
policy p for true { on crm { allow select on events_2026 reveal events_2026.note } }
`);
  const { found } = await checkText(
    'classify pii crm.customers.nmae\npolicy p for true { on crm { allow select on customers reveal customers.name } }',
  );
  expect(found.map((d) => d.code)).toEqual(['DLP2003']);
});
