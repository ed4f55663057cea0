/**
 * The two-worlds property of row filters, one level below the wire: two databases that differ only in rows outside of the filters give the
 * same rows and errors for whatever the judge forwards, and those of a database that has no such rows at all. What lies outside is such
 * that it makes errors where a condition meets it: texts that are no numbers, numbers that are zero.
 */
import type { CallerValue, FilterRule } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCatalog } from '../../../runtime/src/catalog/read-catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { createSqlParser } from '../../../runtime/src/judge/parse/sql-parser.ts';
import { askerOf } from '../../support/askers.ts';
import { allowing, columnEntry, matcherForEveryone, relationEntry } from '../../support/entries.ts';
import { pgCatalogConnection } from '../catalog/pg-catalog-connection.ts';
import { onEachServer } from './known/servers.ts';
import { randomStatement } from './random-statement.ts';

/** Per run and server; more with `DLPC_STATEMENTS=20000`. */
const STATEMENTS = Number(process.env.DLPC_STATEMENTS ?? 600) / 2;

const REGION: CallerValue = { field: 'caller.claims.region', type: 'text' };
const LEVEL: CallerValue = { field: 'caller.claims.level', type: 'bigint' };

function filter(...sql: FilterRule['sql']): FilterRule {
  return { policy: 0, rule: 0, sql };
}

const matcher = matcherForEveryone([
  relationEntry('customers', {
    columns: [
      columnEntry('id', 'integer'),
      columnEntry('name', 'text'),
      columnEntry('ssn', 'text'),
      columnEntry('email', 'character varying(40)'),
      columnEntry('balance', 'integer'),
    ],
    commands: allowing(['select'], 0, 0),
    filters: [filter('"id" < ', LEVEL), filter('"name" IS NOT NULL')],
  }),
  relationEntry('orders', {
    columns: [
      columnEntry('id', 'integer'),
      columnEntry('customer_id', 'integer'),
      columnEntry('region', 'text'),
      columnEntry('amount', 'integer'),
    ],
    commands: allowing(['select'], 0, 0),
    // Dearer than a condition of one operator, which the server evaluates first where it may.
    filters: [filter('pg_catalog.upper("region") OPERATOR(pg_catalog.=) pg_catalog.upper(', REGION, ')')],
  }),
  ...['spending', 'guarded'].map((name) =>
    relationEntry(name, { kind: 'view', commands: allowing(['select'], 0, 0) }),
  ),
]);

/** What lies outside: nothing, or rows that break what meets them. */
const OUTSIDE = {
  empty: '',
  few: `insert into customers values (1000, 'HIDDEN', 'x', 'HIDDEN@', 0), (5000, '7', '', '1', 7);
        insert into orders values (1000, 1, 'HIDDEN away', 0);`,
  many: `insert into customers select i, case when i % 3 = 0 then null else 'HIDDEN ' || i end, 'none' || i, 'HIDDEN', i % 2 from generate_series(40, 900) i;
         insert into orders select i, i % 30, case when i % 4 > 0 then 'south' end, i % 3 - 1 from generate_series(100, 2000) i;`,
} as const;

const fill = (outside: string) => `
  create table customers (id int primary key, name text, ssn text, email varchar(40), balance int);
  create table orders (id int primary key, customer_id int, region text, amount int);
  create index on customers (balance);
  create index on orders (customer_id);
  ${outside}
  insert into customers select i, (i % 7)::text, (i * 3)::text, (i % 4)::text, i % 5 + 1 from generate_series(1, 30) i;
  insert into orders select i, i % 30 + 1, 'north', i % 11 + 1 from generate_series(1, 60) i;
  create view spending as select customer_id, sum(60 / amount) as total from orders group by customer_id;
  create view guarded with (security_barrier) as select id, 10 / amount as share from orders where amount <> 3;
  analyze;`;

