import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/test-database.ts';
import { passesLuhn } from './cards.ts';
import { crmData, PROTECTED_COLUMNS, type TableRows } from './crm-data.ts';
import { copyText, loadTables } from './load.ts';

const DDL = readFileSync(new URL('../../examples/crm/schema/crm.sql', import.meta.url), 'utf8');

function table(data: readonly TableRows[], name: string): TableRows {
  const found = data.find((rows) => rows.table === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

function column(rows: TableRows, name: string): unknown[] {
  const index = rows.columns.indexOf(name);
  return rows.rows.map((row) => row[index]);
}

describe('generated CRM data', () => {
  const data = crmData();

  it('has the promised size', () => {
    expect(table(data, 'customers').rows.length).toBeGreaterThanOrEqual(2_000);
    expect(table(data, 'orders').rows.length).toBeGreaterThanOrEqual(6_000);
    expect(table(data, 'support_tickets').rows.length).toBeGreaterThan(500);
  });

  it('is the same for the same seeds', () => {
    expect(crmData()).toEqual(data);
  });

  it('differs only in protected columns when only the protected seed does', () => {
    const other = crmData({ protectedSeed: 1 });
    for (const rows of data) {
      const twin = table(other, rows.table);
      const hidden = PROTECTED_COLUMNS[rows.table] ?? [];
      expect(twin.rows.length).toBe(rows.rows.length);
      for (const name of rows.columns) {
        if (hidden.includes(name)) expect(column(twin, name)).not.toEqual(column(rows, name));
        else expect(column(twin, name)).toEqual(column(rows, name));
      }
    }
  });

  it('uses only numbers and addresses that belong to nobody', () => {
    const customers = table(data, 'customers');
    for (const email of column(customers, 'email')) {
      expect(email).toMatch(/^[a-z]+\.[a-z]+\d+@(example\.(com|org|net)|(mail|home|office)\.example)$/);
    }
    for (const ssn of column(customers, 'ssn')) expect(ssn).toMatch(/^9\d\d-[0-4]\d-\d{4}$/);
    for (const card of column(table(data, 'payments'), 'card_number')) {
      if (card !== null) expect(passesLuhn(String(card))).toBe(true);
    }
  });

  it('quotes phone and card numbers in some tickets', () => {
    const bodies = column(table(data, 'support_tickets'), 'body').map(String);
    const cards = bodies.filter((body) => passesLuhn(/(?:\d[ ]?){16}/.exec(body)?.[0] ?? ''));
    const phones = bodies.filter((body) => /call .* on \+\d/.test(body));
    expect(cards.length).toBeGreaterThan(20);
    expect(phones.length).toBeGreaterThan(20);
    expect(bodies.length).toBeGreaterThan(2 * (cards.length + phones.length));
  });
});

describe('in a database', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await testDatabase();
    client = new pg.Client({ connectionString: database.superuserUrl });
    await client.connect();
    await client.query(DDL);
    await loadTables(client, crmData());
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('every row arrives, as it was', async () => {
    for (const rows of crmData()) {
      const { rows: found } = await client.query({
        text: `select ${rows.columns.map((name) => `${name}::text`).join(', ')} from ${rows.table} order by id`,
        rowMode: 'array',
      });
      expect(found.length).toBe(rows.rows.length);
      const index = rows.columns.indexOf(rows.table === 'support_tickets' ? 'body' : (rows.columns[1] ?? ''));
      expect(found.map((row) => row[index])).toEqual(rows.rows.map((row) => String(row[index])));
    }
  });

  it('ids count from 1, as the references between tables assume', async () => {
    const { rows } = await client.query(
      'select min(id)::int as low, max(id)::int as high, count(*)::int from customers',
    );
    expect(rows).toEqual([{ low: 1, high: rows[0].count, count: rows[0].count }]);
  });
});

it('COPY text escapes what COPY would take for its own', () => {
  expect(copyText('a\\b\tc\nd\r')).toBe('a\\\\b\\tc\\nd\\r');
  expect(copyText(null)).toBe('\\N');
  expect(copyText('\\N')).toBe('\\\\N');
  expect(copyText(true)).toBe('true');
});
