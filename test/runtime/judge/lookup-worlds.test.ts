/**
 * Look-ups, one level below the wire. What the judge forwards gives what the statement gives where tables hold masks and the look-ups are written out
 * over the stored values; and two databases that differ only in values which no statement asks for give the same rows and errors.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../runtime/src/catalog/catalog.ts';
import { readCatalog } from '../../../runtime/src/catalog/read-catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { createSqlParser } from '../../../runtime/src/judge/parse/sql-parser.ts';
import { pgCatalogConnection } from '../catalog/pg-catalog-connection.ts';
import { onEachServer } from './known/servers.ts';
import { KNOWN, lookupStatement, type Pair } from './lookup-statement.ts';
import { ask, CONSTANTS, EQUALITIES, type LookupMasks, lookupMatcher } from './lookup-world.ts';

/** Per run and server; more with `DLPC_STATEMENTS=20000`. */
const STATEMENTS = Number(process.env.DLPC_STATEMENTS ?? 600) / 2;

/** What is asked for is in the rows 1 to 8 of every world; the rest is the world's own. */
function fill(world: 'a' | 'b'): string {
  const [email, ssn, balance] = [KNOWN.email, KNOWN.ssn, KNOWN.balance].map((values) => values.join(','));
  const own =
    world === 'a'
      ? "'RAWa' || i, 'RAWa-' || i % 3, 100 + i"
      : "'RAWb' || i % 2, case when i % 4 > 0 then 'RAWb-' || i * 7 end, 1000 - i % 5";
  return `
    create table customers (id int primary key, email varchar(40), ssn text, balance int, note text);
    create table orders (id int primary key, customer_id int, region text);
    create index on customers (email);
    create index on customers (ssn);
    create index on customers (balance);
    insert into customers
      select i, ('{${email}}'::text[])[1 + i % 2], ('{${ssn}}'::text[])[1 + i / 2 % 2], ('{${balance}}'::int[])[1 + i / 4 % 2], 'n'
        from generate_series(1, 8) i;
    insert into customers select i, ${own}, 'note ${world}' from generate_series(9, 24) i;
    insert into orders select i, i % 26, case when i % 3 > 0 then 'north' end from generate_series(1, 30) i;
    create view contacts as select id, email from customers where email = '${world === 'a' ? 'ann' : 'bob'}';
    analyze;`;
}

/** The same table with masks in it, and what is stored in a schema of its own. */
function maskedTables(masks: LookupMasks): string {
  return `
    create schema stored;
    alter table customers set schema stored;
    create table customers (id int primary key, email varchar(40), ssn text, balance int, note text);
    insert into customers
      select id, ${masks.email}, ${masks.ssn}, ${masks.balance}, ${masks.note} from stored.customers;`;
}

