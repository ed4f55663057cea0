import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

test('two statements about one label or column, neither more specific', async () => {
  const { found } = await checkPolicy(`
policy p for true { on crm {
  allow select on customers, payments
  mask pii with null
  mask pii with redact
       ^^^ DLP4001
  reveal customers.ssn
  mask customers.ssn with keep_last(4)
       ^^^^^^^^^^^^^ DLP4001
  mask pci with keep_last(4)
  mask pci with keep_last(2)
       ^^^ DLP4001
} }
`);
  expect(found.map((d) => d.message)).toEqual([
    '`p` treats `customers.email` in two ways, `null` and `redact`, neither more specific',
    '`p` treats `customers.ssn` in two ways, `reveal` and `keep_last(4)`, neither more specific',
    '`p` treats `payments.card_number` in two ways, `keep_last(4)` and `keep_last(2)`, neither more specific',
  ]);
});

test('saying one thing twice is none, and what is more specific decides', () =>
  checkPolicy(`
policy p for true { on crm {
  allow select on customers, payments
  mask pii with null
  mask pii with null
  mask pii.contact with redact
  reveal customers.email
} on crm {
  reveal customers.email
} }
`));

test('a column under two labels, of which a statement each', async () => {
  // Not within one label: across labels, that is a matter of ranks.
  const { found } = await checkText(`
    classify pci crm.customers.email
    policy p for true { on crm { mask pii with null mask pci with keep_last(4) } }`);
  expect(found.map((d) => d.code)).toEqual([]);
});
