/** Materialized views: by which definitions they may be read, and what two worlds show of them. */
import { type ColumnEntry, type Matcher, REVEAL_RANK } from '@dlpc/runtime/abi';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalog } from '../../../runtime/src/catalog/read-catalog.ts';
import { SET_RETURNING } from '../../../runtime/src/judge/facts/query-outputs.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { isHarmlessFunction } from '../../../runtime/src/judge/known/functions.ts';
import { createSqlParser } from '../../../runtime/src/judge/parse/sql-parser.ts';
import { askerOf } from '../../support/askers.ts';
import { allowing, columnEntry, matcherForEveryone, relationEntry } from '../../support/entries.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { pgCatalogConnection } from '../catalog/pg-catalog-connection.ts';
import { onEachServer } from './known/servers.ts';

function labelled(name: string, type: string, sql: string): ColumnEntry {
  const fallback = { text: 'redact', rank: REVEAL_RANK.nothing, sql, keyed: false, lookup: false };
  return columnEntry(name, type, { labels: [{ label: 'pii', rules: [] }], fallback });
}

const ID = columnEntry('id', 'integer');
const SSN = labelled('ssn', 'text', `CAST('[redacted]' AS text)`);
const REGION = columnEntry('region', 'text');

/** Definitions, with the columns that the policy knows of each. */
const DEFINITIONS: Readonly<Record<string, readonly [string, readonly ColumnEntry[]]>> = {
  copied: ['select id, ssn from people where id > 1', [ID, SSN]],
  computed: ["select id, 'x' || lower(p.ssn) as ssn from people p", [ID, SSN]],
  grouped: [
    'select region, count(*) as n, max(ssn) as ssn from people group by region having count(*) > 1',
    [REGION, columnEntry('n', 'bigint'), SSN],
  ],
  joined: ['select o.id, p.region from people p join orders o on o.person = p.id', [ID, REGION]],
  all_of_both: ['select id, ssn from people union all select id, note from orders', [ID, SSN]],
  again: ['select id, ssn from copied', [ID, SSN]],
  // These must not be read.
  unlabelled: ['select id, upper(ssn) as region from people', [ID, REGION]],
  windowed: [
    'select id, rank() over w as n from people window w as (order by ssn)',
    [ID, columnEntry('n', 'bigint')],
  ],
  chosen: ["select id from people where ssn like '%1%'", [ID]],
  chosen_by_join: ['select o.id from orders o join people p on p.ssn = o.note', [ID]],
  grouped_by: ['select count(*) as n from people group by ssn', [columnEntry('n', 'bigint')]],
  grouped_by_place: [
    'select left(ssn, 1) as ssn, count(*) as n from people group by 1',
    [SSN, columnEntry('n', 'bigint')],
  ],
  distinct_values: ['select distinct ssn from people', [SSN]],
  ordered: ['select id from people order by ssn limit 3', [ID]],
  multiplied: ["select id, regexp_split_to_table(ssn, '1') as ssn from people", [ID, SSN]],
  united: ['select ssn from people union select note from orders', [SSN]],
  by_row: ['select id, people::text as region from people', [ID, REGION]],
  renamed: ['select id, region from (select id, ssn as region from people) x', [ID, REGION]],
  through_view: ['select id, region from regions', [ID, REGION]],
  statistics: ['select reltuples as n from pg_class', [columnEntry('n', 'real')]],
  later: ['select id, nickname as region from people', [ID, REGION]],
};

const READABLE = ['copied', 'computed', 'grouped', 'joined', 'all_of_both', 'again'];

function matcherFor(more: Partial<Parameters<typeof relationEntry>[1]> = {}): Matcher {
  const commands = allowing(['select'], 0, 0);
  const entries = [
    relationEntry('people', { columns: [ID, REGION, SSN], commands, ...more }),
    relationEntry('orders', {
      columns: [ID, columnEntry('person', 'integer'), columnEntry('note', 'text')],
      commands,
    }),
    relationEntry('regions', { kind: 'view', columns: [ID, REGION], commands }),
    ...Object.entries(DEFINITIONS).map(([name, [, columns]]) =>
      relationEntry(name, { kind: 'materialized view', columns, commands }),
    ),
  ];
  return matcherForEveryone(entries);
}

const fill = (world: 'A' | 'B') => `
  create table people (id int primary key, region text, ssn text, nickname text);
  create table orders (id int primary key, person int, note text);
  insert into people select i, 'r' || i % 3, ${world === 'A' ? "'RAWA' || i" : "repeat('RAWB', i % 4)"}, 'RAW${world}' from generate_series(1, 20) i;
  insert into orders select i, i % 20 + 1, 'note ' || i from generate_series(1, 30) i;
  create view regions as select id, region from people;
  ${Object.entries(DEFINITIONS)
    .map(([name, [sql]]) => `create materialized view ${name} as ${sql};`)
    .join('\n')}`;