/** Each would fail on a row outside, or tell of it otherwise. */
const ATTACKS = [
  String.raw`select id from orders where region like 'HIDDEN\' order by id`,
  'select id from orders where 1 / amount >= 0 order by id',
  'select id from orders where amount = 0 or region::int = 3 order by id',
  'select id from customers where balance <> 0 and 1 / balance < 2 order by id',
  'select name::int from customers order by id',
  'select c.id from customers c join orders o on 10 / o.amount = c.id order by 1',
  'select c.id, o.id from customers c left join orders o on o.customer_id = c.id and 1 / o.amount < 2 order by 1, 2',
  'select c.id from customers c where not exists (select from orders o where o.customer_id = c.id and 1 / o.amount < 1) order by 1',
  'select c.id from customers c where c.name::int in (select 5 / o.amount from orders o) order by 1',
  'select count(*), sum(1 / amount), min(amount), max(1 / amount) from orders',
  'select amount, count(*) from orders group by amount having sum(1 / amount) >= 0 order by 1',
  'select amount from orders group by amount having 1 / amount > 0 order by 1',
  'select * from (select 1 / amount as x from orders) s where x = 1 order by 1',
  'select * from (select id, 1 / amount as x from orders offset 0) s where x = 1 order by 1',
  'with o as materialized (select 1 / amount as x from orders) select count(*) from o where x > 0',
  'with o as (select 1 / amount as x from orders) select count(*) from o where x > 0',
  'select (select 1 / o.amount from orders o where o.id = c.id) from customers c order by c.id',
  'select c.id from customers c where (select 1 / max(o.amount) from orders o where o.id >= c.id) > 0 order by 1',
  'select * from orders natural join customers order by 1',
  'select case when 1 / amount > 0 then id end from orders order by id',
  "select id from orders where region like 'n%' and substr(region, amount - 1000, -1) is null order by id",
  "select id from customers where ('x' || name)::varchar(1)::text || repeat('a', balance - 1) like '%' order by id",
  "select row_to_json(o) from orders o where (row_to_json(o) ->> 'amount')::int / amount = 1 order by o.id",
  'select distinct on (1 / amount) id from orders order by 1 / amount, id',
  'select id, sum(1 / amount) over (partition by 1 / amount order by id) from orders order by id',
  'select id from orders order by 1 / amount, id limit 3 offset 1',
  'select a.id from orders a, orders b where a.id = b.id and 1 / a.amount = 1 / b.amount order by 1',
  'select a.id from orders a full join orders b on a.id = b.amount where 1 / coalesce(a.amount, b.amount) >= 0 order by 1',
  'select id from orders union select 1 / amount from orders order by 1',
  'select id from orders except select id from orders where 1 / amount > 5 order by 1',
  'select x from orders o, lateral (select 1 / o.amount as x) s order by 1',
  'select g from orders o, generate_series(1, 10 / o.amount) g order by 1',
  'select count(*) filter (where 1 / amount = 1) from orders',
  'select * from spending order by 1',
  'select * from spending where 1 / total > 0 order by 1',
  'select * from guarded where 1 / (share - 100) < 2 order by 1',
  'select s.total, g.share from spending s join guarded g on g.id = s.customer_id where g.share / s.total >= 0 order by 1, 2',
  'select jsonb_agg(customers order by id) from customers',
  'select id from customers where id in (5000, 1000, 3) order by id',
  'select exists (select from customers where id = 5000), (select count(*) from orders where amount = 0)',
  'select xmlforest(name, 1 / balance as x)::text from customers order by id',
  "select id from customers where name ~ '(' order by id",
];

/** Which of several rows is the first to fail is a matter of the plan, and the client is told neither the row nor the value. */
function outcome(answered: string): string {
  return answered.startsWith('22') ? 'an error of a value' : answered;
}

/**
 * Whether a condition that fails is computed for rows that another one turns down is a matter of the plan too, and so of how many rows lie
 * outside: docs/data-path.md, Known limits. This one fails where the join hashes both conditions.
 */
const TOLD_BY_PLAN = `
  select c.name from customers c left join orders o using (id)
  where c.id < 9 and (replace(o.region, c.ssn, 'x'), position(c.ssn in '')) = (md5(c.ssn), o.region::int)`;
/** Without these, all worlds join in one way. */
const ONE_WAY_TO_JOIN = ['enable_hashjoin', 'enable_mergejoin', 'enable_memoize', 'enable_material'];

