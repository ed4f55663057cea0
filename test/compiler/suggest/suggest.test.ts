/** `dlpc suggest` against a real server: what it proposes compiles, and no value leaves it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { runDlpc, textOf } from '../cli/run-dlpc.ts';
import { urlWithoutPassword } from '../live/live-fixture.ts';

/** Texts that stand in the tables and nowhere else. */
const VALUES = [
  '4111 1111 1111 1111',
  'ada@example.com',
  '123-45-6789',
  'GB29NWBK60161331926819',
  'Zanzibar',
];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.query(`
    create table customers (id bigint primary key, reach text, tel text, dob date, city text, sku text);
    insert into customers select n, 'ada' || n || '@example.com', case when n % 10 = 0 then null else '+44 20 7946 ' || lpad(n::text, 4, '0') end,
      '1990-01-01', 'Zanzibar', 'SKU-' || n from generate_series(1, 100) as n;
    create table tickets (id bigint primary key, body text, meta jsonb);
    insert into tickets select n, case when n <= 5 then 'my card 4111 1111 1111 1111 123, thanks' else 'order ' || (4111111111111112 + n * 10) end,
      jsonb_build_object('from', jsonb_build_object('address', 'ada@example.com'), 'ids', jsonb_build_array('123-45-6789'), 'n', n)
      from generate_series(1, 100) as n;
    create table accounts (n integer, number text);
    insert into accounts select n, 'GB29NWBK60161331926819' from generate_series(1, 10) as n;
    create table hidden (email text);
    create role reader;
    grant select on customers, tickets, accounts to reader;
  `);
});
afterAll(async () => {
  await database.query('drop owned by reader; drop role reader');
  await database.drop();
});

async function suggest(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const env = { PGPASSWORD: database.password };
  const ran = await runDlpc(['suggest', urlWithoutPassword(database), ...args], files, { env });
  for (const value of VALUES) expect(ran.out + ran.err).not.toContain(value);
  return ran;
}

test('a file that compiles, with the evidence counted', async () => {
  const { code, host, err } = await suggest(['-d', 'crm', '-o', 'labels.dlp']);
  expect([code, err]).toEqual([0, '8 proposals in labels.dlp\n']);
  const text = textOf(host, 'labels.dlp') ?? '';
  const lines = text.split('\n').filter((line) => /^(?:\/\/|classify|detector|label)/.test(line));
  expect(lines.map((line) => line.replaceAll(/ +/g, ' ')).join('\n')).toMatchInlineSnapshot(`
    "// Proposed by \`dlpc suggest\` from names and sampled values. Review each line.
    label pci { pan }
    label pii { birth contact financial national_id }
    detector card_number = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn
    // 10 of 10 sampled values match iban_number and pass iban
    classify pii.financial crm.accounts.number
    // 100 of 100 sampled values match email_address
    classify pii.contact crm.customers.reach
    // 90 of 90 sampled values match phone_number
    classify pii.contact crm.customers.tel
    // its name says so; no values were looked at
    classify pii.birth crm.customers.dob
    // its name says so; no values were looked at
    classify pii.contact crm.hidden.email
    // 14 of 100 sampled values hold a match of card_number and pass luhn
    classify pci.pan values matching card_number in crm.tickets.body
    // 100 of 100 sampled values match us_ssn and pass ssn
    classify pii.national_id crm.tickets.meta.$.ids[*]
    // 100 of 100 sampled values match email_address
    classify pii.contact crm.tickets.meta.$.from.address"
  `);
  const pulled = await runDlpc(
    ['schema', 'pull', 'env:U', '-o', 'crm.sql'],
    {},
    { env: { U: database.superuserUrl } },
  );
  const schema = textOf(pulled.host, 'crm.sql') ?? '';
  const checked = await runDlpc(['check'], { 'labels.dlp': text, 'schema/crm.sql': schema });
  expect([checked.code, checked.out]).toEqual([0, expect.not.stringContaining('error')]);
});

test('what policies label is left out, and their labels and detectors are taken', async () => {
  const schema =
    'create table customers (id bigint primary key, reach text, tel text, dob date, city text, sku text);';
  const policy = `database crm from "crm.sql"
label pii { contact }
detector card_number = /x/
classify pii.contact crm.customers.{reach, tel}
classify pii values matching card_number
`;
  const { code, out } = await suggest(['--format', 'json', 'policies'], {
    'policies/a.dlp': policy,
    'policies/crm.sql': schema,
  });
  expect(code).toBe(0);
  const { suggestions } = JSON.parse(out);
  const places = suggestions.map(({ place }: { place: string }) => place);
  expect(places).not.toContain('crm.customers.reach');
  expect(places).toContain('crm.customers.dob');
  const card = suggestions.find(({ within }: { within: string | null }) => within === 'card_number');
  expect(card).toEqual({
    label: 'pci.pan',
    declared: false,
    place: 'crm.tickets.body',
    within: 'card_number',
    evidence: { sampled: 100, matched: 14, detector: 'card_number', validator: 'luhn', byName: false },
  });
  expect(suggestions.find(({ place }: { place: string }) => place === 'crm.customers.dob')).toMatchObject({
    label: 'pii',
    declared: true,
  });
});

test('a table that cannot be read is told of, and the others are sampled', async () => {
  const url = new URL(database.superuserUrl);
  await database.query(`alter role reader login password 'reader'`);
  url.username = 'reader';
  url.password = 'reader';
  const { code, err, out } = await runDlpc(['suggest', 'env:U'], {}, { env: { U: url.href } });
  expect([code, err]).toEqual([0, 'warning: `public.hidden` cannot be read, and was not sampled\n']);
  expect(out).toContain('customers.reach');
});