onEachServer(({ database: onServer }) => {
  const databases: TestDatabase[] = [];
  const clients: pg.Client[] = [];
  let judgeBy: (matcher: Matcher, sql: string) => string;

  beforeAll(async () => {
    for (const world of ['A', 'B'] as const) {
      const database = await testDatabase(onServer());
      databases.push(database);
      await database.query(fill(world));
      const client = new pg.Client({ connectionString: database.superuserUrl });
      await client.connect();
      clients.push(client);
    }
    const [first] = clients;
    if (first === undefined) throw new Error('no world');
    const catalog = await readCatalog(pgCatalogConnection(first));
    const parser = await createSqlParser();
    judgeBy = (matcher, sql) => {
      const judge = new Judge({ matcher, revision: 'r1' }, catalog, parser);
      const verdict = judge.classOf(askerOf(), 0).judge(sql, 'simple');
      return verdict.kind === 'deny' ? `denied: ${verdict.denial.message}` : verdict.text;
    };
  });

  afterAll(async () => {
    for (const client of clients) await client.end();
    for (const database of databases) await database.drop();
  });

  test.each(READABLE)('%s is read, and tells nothing', async (name) => {
    const text = judgeBy(matcherFor(), `select * from ${name} m`);
    expect(text).not.toContain('denied');
    const answers = await Promise.all(
      clients.map(async (client) => {
        const { rows } = await client.query({ text, rowMode: 'array' });
        return rows.map((row) => JSON.stringify(row)).sort();
      }),
    );
    expect(answers[0]?.length).toBeGreaterThan(0);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers.join()).not.toContain('RAW');
  });

  test.each([
    ['unlabelled', /column "region" may be computed from "ssn" and is not labelled as pii/],
    ['windowed', /column "n" may be computed from "ssn"/],
    ['chosen', /rows of the materialized view "chosen" were chosen by what you see masked/],
    ['chosen_by_join', /were chosen by/],
    ['grouped_by', /were chosen by/],
    ['grouped_by_place', /were chosen by/],
    ['distinct_values', /were chosen by/],
    ['ordered', /were chosen by/],
    ['multiplied', /were chosen by/],
    ['united', /were chosen by/],
    ['by_row', /column "id" may be computed|column "region" may be computed/],
    ['renamed', /may be computed from "ssn"/],
    ['through_view', /it was filled from "regions", which is no table/],
    ['statistics', /filled from "pg_catalog.pg_class"/],
    ['later', /column "region" may be computed from "nickname", which the policy does not know/],
  ])('%s is refused', (name, why) => {
    const told = judgeBy(matcherFor(), `select * from ${name}`);
    expect(told).toMatch(/^denied: /);
    expect(told).toMatch(why);
  });

  test('a world shows what is refused', async () => {
    const counts = await Promise.all(clients.map((client) => client.query('select count(*) from chosen')));
    expect(counts[0]?.rows).not.toEqual(counts[1]?.rows);
  });

  test('one that was filled from filtered rows is refused, but for those who see all', () => {
    const filters = [{ policy: 0, rule: 0, sql: [`"region" = CAST('r1' AS pg_catalog.text)`] }];
    expect(judgeBy(matcherFor({ filters }), 'select * from joined')).toMatch(
      /"joined" was filled from "people", of which you see some rows only/,
    );
  });

  test('it is sampled, locked and copied like nothing else', () => {
    const told = (sql: string) => judgeBy(matcherFor(), sql);
    expect(told('select id from joined for update')).toMatch(/^denied: .* lock of "joined"/);
    expect(told('refresh materialized view joined')).toMatch(/does not allow REFRESH MATERIALIZED VIEW/);
    expect(told('insert into joined values (1)')).toMatch(/^denied: /);
  });

  test('the functions that give rows are known as such', async () => {
    const { rows } = await (clients[0] as pg.Client).query<{ proname: string; pronargs: number }>(
      "select distinct proname, pronargs from pg_proc where proretset and pronamespace = 'pg_catalog'::regnamespace",
    );
    const unknown = rows.filter(
      ({ proname, pronargs }) => isHarmlessFunction(proname, pronargs) && !SET_RETURNING.has(proname),
    );
    expect([...new Set(unknown.map(({ proname }) => proname))].sort().join(' ')).toBe('');
  });
});
