import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';
import { apiOptions } from './api-options.ts';

test('a label or a column of a table that the policy does not let anyone read', async () => {
  const { found } = await checkPolicy(`
policy p for true { on crm {
  allow select on orders
  allow insert on payments
  reveal pii.contact, payments.card_number
         ^^^^^^^^^^^ DLP4006
                      ^^^^^^^^^^^^^^^^^^^^ DLP4006
} }
policy q for true { on crm { allow select on customers, payments } }
`);
  expect(found[0]?.message).toBe('`pii.contact` is revealed in `customers`, where `p` allows no `select`');
});

test('a label that is in more tables than are allowed', () =>
  checkPolicy(`
classify pii.contact crm.sales.leads.email
policy p for true { on crm {
  allow select on customers
  reveal pii.contact
         ^^^^^^^^^^^ DLP4006
} }
`));

test('where something more specific hides, nothing is revealed', () =>
  checkPolicy(`
classify pii.contact crm.sales.leads.email
policy p for true { on crm {
  allow select on customers
  reveal pii.contact
  mask sales.leads.email with redact
} }
`));

test('an allowance in another block, or of a table above, counts', () =>
  checkPolicy(`
classify pii crm.events.note
policy p for true {
  on crm { reveal pii }
  on crm { allow select on events, customers }
}
`));

test('where a part of the policy is unknown, nothing is concluded', async () => {
  const { found } = await checkText('policy p for true { on crm { allow select on custmers reveal pii } }');
  expect(found.map((d) => d.code)).toEqual(['DLP2002']);
});

test('a field of an API that no request has which the policy allows', async () => {
  const { found } = await checkPolicy(
    `
classify pii.contact billing.Customer.email, billing.listCustomers.email
classify key billing.Invoice.total
policy p for "support" in caller.groups { on billing {
  allow operation getCustomer
  reveal pii.contact, Invoice.total
         ^^^^^^^^^^^ DLP4006
                      ^^^^^^^^^^^^^ DLP4006
} }
policy q for "senior" in caller.groups { on billing {
  approve operation listCustomers, getInvoice by "dba" within 15m
  reveal pii.contact, Invoice.total
} }
`,
    apiOptions(),
  );
  expect(found[0]?.message).toBe(
    '`pii.contact` is revealed in `listCustomers.email`, which no request has that `p` allows',
  );
});