/** Each would tell of a value that it does not name, were the condition asked of more than look-ups may be. */
const ATTACKS = [
  "select id from customers where email = 'ann' or email = 'RAWa9' order by id",
  "select id from customers where not email = 'ann' order by id",
  "select id from customers where email like 'RAWa%' or email = 'ann' order by id",
  "select id from customers where email >= 'RAWa' and email = 'ann' order by id",
  "select id, email = 'ann' from customers order by id",
  "select count(*) filter (where email = 'bob'), count(email) from customers",
  'select id from customers where email = any (select note from customers) order by id',
  'select id from customers where email = ssn order by id',
  'select a.id, b.id from customers a join customers b on a.email = b.email and a.id < b.id order by 1, 2',
  "select a.id, b.id from customers a join customers b on a.ssn = b.ssn where a.email = 'ann' order by 1, 2",
  "select o.id, c.email from orders o left join customers c on c.id = o.customer_id where c.email = 'ann' or c.id is null order by 1",
  "select o.id, c.id from orders o left join customers c on c.id = o.customer_id and c.email = 'ann' order by 1",
  "select id from customers where email = 'ann' and 1 / (balance - 107) >= -1 order by id",
  "select id, 1 / (balance - 42) from customers where email = 'ann' order by id",
  "select id from customers where email = 'ann' and (ssn)::int > 0 order by id",
  "select id from customers where email = 'ann' and upper(ssn) > 'a' and ssn <> '111' order by id",
  "select id from customers where balance = '42' and 100 / balance > 0 order by id",
  "select id from customers where balance = 'abc'",
  "select id from customers where balance = '99999999999'",
  'select id from customers where balance = 99999999999 order by id',
  'select id from customers where balance = 42.0 order by id',
  'select id from customers where balance = null',
  'select id from customers where email = 5',
  "select customers from customers where email = 'ann' order by id",
  "select row_to_json(c), count(*) over () from customers c where ssn = '111' order by c.id",
  "select string_agg(email || ssn || balance, ',' order by id) from customers where email = 'bob'",
  "select ctid from customers where email = 'bob'",
  "select xmin from customers where email = 'bob'",
  "select email from customers where email = 'ann' group by email having max(ssn) > 'a'",
  'select distinct on (email) id, email from customers where balance in (42, 7) order by email, id',
  "select id from customers where email = 'ann' order by ssn, balance, id limit 3",
  "select id from customers c where exists (select from customers d where d.email = c.email and d.ssn = '111') order by id",
  "select c.id from customers c, lateral (select count(*) n from customers d where d.email = 'ann' and d.id < c.id) s where s.n > 2 order by 1",
  'select id from contacts order by id',
  "select id from contacts where email = 'ann' order by id",
  "with recursive r as (select id from customers where email = 'ann' union select c.id + 1 from customers c join r on c.id = r.id where c.ssn = '111') select * from r order by 1",
  "select id from customers where email = 'ann' intersect select id from customers where ssn = '222' order by 1",
  "select id from customers where email = 'RAWc' and random() >= 0 order by id",
];

type WorldName = 'a' | 'b' | 'masked';

