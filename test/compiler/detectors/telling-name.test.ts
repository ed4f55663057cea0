/** Names that tell of sensitive values, and how often they tell where there are none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellingKind } from '../../../compiler/src/detectors/telling-name.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';

describe('names', () => {
  test.each([
    ['ssn', 'national_id'],
    ['email', 'contact'],
    ['emails', 'contact'],
    ['emailAddress', 'contact'],
    ['HTTPEmail', 'contact'],
    ['contact_e_mail', 'contact'],
    ['card_number', 'card'],
    ['cardNo', 'card'],
    ['date_of_birth', 'birth'],
    ['DOB', 'birth'],
    ['Geburtsdatum', 'birth'],
    ['fecha_de_nacimiento', 'birth'],
    ['prénom', 'name'],
    ['nom_de_famille', 'name'],
    ['telefonnummer', 'contact'],
    ['fødselsnummer', 'national_id'],
    ['IBAN', 'account'],
    ['user_passwd', 'secret'],
    ['apiKey', 'secret'],
    ['salary_usd', 'income'],
  ] as const)('%s tells of %s', (name, kind) => expect(tellingKind(name, 'text')).toBe(kind));

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
    'is_email_verified',
    'password_reset_count',
    'mime_type',
    'since',
    'expansion',
  ])('%s does not', (name) => expect(tellingKind(name, 'text')).toBeNull());

  test('a type that cannot hold the value decides', () => {
    expect(tellingKind('email', 'boolean')).toBeNull();
    expect(tellingKind('password_changed', 'timestamp')).toBeNull();
    expect(tellingKind('birth_date', 'date')).toBe('birth');
    expect(tellingKind('ssn', 'integer')).toBe('national_id');
    expect(tellingKind('first_name', 'integer')).toBeNull();
  });
});

describe('of the names in a schema that knows no persons', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  test('those alone that are about passwords', async () => {
    const rows = await database.query(
      "select distinct column_name as name from information_schema.columns where table_schema in ('pg_catalog', 'information_schema')",
    );
    const names = rows.map(({ name }) => String(name));
    expect(names.length).toBeGreaterThan(1200);
    expect(names.filter((name) => tellingKind(name, 'text') !== null).sort()).toEqual(['passwd']);
  });
});
