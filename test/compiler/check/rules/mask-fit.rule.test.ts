import { expect, test } from 'vitest';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

test('a mask that does not fit a column, with those that do', async () => {
  const { found } = await checkPolicy(`
classify pci crm.payments.amount
policy p for true { on crm {
  mask pii.birth, pci with keep_last(4)
                           ^^^^^^^^^^^^ DLP3005
} }
`);
  expect(found[0]).toMatchObject({
    message: '`keep_last(4)` does not fit `customers.born` of type `date`, nor one other column',
    hint: 'what fits is `null`, `redact`, `constant(value)`',
    related: [{ message: 'the column is reached through this' }],
  });
});

test('columns for which something more specific speaks do not count', () =>
  checkPolicy(`
policy p for true { on crm {
  mask pii with keep_last(4)
  mask pii.birth with null
} }
`));

test('arguments count: a text of eleven characters has no last twenty', () =>
  checkPolicy(`
policy p for true { on crm {
  mask pii.national_id with keep_last(10)
  mask pii.contact with keep_last(30)
                        ^^^^^^^^^^^^^ DLP3005
} }
`));

test('a constant must be a value of the column', async () => {
  const { found } = await checkPolicy(`
policy p for true { on crm {
  mask pii.birth with constant("1900-02-29")
                      ^^^^^^^^^^^^^^^^^^^^^^ DLP3005
} }
`);
  expect(found[0]).toMatchObject({
    message: '`constant("1900-02-29")` does not fit `customers.born` of type `date`',
    hint: 'what fits is `null`, `redact`, `constant(value)`, `date_trunc(unit, offset?)`, `date_shift(days)`',
  });
});

test('the default mask must fit every labelled column', async () => {
  const { found } = await checkPolicy(`
mask default with keep_last(4)
                  ^^^^^^^^^^^^ DLP3005
`);
  expect(found[0]?.message).toBe('`keep_last(4)` does not fit `crm.customers.born` of type `date`');
  expect((await checkText('mask default with null')).found).toEqual([]);
});