onEachServer((server) => {
  const clients = new Map<WorldName, pg.Client>();
  let catalog: Catalog;
  const dbName = (name: WorldName) =>
    `lookups_${name}_${new URL(server.database().superuserUrl).pathname.slice(1)}`;

  beforeAll(async () => {
    const worlds = { a: fill('a'), b: fill('b'), masked: fill('a') + maskedTables(EQUALITIES) };
    for (const [name, sql] of Object.entries(worlds) as [WorldName, string][]) {
      await server.database().query(`create database ${dbName(name)}`);
      const url = new URL(server.database().superuserUrl);
      url.pathname = `/${dbName(name)}`;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await client.query(sql);
      clients.set(name, client);
    }
    catalog = await readCatalog(pgCatalogConnection(clientOf('a')));
  }, 60_000);

  afterAll(async () => {
    for (const [name, client] of clients) {
      await client.end();
      await server.database().query(`drop database ${dbName(name)}`);
    }
  });

  function clientOf(name: WorldName): pg.Client {
    const client = clients.get(name);
    if (client === undefined) throw new Error(`there is no world ${name}`);
    return client;
  }

  async function judgeWith(masks: LookupMasks): Promise<(text: string) => string> {
    const judge = new Judge(
      { matcher: lookupMatcher(masks), revision: 'r1' },
      catalog,
      await createSqlParser(),
    );
    return (text) => {
      const verdict = ask(judge, text);
      if (verdict.kind === 'deny') throw new Error(`${text}: ${verdict.denial.message}`);
      return verdict.text;
    };
  }

  async function answer(world: WorldName, sql: string, values: readonly unknown[] = []): Promise<string> {
    try {
      const result = await clientOf(world).query({
        text: sql,
        values: [...values],
        rowMode: 'array',
        types: { getTypeParser: () => (value: unknown) => value },
      });
      return JSON.stringify([result.fields.map(({ name, dataTypeID }) => [name, dataTypeID]), result.rows]);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return `${error.code} ${error.message}`;
    }
  }

  /** Rows in whatever order; which of several that fail is the first is a matter of the plan. */
  function bag(answered: string): string {
    if (!answered.startsWith('[')) return answered.slice(0, 5);
    const [fields, rows] = JSON.parse(answered) as [unknown, unknown[]];
    return JSON.stringify([fields, rows.map((row) => JSON.stringify(row)).sort()]);
  }

  it('gives what the statement means over masks, with look-ups written out', async () => {
    const forward = await judgeWith(EQUALITIES);
    let rows = 0;
    let lookups = 0;
    await fc.assert(
      fc.asyncProperty(lookupStatement, async ({ asked, meant }: Pair) => {
        const sql = forward(asked);
        const got = bag(await answer('a', sql));
        expect(got, `${asked}\n${sql}\n${meant}`).toBe(bag(await answer('masked', meant)));
        if (/\[\[.*\],\[".*"\]\]$/.test(got)) rows += 1;
        if (asked !== meant) lookups += 1;
        expect(sql.includes('(true)'), `${asked}\n${sql}`).toBe(asked !== meant);
      }),
      { numRuns: STATEMENTS, endOnFailure: true },
    );
    expect(rows).toBeGreaterThan(STATEMENTS / 4);
    expect(lookups).toBeGreaterThan(STATEMENTS / 4);
  }, 300_000);

  describe('two worlds', () => {
    it.each(ATTACKS)('%s', async (text) => {
      const sql = (await judgeWith(CONSTANTS))(text);
      const [a, b] = [await answer('a', sql), await answer('b', sql)];
      expect(b, sql).toBe(a);
      expect(a).not.toMatch(/RAW/);
    });

    it('random statements', async () => {
      const forward = await judgeWith(CONSTANTS);
      await fc.assert(
        fc.asyncProperty(lookupStatement, async ({ asked }) => {
          const sql = forward(asked);
          expect(bag(await answer('b', sql)), sql).toBe(bag(await answer('a', sql)));
        }),
        { numRuns: STATEMENTS, endOnFailure: true },
      );
    }, 300_000);

    it('tells of a value that is asked for, which the masks would not', async () => {
      const forward = await judgeWith(CONSTANTS);
      const sql = forward("select id from customers where email = 'RAWa9'");
      expect(await answer('b', sql)).not.toBe(await answer('a', sql));
    });
  });

  it('an index serves', async () => {
    const forward = await judgeWith(EQUALITIES);
    await clientOf('a').query(
      'begin; insert into customers select i, i, i, i from generate_series(100, 20000) i; analyze customers',
    );
    try {
      for (const condition of [
        "email = 'ann'",
        "email = 'ann' and 1 / id > 0",
        "ssn in ('111', '222')",
        'balance = 42',
      ]) {
        const result = await clientOf('a').query<{ 'QUERY PLAN': string }>(
          `explain ${forward(`select id, email from customers where ${condition}`)}`,
        );
        const plan = result.rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(plan).toMatch(/Index Scan|Bitmap Index Scan/);
        expect(plan).not.toMatch(/Seq Scan/);
      }
    } finally {
      await clientOf('a').query('rollback');
    }
  });

  it('parameters keep their numbers and types, and errors are those of the direct connection', async () => {
    const forward = await judgeWith(EQUALITIES);
    const text = 'select id, $2::int as n from customers where email = $1 and balance = $3 order by id';
    expect(await answer('a', forward(text), ['ann', 1, 42])).toBe(await answer('a', text, ['ann', 1, 42]));
    for (const wrong of ["balance = 'abc'", 'email = 5', "balance = 'x'::int", "balance in (1, 'x')"]) {
      const bad = `select id from customers where ${wrong}`;
      expect(await answer('a', forward(bad))).toBe(await answer('a', bad));
    }
    expect(await answer('a', forward('select id from customers where balance = $1'), ['abc'])).toBe(
      await answer('a', 'select id from customers where balance = $1', ['abc']),
    );
  });
});