type WorldName = keyof typeof OUTSIDE;

onEachServer((server) => {
  const clients = new Map<WorldName, pg.Client>();
  let judge: Judge;
  const names = Object.keys(OUTSIDE) as WorldName[];

  beforeAll(async () => {
    const { superuserUrl } = server.database();
    for (const name of names) {
      await server.database().query(`create database ${dbName(name)}`);
      const url = new URL(superuserUrl);
      url.pathname = `/${dbName(name)}`;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await client.query(fill(OUTSIDE[name]));
      clients.set(name, client);
    }
    const catalog = await readCatalog(pgCatalogConnection(clientOf('few')));
    judge = new Judge({ matcher, revision: 'r1' }, catalog, await createSqlParser());
  }, 60_000);

  afterAll(async () => {
    for (const [name, client] of clients) {
      await client.end();
      await server.database().query(`drop database ${dbName(name)}`);
    }
  });

  const dbName = (name: WorldName) =>
    `filtered_${name}_${new URL(server.database().superuserUrl).pathname.slice(1)}`;

  function clientOf(name: WorldName): pg.Client {
    const client = clients.get(name);
    if (client === undefined) throw new Error(`there is no world ${name}`);
    return client;
  }

  function forward(text: string): string {
    const claims = { strings: new Map([['region', 'north']]), ints: new Map([['level', 40]]) };
    const verdict = judge.classOf(askerOf({ claims }), 0).judge(text, 'simple');
    if (verdict.kind === 'deny') throw new Error(`denied: ${verdict.denial.message}`);
    return verdict.text;
  }

  async function answer(world: WorldName, sql: string): Promise<string> {
    try {
      const result = await clientOf(world).query({
        text: sql,
        rowMode: 'array',
        types: { getTypeParser: () => (value: unknown) => value },
      });
      return JSON.stringify([result.fields.map((field) => [field.name, field.dataTypeID]), result.rows]);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return `${error.code} ${error.message} ${error.detail} ${error.hint}`;
    }
  }

  async function joinInOneWay(does: boolean): Promise<void> {
    const text = ONE_WAY_TO_JOIN.map((name) => (does ? `set ${name} = off` : `reset ${name}`)).join(';');
    await Promise.all(names.map((name) => clientOf(name).query(text)));
  }

  async function expectAlike(text: string): Promise<string> {
    const sql = forward(text);
    const [first = '', ...others] = await Promise.all(names.map((name) => answer(name, sql)));
    for (const other of others) expect(other, sql).toBe(first);
    return first;
  }

  it.each(ATTACKS)('%s', async (text) => {
    const got = await expectAlike(text);
    expect(got).not.toMatch(/HIDDEN/);
    // What the database has that has no rows outside at all.
    expect(got.replaceAll('pg_catalog.', '')).toBe(await answer('empty', text));
  });

  it('random statements, of which each gives one answer', async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(randomStatement, async (text) => {
        const sql = forward(text);
        const outcomes = async () => (await Promise.all(names.map((name) => answer(name, sql)))).map(outcome);
        let [first = '', ...others] = await outcomes();
        const planned = new Set([first, ...others]);
        if (planned.size === 2 && planned.has('an error of a value')) {
          await joinInOneWay(true);
          [first = '', ...others] = await outcomes();
          await joinInOneWay(false);
        }
        for (const other of others) expect(other, sql).toBe(first);
        if (first.startsWith('[')) rows += 1;
      }),
      { numRuns: STATEMENTS, endOnFailure: true, examples: [[TOLD_BY_PLAN]] },
    );
    expect(rows).toBeGreaterThan(STATEMENTS / 2);
  }, 300_000);

  it('the same conditions tell where no fence keeps them off', async () => {
    const telling = ATTACKS[0] ?? '';
    const sql = forward(telling).replace(' OFFSET 0', '');
    expect(sql).not.toBe(forward(telling));
    const answers = new Set(await Promise.all(names.map((name) => answer(name, sql))));
    expect(answers.size).toBeGreaterThan(1);
  });
});
