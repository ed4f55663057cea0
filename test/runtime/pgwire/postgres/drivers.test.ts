import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeCancelRequest } from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import { psql } from '../../../support/psql.ts';
import { requires } from '../../../support/requires.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';
import { deny, forward, PASSWORD, startWireProxy, USER, type WireProxy } from '../wire-proxy.ts';
import { targetOf } from './against.ts';

let database: TestDatabase;
let proxy: WireProxy;
beforeAll(async () => {
  database = await testDatabase();
  await database.query(`
    create table item (id int primary key, name text, tags text[], price numeric(10, 2));
    insert into item select n, 'item ' || n, array['a', 'b'], n / 4.0 from generate_series(1, 1000) n;
  `);
  proxy = await startWireProxy({
    upstream: targetOf(database),
    gate: {
      revision: '1',
      judge: (sql) => (sql.includes('forbidden') ? deny('the policy forbids it') : forward(sql)),
    },
  });
});
afterAll(async () => {
  await proxy?.stop();
  await database?.drop();
});

const config = () => ({ host: proxy.host, port: proxy.port, user: USER, password: PASSWORD, database: 'x' });

describe('node-postgres', () => {
  let client: pg.Client;
  beforeEach(async () => {
    client = new pg.Client({ ...config(), application_name: 'test', statement_timeout: 20_000 });
    await client.connect();
  });
  afterEach(() => client.end());

  it('asks simply, with parameters, by name and for binary', async () => {
    expect((await client.query('select 1 as one, array[1,2] as list')).rows).toEqual([
      { one: 1, list: [1, 2] },
    ]);
    expect((await client.query('select $1::int + 1 as n', [41])).rows).toEqual([{ n: 42 }]);
    for (const id of [1, 2, 3]) {
      const named = { name: 'by id', text: 'select name, price from item where id = $1', values: [id] };
      expect((await client.query(named)).rows).toEqual([{ name: `item ${id}`, price: (id / 4).toFixed(2) }]);
    }
    const binary = { text: 'select 7::int4 as n', binary: true } as pg.QueryConfig;
    expect((await client.query(binary)).rows).toEqual([{ n: 7 }]);
  });

  it('sees the settings that it asked for', async () => {
    const { rows } = await client.query(
      "select current_setting('application_name') a, current_setting('statement_timeout') t",
    );
    expect(rows).toEqual([{ a: 'test', t: '20s' }]);
  });

  it('keeps its transaction through a denial', async () => {
    await client.query('begin');
    await expect(client.query('select forbidden')).rejects.toMatchObject({
      code: '42501',
      message: 'the policy forbids it',
      hint: 'Ask.',
      position: '3',
    });
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await client.query('rollback');
    await expect(client.query('select forbidden where $1', [true])).rejects.toMatchObject({ code: '42501' });
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('reads through a cursor', async () => {
    const cursor = client.query(new Cursor('select id from item order by id'));
    expect(await cursor.read(400)).toHaveLength(400);
    expect(await cursor.read(400)).toHaveLength(400);
    expect(await cursor.read(400)).toHaveLength(200);
    await cursor.close();
  });

  it('copies out', async () => {
    const out = await text(client.query(copyTo('copy (select id, name from item order by id) to stdout')));
    expect(out.split('\n')).toHaveLength(1_001);
    expect(out.startsWith('1\titem 1\n')).toBe(true);
  });

  it('can be cancelled', async () => {
    const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
    const asleep = client.query('select pg_sleep(600)').then(
      () => 'awake',
      (error: { code?: string }) => error.code,
    );
    const running =
      "select 1 from pg_stat_activity where query = 'select pg_sleep(600)' and state = 'active'";
    await expect.poll(async () => (await database.query(running)).length).toBe(1);
    const secret = Buffer.alloc(4);
    secret.writeInt32BE(secretKey);
    connect(proxy.port, proxy.host).end(encodeCancelRequest(processID, secret));
    expect(await asleep).toBe('57014');
  });
});

describe('postgres.js', () => {
  it('pipelines', async () => {
    const sql = postgres({ ...config(), max: 1 });
    try {
      const ids = Array.from({ length: 50 }, (_, index) => index + 1);
      const rows = await Promise.all(ids.map((id) => sql`select name from item where id = ${id}`));
      expect(rows.map(([row]) => row?.name)).toEqual(ids.map((id) => `item ${id}`));
    } finally {
      await sql.end();
    }
  });

  it('goes on behind a denial in its pipeline', async () => {
    const sql = postgres({ ...config(), max: 1 });
    try {
      const answers = await Promise.allSettled([
        sql`select 1 as n`,
        sql`select 'forbidden' as n`,
        sql`select 3 as n`,
        sql.unsafe('select forbidden'),
        sql`select 5 as n`,
      ]);
      expect(
        answers.map((answer) =>
          answer.status === 'fulfilled' ? answer.value[0]?.n : (answer.reason as { code: string }).code,
        ),
      ).toEqual([1, '42501', 3, '42501', 5]);
    } finally {
      await sql.end();
    }
  });

  it('runs transactions and cursors', async () => {
    const sql = postgres({ ...config(), max: 1 });
    try {
      await sql.begin(async (within) => {
        await within`create temp table t (a int) on commit drop`;
        await within`insert into t ${within([{ a: 1 }, { a: 2 }])}`;
        expect(await within`select sum(a)::int as sum from t`).toMatchObject([{ sum: 3 }]);
      });
      let seen = 0;
      await sql`select id from item`.cursor(100, (rows) => {
        seen += rows.length;
      });
      expect(seen).toBe(1_000);
      const chunks: Buffer[] = [];
      await pipeline(
        await sql`copy item (id) to stdout`.readable(),
        async (source: AsyncIterable<Buffer>) => {
          for await (const chunk of source) chunks.push(chunk);
        },
      );
      expect(Buffer.concat(chunks).toString().split('\n')).toHaveLength(1_001);
    } finally {
      await sql.end();
    }
  });
});

requires('psql')('psql', () => {
  it('describes, queries, copies, and goes on behind a denial', async () => {
    const { stdout, stderr } = await psql(
      config(),
      '\\d item',
      '\\dt',
      '\\l',
      'select count(*) from item',
      'drop table forbidden',
      '\\copy (select 1, 2) to stdout',
      '\\conninfo',
    );
    expect(stdout).toContain('"item_pkey" PRIMARY KEY, btree (id)');
    expect(stdout).toContain('1\t2');
    expect(stdout).toContain(`as user "${USER}"`);
    expect(stderr).toMatch(
      /ERROR: {2}the policy forbids it\n(.*\n)*DETAIL: {2}Policy p, p.dlp:1: deny everything\nHINT: {2}Ask./,
    );
  });
});
