/**
 * Lineage, judged by the server. A database holds the same tables many times, each time with other values in one column. Where
 * an output column differs between them, that column must be in its lineage. And what a view made of the query depends on,
 * by the server's own record, is all that a lineage may name.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Schema } from '../../../compiler/src/schema/model.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { lineageIn, schemaOfText, storedNames } from './lineage-text.ts';
import { ORACLE_SCHEMA, randomQuery } from './random-query.ts';

/** Per run and property; more with `DLPC_STATEMENTS=3000`. */
const STATEMENTS = Number(process.env.DLPC_STATEMENTS ?? 200);

/** Joins of joins can give any number of rows. */
const MOST_BYTES = 10_000_000;

/** What may differ, with the two sets of values: `i` counts the rows. */
const COLUMNS: Readonly<Record<string, readonly [usual: string, other: string]>> = {
  'c.id': ['i', '7 - i'],
  'c.name': ["(array['a','b','c'])[i % 3 + 1]", "(array['b','e','1'])[i % 2 + 1]"],
  'c.ssn': ["'s' || i % 4", "nullif('t' || i, 't3')"],
  'c.n': ['i % 3', 'nullif((i * 2) % 5, 1)'],
  'c.tags': ["array['t' || i, 'u']", "array['u', 'v' || i, 'w']"],
  'c.doc': [
    `jsonb_build_object('l', jsonb_build_array('d' || i))`,
    `jsonb_build_object('l', jsonb_build_array('e', 'f' || i))`,
  ],
  'o.id': ['i', 'i + 2'],
  'o.c_id': ['i % 4', 'i % 3 + 2'],
  'o.note': ["(array['N1','s2','a',null])[i % 4 + 1]", "'M' || i % 3"],
  'o.amt': ['i % 4', '3 - i % 5'],
};
const NAMES = Object.keys(COLUMNS);

let database: TestDatabase;
let schema: Schema;
/** By the column that differs; the empty name for the usual values. */
const clients = new Map<string, pg.Client>();

function fill(different: string): string {
  const values = (table: string) =>
    NAMES.filter((name) => name.startsWith(`${table}.`)).map((name) => ({
      column: name.slice(2),
      value: COLUMNS[name]?.[name === different ? 1 : 0],
    }));
  return ['c', 'o']
    .map((table) => {
      const columns = values(table);
      return `insert into ${table} (${columns.map(({ column }) => column).join(', ')})
        select ${columns.map(({ value }) => value).join(', ')} from generate_series(1, 6) i;`;
    })
    .join('\n');
}

beforeAll(async () => {
  schema = await schemaOfText(ORACLE_SCHEMA);
  database = await testDatabase();
  for (const [index, different] of ['', ...NAMES].entries()) {
    const client = new pg.Client({ connectionString: database.superuserUrl });
    await client.connect();
    clients.set(different, client);
    await client.query(`create schema world_${index}; set search_path = world_${index}; set jit = off; set statement_timeout = '20s';
      ${ORACLE_SCHEMA}${fill(different)}`);
  }
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await database?.drop();
});

/** Each column's values as a sorted list; null where the statement fails, or gives too many. What it changes is undone. */
async function answer(client: pg.Client, sql: string): Promise<readonly string[] | null> {
  await client.query('begin');
  try {
    if (await isTooLong(client, sql)) return null;
    const { rows, fields } = await client.query({ text: sql, rowMode: 'array' });
    return fields.map((_, index) =>
      rows
        .map((row: unknown[]) => JSON.stringify(row[index]))
        .sort()
        .join(),
    );
  } catch (error) {
    if (error instanceof pg.DatabaseError) return null;
    throw error;
  } finally {
    await client.query('rollback');
  }
}

/** Of what writes nothing; writes stand at the top of a statement, and give few rows. */
async function isTooLong(client: pg.Client, sql: string): Promise<boolean> {
  if (/\b(?:insert|update|delete|merge)\b/.test(sql)) return false;
  const { rows } = await client.query<{ bytes: string | null }>(
    `select sum(octet_length(answered::text)) as bytes from (${sql}\n) answered`,
  );
  return Number(rows[0]?.bytes) > MOST_BYTES;
}

/** How many statements ran, and how many of their columns were seen to differ. */
interface Tally {
  run: number;
  differing: number;
}

async function judge(sql: string, tally: Tally, countsRows: boolean): Promise<void> {
  const usualClient = clients.get('');
  const usual = usualClient === undefined ? null : await answer(usualClient, sql);
  if (usual === null) return;
  tally.run += 1;
  const { columns } = await lineageIn(schema, sql);
  expect(columns?.length).toBe(usual.length);
  // A generated column stands for the one that it is generated from.
  const stored = columns?.map(
    ({ value, rows }) =>
      new Set(
        storedNames(countsRows ? [...value, ...rows] : value).map((name) =>
          name === 'o.low' ? 'o.note' : name,
        ),
      ),
  );
  const answers = await Promise.all(
    NAMES.map(async (name) => {
      const client = clients.get(name);
      return { name, columns: client === undefined ? null : await answer(client, sql) };
    }),
  );
  for (const { name, columns: others } of answers)
    for (const [index, values] of (others ?? []).entries()) {
      if (values === usual[index]) continue;
      tally.differing += 1;
      expect(
        [...(stored?.[index] ?? [])],
        `${name} makes a difference to column ${index + 1} of ${sql}`,
      ).toContain(name);
    }
}

test.each([
  ['values and rows', false],
  ['values alone, where nothing chooses rows', true],
])(
  'whatever makes a difference is in the lineage: %s',
  async (_, plain) => {
    const tally: Tally = { run: 0, differing: 0 };
    await fc.assert(
      fc.asyncProperty(randomQuery(plain), (sql) => judge(sql, tally, !plain)),
      { numRuns: STATEMENTS, endOnFailure: true },
    );
    // The generator would be of no use if most failed, or if no column mattered.
    expect(tally.run).toBeGreaterThan(STATEMENTS / 2);
    expect(tally.differing).toBeGreaterThan(STATEMENTS);
  },
  20 * 60_000,
);

/** Columns on which a view depends, as `table.column`. A whole row is no column to the server. */
const DEPENDS = `
  select distinct c.relname || '.' || a.attname as name
    from pg_depend d
    join pg_rewrite r on r.oid = d.objid and r.ev_class = 'oracle_view'::regclass
    join pg_class c on c.oid = d.refobjid and c.oid <> r.ev_class
    join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
   where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0`;

test(
  'nothing is in the lineage that a view of the query does not depend on',
  async () => {
    const client = clients.get('');
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomQuery(false), async (sql) => {
        if (client === undefined || /row_to_json|^with .*returning/s.test(sql)) return;
        await client.query('begin');
        try {
          await client.query(`create view oracle_view as ${sql}`);
          const { rows } = await client.query<{ name: string }>(DEPENDS);
          const depends = new Set(rows.map(({ name }) => name));
          const { columns, reads } = await lineageIn(schema, sql);
          const named = new Set(reads.map(({ relation }) => relation.name));
          if (named.has('v') || named.has('w')) return;
          compared += 1;
          for (const { value, rows: deciding } of columns ?? [])
            for (const name of storedNames([...value, ...deciding]))
              expect([...depends], `${name} in the lineage of ${sql}`).toContain(name);
        } catch (error) {
          if (!(error instanceof pg.DatabaseError)) throw error;
        } finally {
          await client.query('rollback');
        }
      }),
      { numRuns: STATEMENTS, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(STATEMENTS / 5);
  },
  20 * 60_000,
);
