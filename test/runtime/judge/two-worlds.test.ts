/**
 * The two-worlds property, one level below the wire: two databases that differ only in protected values, masked with constants, give the same
 * rows and errors for whatever the judge forwards.
 */
import { type ColumnEntry, REVEAL_RANK } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../../runtime/src/catalog/catalog.ts';
import { readCatalog } from '../../../runtime/src/catalog/read-catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { createSqlParser } from '../../../runtime/src/judge/parse/sql-parser.ts';
import { askerOf } from '../../support/askers.ts';
import { allowing, columnEntry, matcherForEveryone, relationEntry } from '../../support/entries.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { pgCatalogConnection } from '../catalog/pg-catalog-connection.ts';
import { randomStatement } from './random-statement.ts';

/** Per run; more with `DLPC_STATEMENTS=20000`. */
const STATEMENTS = Number(process.env.DLPC_STATEMENTS ?? 600);

function masked(name: string, type: string, sql: string): ColumnEntry {
  const fallback = { text: 'redact', rank: REVEAL_RANK.nothing, sql, keyed: false, lookup: false };
  return columnEntry(name, type, { labels: [{ label: 'pii', rules: [] }], fallback });
}

const matcher = matcherForEveryone([
  relationEntry('customers', {
    columns: [
      columnEntry('id', 'integer'),
      columnEntry('name', 'text'),
      masked('ssn', 'text', `CAST('[redacted]' AS text)`),
      masked('email', 'character varying(40)', 'CAST(NULL AS character varying(40))'),
      masked('balance', 'integer', 'CAST(7 AS integer)'),
    ],
    commands: allowing(['select'], 0, 0),
  }),
  relationEntry('orders', {
    columns: [
      columnEntry('id', 'integer'),
      columnEntry('customer_id', 'integer'),
      columnEntry('region', 'text'),
      columnEntry('amount', 'integer'),
    ],
    commands: allowing(['select'], 0, 0),
  }),
  relationEntry('archive', {
    columns: [columnEntry('id', 'integer'), columnEntry('note', 'text')],
    commands: allowing(['select', 'insert', 'update', 'delete'], 0, 0),
  }),
  ...['contacts', 'contact_groups', 'rich'].map((name) =>
    relationEntry(name, { kind: 'view', commands: allowing(['select'], 0, 0) }),
  ),
]);

/** `%s` differs between the worlds. The column `hidden_note` is unknown to the policy. */
function fill(world: string): string {
  return `
    create table customers (id int primary key, name text, ssn text, email varchar(40), balance int, hidden_note text);
    create table orders (id int primary key, customer_id int references customers, region text, amount int);
    create index on customers (email);
    insert into customers
      select i, 'name ' || i % 7,
             case when i % ${world === 'A' ? 5 : 3} = 0 then null else 'RAW${world}-' || i * ${world === 'A' ? 17 : 3} end,
             'RAW${world}' || i % ${world === 'A' ? 4 : 11} || '@example.com',
             ${world === 'A' ? 'i * 1000 + 90000001' : '90000000 - i % 3'},
             'RAW${world} note'
        from generate_series(1, 30) i;
    insert into orders select i, i % 30 + 1, (array['north', 'south', null])[i % 3 + 1], i % 11 from generate_series(1, 60) i;
    create table archive (id serial primary key check (id > 0), note text unique);
    insert into archive select i, 'note ' || i from generate_series(1, 9) i;
    create view contacts as select id, upper(ssn) as code, email, balance from customers c;
    create view contact_groups as
      select code, count(*) n, max(email) e, array_agg(id order by id) ids from contacts group by code having max(balance) > 0;
    create view rich as
      with top as (select * from customers where balance > 90000000)
      select t.id, t.ssn, o.amount from top t left join lateral (select max(amount) amount from orders where customer_id = t.id) o on true
      union all select id, 'x', balance from customers where ssn like 'RAW%';
    analyze;`;
}

interface World {
  readonly database: TestDatabase;
  readonly client: pg.Client;
}

