/** The tour must say so when something is not as it should be: here nothing stands between callers and database. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillCrm } from '../support/crm-database.ts';
import { AS_SENT } from '../support/tapped-client.ts';
import { type TestDatabase, testDatabase } from '../support/test-database.ts';
import { demoApprover, demoCallers } from './callers.ts';
import { type Portal, startPortal } from './portal.ts';
import type { Terminal } from './terminal.ts';
import { perform } from './tour/perform.ts';
import { SCENES } from './tour/scenes.ts';

let database: TestDatabase;
let client: pg.Client;
let portal: Portal;
beforeAll(async () => {
  database = await testDatabase();
  await fillCrm(database, database.name);
  client = new pg.Client({ connectionString: database.superuserUrl, types: AS_SENT });
  await client.connect();
  portal = await startPortal(database.superuserUrl);
});
afterAll(async () => {
  await portal.stop();
  await client.end();
  await database.drop();
});

it.each(SCENES)('without a proxy, "$title" is not as expected', async (scene) => {
  let shown = '';
  const plain = (text: string): string => text;
  const style = { strong: plain, dim: plain, good: plain, bad: plain, accent: plain, masked: plain };
  const write = (text: string): void => {
    shown += text;
  };
  const terminal: Terminal = { width: 100, interactive: false, style, write };
  const clients = { contractor: client, pipeline: client, support: client };
  const office = { url: 'http://127.0.0.1:1', approver: demoApprover() };
  const cast = { callers: demoCallers(), clients, direct: client, api: portal.origin, office };
  await client.query('begin');
  try {
    expect(await perform(scene, 1, cast, terminal)).toBe(false);
  } finally {
    await client.query('rollback');
  }
  expect(shown).toContain('✗');
});
