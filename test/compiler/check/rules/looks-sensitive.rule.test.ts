import { expect, test } from 'vitest';
import { checkText } from '../../support/check-policy.ts';
import { apiOptions } from './api-options.ts';

test('columns without a label are named, where their database is declared', async () => {
  const { diagnostics } = await checkText('classify pii crm.sales.leads.email');
  const [found] = diagnostics.filter((d) => d.code === 'DLP4011');
  expect(found?.message).toBe('`crm.archive.leads.email` looks sensitive by its name, and carries no label');
  expect(found?.hint).toBe('attach one, as in `classify <label> crm.archive.leads.email`');
});

test('where all carry one, nothing is said', async () => {
  const { diagnostics } = await checkText('classify pii crm.sales.leads.email, crm.archive.leads.email');
  expect(diagnostics.filter((d) => d.code === 'DLP4011')).toEqual([]);
});

test('a column of which a part carries a label carries one', async () => {
  const { diagnostics } = await checkText(
    'classify pii crm.sales.leads.email\ndetector mail = /@/\nclassify pii values matching mail in crm.archive.leads.email',
  );
  expect(diagnostics.filter((d) => d.code === 'DLP4011')).toEqual([]);
});

test('fields of an API that operations take or give, unless they or what they stand in carry a label', async () => {
  const found = async (text: string, closed = '') => {
    const { diagnostics } = await checkText(text, apiOptions(closed));
    return diagnostics.filter((d) => d.code === 'DLP4011').map((d) => d.message);
  };
  expect(await found('')).toEqual([
    '`billing.listCustomers.email`, `billing.Person.email`, `billing.Person.phone`, `billing.Customer.ssn`, `billing.Transfer.iban` look sensitive by their names, and carry no label',
  ]);
  const most = 'classify pii billing.Customer.{email, phone, ssn}, billing.listCustomers.email';
  expect(await found(most)).toEqual([
    '`billing.Transfer.iban` looks sensitive by its name, and carries no label',
  ]);
  expect(await found(`${most}, billing.Customer.payment`)).toEqual([]);
  // Where nothing is shown by default, nothing is shown by mistake.
  expect(await found('', 'closed')).toEqual([]);
});
