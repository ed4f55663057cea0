/** What RowDescription says of a column's origin is believed over what the judge let through. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';
import { PASS_ALL, PASSWORD, startWireProxy, USER, type WireProxy } from '../wire-proxy.ts';
import { targetOf } from './against.ts';

let database: TestDatabase;
let proxy: WireProxy;
let table: number;
beforeAll(async () => {
  database = await testDatabase();
  await database.query(
    "create table item (id int primary key, secret text); insert into item values (1, 'RAW')",
  );
  const [row] = await database.query("select 'item'::regclass::oid as oid");
  table = Number(row?.oid);
  const gate = {
    ...PASS_ALL,
    hidesOrigin: (relation: number, column: number) => relation === table && column === 2,
  };
  proxy = await startWireProxy({ upstream: targetOf(database), gate });
});
afterAll(async () => {
  await proxy?.stop();
  await database?.drop();
});

async function ask(query: pg.QueryConfig): Promise<unknown> {
  const client = new pg.Client({
    host: proxy.host,
    port: proxy.port,
    user: USER,
    password: PASSWORD,
    database: database.name,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } catch (error) {
    return error;
  } finally {
    await client.end();
  }
}

it.each([
  ['a plain column', 'select id, secret from item'],
  ['through a subquery', 'select x.s from (select secret as s from item) x'],
])('the session ends before a row of %s', async (_, text) => {
  for (const query of [{ text }, { text, values: [], name: 'named' }]) {
    const refused = await ask(query);
    expect(refused).toMatchObject({ code: '42501', severity: 'FATAL' });
    expect(JSON.stringify(refused)).not.toContain('RAW');
  }
});

it('what is computed, and other columns, come through', async () => {
  expect(await ask({ text: "select id, left(secret, 0) || 'x' as masked from item" })).toEqual([
    { id: 1, masked: 'x' },
  ]);
});
