import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogConnection } from '../../../../runtime/src/pgwire/gate.ts';
import { connectCatalog } from '../../../../runtime/src/pgwire/upstream.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';
import * as server from '../backend.ts';
import { startFakeUpstream } from '../fake-upstream.ts';
import { targetOf } from './against.ts';

let database: TestDatabase;
let catalog: CatalogConnection & { close(): Promise<void> };

beforeAll(async () => {
  database = await testDatabase();
  catalog = await connectCatalog(targetOf(database));
});
afterAll(async () => {
  await catalog?.close();
  await database?.drop();
});

describe('a query of the catalog', () => {
  it('gives rows as text, NULL as null', async () => {
    expect(await catalog.query("select 1, 'é', null, true union all select 2, '', '', false")).toEqual([
      ['1', 'é', null, 't'],
      ['2', '', '', 'f'],
    ]);
  });

  it('gives the rows of the last statement, also where that has none', async () => {
    expect(await catalog.query('select 1; select 2, 3')).toEqual([['2', '3']]);
    expect(await catalog.query("select 1; set timezone = 'UTC'")).toEqual([]);
    expect(await catalog.query('select 1 where false')).toEqual([]);
    expect(await catalog.query('')).toEqual([]);
  });

  it("is rejected with the server's message, and the next one is not", async () => {
    const failed = catalog.query('select 1; select nothing');
    const next = catalog.query('select 1');
    await expect(failed).rejects.toMatchObject({
      message: 'column "nothing" does not exist',
      sqlstate: '42703',
    });
    expect(await next).toEqual([['1']]);
  });

  it('may be large, and wait for others', async () => {
    const [first, second] = await Promise.all([
      catalog.query("select repeat('x', 1000) from generate_series(1, 5000)"),
      catalog.query('select 2'),
    ]);
    expect(first).toHaveLength(5_000);
    expect(second).toEqual([['2']]);
  });

  it('is not disturbed by notices', async () => {
    expect(await catalog.query("do $$ begin raise notice 'x'; end $$; select 3")).toEqual([['3']]);
  });
});

describe('a connection that breaks', () => {
  it('rejects what runs and what comes', async () => {
    const upstream = await startFakeUpstream();
    const [connection, far] = await Promise.all([connectCatalog(upstream.target), upstream.session()]);
    const running = connection.query('select 1');
    await far.received(1);
    far.socket.destroy();
    await expect(running).rejects.toMatchObject({ message: 'the connection to the database was lost' });
    await expect(connection.query('select 2')).rejects.toMatchObject({ sqlstate: '08006' });
    await connection.close();
    await upstream.stop();
  });

  it('is given up where the server does not keep to the protocol', async () => {
    const upstream = await startFakeUpstream();
    const [connection, far] = await Promise.all([connectCatalog(upstream.target), upstream.session()]);
    const running = connection.query('select 1');
    await far.received(1);
    far.send(server.bindComplete);
    await expect(running).rejects.toMatchObject({
      message: 'the database sent a message of type `2` out of place',
    });
    await connection.close();
    await upstream.stop();
  });

  it('is refused with a sentence that holds no secret', async () => {
    const secret = 'not the password';
    const failed = connectCatalog({
      ...targetOf(database),
      password: () => secret,
      parameters: { 'dlp.mask_key': secret },
    });
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'the database refused the connection', sqlstate: '08004' });
    expect(JSON.stringify(error)).not.toContain(secret);
  });
});