let worlds: readonly [World, World];
let catalog: Catalog;
let judge: Judge;

async function openWorld(name: string): Promise<World> {
  const database = await testDatabase();
  await database.query(fill(name));
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  return { database, client };
}

beforeAll(async () => {
  worlds = [await openWorld('A'), await openWorld('B')];
  catalog = await readCatalog(pgCatalogConnection(worlds[0].client));
  judge = new Judge({ matcher, revision: 'r1' }, catalog, await createSqlParser());
});

afterAll(async () => {
  for (const { client, database } of worlds) {
    await client.end();
    await database.drop();
  }
});

function judged(text: string) {
  return judge.classOf(askerOf(), 0).judge(text, 'simple');
}

/** Everything that the server answers, as text. */
async function answer({ client }: World, sql: string): Promise<string> {
  try {
    const result = await client.query({
      text: sql,
      rowMode: 'array',
      types: { getTypeParser: () => (v: unknown) => v },
    });
    return JSON.stringify({
      fields: result.fields.map((f) => [f.name, f.dataTypeID, f.dataTypeModifier]),
      rows: result.rows,
    });
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return JSON.stringify([error.code, error.message, error.detail, error.hint, error.where]);
  }
}

/** What a write answers and what is then stored where it wrote; nothing of it stays. */
async function afterwards(world: World, sql: string): Promise<string> {
  await world.client.query('begin; alter sequence archive_id_seq restart 100');
  try {
    const answered = await answer(world, sql);
    if (!answered.startsWith('{')) return answered;
    return answered + (await answer(world, 'select * from archive order by id'));
  } finally {
    await world.client.query('rollback');
  }
}

/** A third database, whose columns hold their masks: what a statement means to whoever sees masks. */
async function openMaskedWorld(): Promise<World> {
  const world = await openWorld('A');
  await world.database.query(`
    alter table customers drop column hidden_note cascade;
    update customers set ssn = '[redacted]', email = null, balance = 7`);
  return world;
}

test('the snapshot is the same in both worlds', async () => {
  const other = await readCatalog(pgCatalogConnection(worlds[1].client));
  // But for the numbers of tables and types, which are counted through all databases of a server.
  const withoutOids = ({ version: _version, origins: _origins, types, ...rest }: Catalog) => ({
    ...rest,
    types: new Map([...types].map(([key, type]) => [key, { ...type, oid: 0 }])),
  });
  expect(withoutOids(other)).toEqual(withoutOids(catalog));
  expect(catalog.searchPath).toEqual(['pg_catalog', 'public']);
});

