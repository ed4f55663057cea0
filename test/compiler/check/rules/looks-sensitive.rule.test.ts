import { describe, expect, test } from 'vitest';
import { hasTellingName } from '../../../../compiler/src/check/rules/sensitive-names.ts';
import type { ColumnType, TypeFamily } from '../../../../compiler/src/schema/model.ts';
import { checkText } from '../../support/check-policy.ts';

function column(name: string, family: TypeFamily = 'text') {
  const type: ColumnType = {
    text: family,
    base: family,
    family,
    ignoresCase: false,
    maxLength: null,
    enumValues: null,
  };
  return { name, type, notNull: false, derivation: null };
}

describe('names', () => {
  test.each([
    'ssn',
    'email',
    'emailAddress',
    'contact_e_mail',
    'card_number',
    'cardNo',
    'date_of_birth',
    'DOB',
  ])('%s looks sensitive', (name) => expect(hasTellingName(column(name))).toBe(true));

  test.each([
    'name',
    'mailing_list',
    'assn',
    'phonetics',
    'card_type',
    'email_hash',
    'ssn_last4',
    'idea',
    'panel',
  ])('%s does not', (name) => expect(hasTellingName(column(name))).toBe(false));

  test('a type that cannot hold the value decides', () => {
    expect(hasTellingName(column('email', 'boolean'))).toBe(false);
    expect(hasTellingName(column('password_changed', 'timestamp'))).toBe(false);
    expect(hasTellingName(column('birth_date', 'date'))).toBe(true);
  });
});

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
