import { expect, test } from 'vitest';
import { checkText } from '../../support/check-policy.ts';

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