describe('two worlds give one answer', () => {
  test(`to ${STATEMENTS} random statements`, async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(randomStatement, async (text) => {
        const verdict = judged(text);
        if (verdict.kind === 'deny') throw new Error(`denied: ${verdict.denial.message}`);
        const [a, b] = [await answer(worlds[0], verdict.text), await answer(worlds[1], verdict.text)];
        expect(a).toBe(b);
        expect(a).not.toMatch(/RAW[AB]|9000000\d|hidden_note/);
        if (a.startsWith('{')) rows += 1;
      }),
      { numRuns: STATEMENTS, endOnFailure: true },
    );
    // A generator that only makes errors would prove nothing.
    expect(rows).toBeGreaterThan(STATEMENTS / 2);
  }, 300_000);

  test.each([
    ['select * from customers order by 1'],
    ['select customers from customers order by 1::text'],
    ["select relname, relpages, reltuples from pg_class where relname = 'customers'"],
    ['select count(*) from customers where ssn > email'],
    ['select 1 / (balance - 7) from customers'],
    ['select ssn::int from customers'],
    ['select * from customers natural join orders order by 1'],
    ['select (c).ssn, c.* from customers c order by 1, 2'],
    ['select xmlelement(name x, ssn)::text from customers limit 1'],
    ['select json_agg(customers order by id) from customers'],
    [
      'select grouping(ssn), ssn, email, count(*) from customers group by grouping sets ((ssn), (email), ()) order by 1, 2, 3',
    ],
    ['select count(*) over (partition by ssn), id from customers order by 2'],
    ['select * from contacts order by 1'],
    ["select c.* from contacts c where code like '%1%' order by 1"],
    ['select * from contact_groups order by 1'],
    ['select * from rich order by 1, 2, 3'],
    ['select r.ssn, g.n from rich r left join contact_groups g on g.code = r.ssn order by 1, 2'],
    ['select hidden_note from customers'],
    ['select ctid from customers'],
    ['select tableoid::regclass from customers'],
  ])('%s', async (text) => {
    const verdict = judged(text);
    if (verdict.kind === 'deny') throw new Error(`denied: ${verdict.denial.message}`);
    const [a, b] = [await answer(worlds[0], verdict.text), await answer(worlds[1], verdict.text)];
    expect(a).toBe(b);
    expect(a).not.toMatch(/RAW[AB]|9000000\d/);
  });

  test('to random writes, and what they leave behind', async () => {
    const target = fc.constantFrom(
      (query: string) =>
        `insert into archive (note) select q::text from (${query}\n) q on conflict (note) do nothing returning *`,
      (query: string) =>
        `update archive set note = (select string_agg(q::text, '|') from (${query}\n) q) where id = 1 returning note`,
      (query: string) => `delete from archive where id <= (select count(*) from (${query}\n) q) returning id`,
    );
    const write = fc.tuple(target, randomStatement).map(([wrap, query]) => wrap(query));
    let written = 0;
    await fc.assert(
      fc.asyncProperty(write, async (text) => {
        const verdict = judged(text);
        if (verdict.kind === 'deny') throw new Error(`denied: ${verdict.denial.message}`);
        const [a, b] = [await afterwards(worlds[0], verdict.text), await afterwards(worlds[1], verdict.text)];
        expect(a).toBe(b);
        expect(a).not.toMatch(/RAW[AB]|9000000\d|hidden_note/);
        if (a.startsWith('{')) written += 1;
      }),
      { numRuns: STATEMENTS / 3, endOnFailure: true },
    );
    expect(written).toBeGreaterThan(STATEMENTS / 6);
  }, 300_000);

  /** Errors of values come when the server computes, and constants it computes before it looks for rows. */
  const isOfValues = (answered: string) => answered.startsWith('["22');
  /** What an expression of NULLs has for a length is found out by folding constants; calls get their schema. */
  const comparable = (answered: string) =>
    answered.replaceAll(/(\["[^"]*",\d+),-?\d+\]/g, '$1]').replaceAll('pg_catalog.', '');
  const mistaken = fc
    .tuple(
      randomStatement,
      fc.constantFrom('ssn', 'email', 'balance', 'region', 'customers', 'c.'),
      fc.nat(3),
    )
    .map(([text, name, change]) =>
      text.replace(name, ['sns', 'hidden_note', 'amount', 'o.balanc'][change] ?? 'ssn'),
    );

  test('and it is that of a world in which columns hold their masks', async () => {
    const maskedWorld = await openMaskedWorld();
    let same = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.oneof(randomStatement, mistaken), async (text) => {
          const verdict = judged(text);
          // There is no relation of that name.
          if (verdict.kind === 'deny') return;
          const [got, wanted] = [await answer(worlds[0], verdict.text), await answer(maskedWorld, text)];
          if (isOfValues(got) || isOfValues(wanted)) return;
          expect(comparable(got)).toBe(comparable(wanted));
          same += 1;
        }),
        { numRuns: STATEMENTS, endOnFailure: true },
      );
    } finally {
      await maskedWorld.client.end();
      await maskedWorld.database.drop();
    }
    expect(same).toBeGreaterThan(STATEMENTS / 2);
  }, 300_000);

  test('the worlds do differ', async () => {
    const sql = 'select * from customers order by 1';
    expect(await answer(worlds[0], sql)).not.toBe(await answer(worlds[1], sql));
  });
});
