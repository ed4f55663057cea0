/** Budgets of a proxy with several workers: many clients at a time, and as much crosses as the policy says, whichever worker serves whom. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { workerOf } from '../../runtime/src/pgwire/cancel-registry.ts';
import type { CallerName } from '../demo/callers.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

const WORKERS = 3;
const STATEMENTS = 120;
const ROWS = 900;

const POLICY = `
policy counted_statements for caller.sub == "agnes@corp.example" {
  on crm {
    allow select on customers
    limit ${STATEMENTS} statements per day
  }
}

policy counted_rows for caller.sub == "pipeline/nightly-enrich" {
  on crm {
    allow select on customers
    limit ${ROWS} rows per day
  }
}
`;

let world: CrmWorld;

beforeAll(async () => {
  world = await createWorld({ policy: POLICY, data: { customers: 60 }, settings: { workers: WORKERS } });
  await allReady(WORKERS);
});
afterAll(() => world.stop());

function readyCount(): number {
  return world.proxy.events.filter(({ event }) => event === 'source-ready').length;
}

/** Waits until workers have said so many times that they serve. */
function allReady(times: number): Promise<void> {
  return vi.waitFor(() => expect(readyCount()).toBeGreaterThanOrEqual(times), { timeout: 60_000 });
}

async function clients(caller: CallerName, count: number): Promise<readonly pg.Client[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const client = new pg.Client(world.target(caller));
      client.on('error', () => undefined);
      await client.connect();
      return client;
    }),
  );
}

function workersOf(all: readonly pg.Client[]): number {
  return new Set(all.map((client) => workerOf((client as unknown as { processID: number }).processID))).size;
}

/** How many statements of each client ran, until one is refused with the code of a budget. */
async function until(client: pg.Client, sql: string, code: string): Promise<number> {
  for (let count = 0; ; count += 1) {
    try {
      await client.query(sql);
    } catch (error) {
      expect((error as { code?: string }).code).toBe(code);
      return count;
    }
  }
}

test('statements: exactly as many run as the budget has', async () => {
  const all = await clients('support', 12);
  expect(workersOf(all)).toBe(WORKERS);
  const ran = await Promise.all(
    all.map((client) => until(client, 'select 1 from customers limit 1', '53400')),
  );
  expect(ran.reduce((sum, each) => sum + each, 0)).toBe(STATEMENTS);
  await Promise.all(all.map((client) => client.end()));
});

test('rows: never more cross, also in the middle of an answer, and what is left afterwards crosses too', async () => {
  let crossed = 0;
  /** Runs it until the budget ends the session. */
  const spend = async (client: pg.Client, sql: string): Promise<void> => {
    for (;;) {
      const query = client.query(new pg.Query(sql));
      query.on('row', () => {
        crossed += 1;
      });
      const code = await new Promise<string | undefined>((resolve) => {
        query.on('end', () => resolve(undefined));
        query.on('error', (error: Error & { code?: string }) => resolve(error.code ?? ''));
      });
      if (code === undefined) continue;
      expect(code).toBe('53400');
      await client.end().catch(() => undefined);
      return;
    }
  };
  const all = await clients('pipeline', 9);
  expect(workersOf(all)).toBe(WORKERS);
  await Promise.all(all.map((client) => spend(client, 'select id from customers limit 17')));
  expect(crossed).toBeLessThanOrEqual(ROWS);
  // Nothing is set aside any more but for a moment, and the rest is there to the last row.
  await expect
    .poll(
      async () => {
        for (const client of await clients('pipeline', 1))
          await spend(client, 'select id from customers limit 1');
        return crossed;
      },
      { timeout: 25_000 },
    )
    .toBe(ROWS);
});

test('workers that are killed give nobody a second budget', async () => {
  const { pid } = world.proxy;
  const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  // One after the other: the port that was given to them is theirs while one of them lives.
  for (const worker of workers) {
    const from = world.proxy.events.length;
    const before = readyCount();
    process.kill(Number(worker), 'SIGKILL');
    await world.proxy.event('worker-ended', from);
    await allReady(before + 1);
    await world.proxy.event('listening', from);
  }
  // A worker is ready a moment before it listens.
  const all = await vi.waitFor(() => clients('support', 6), { timeout: 25_000, interval: 200 });
  for (const client of all) {
    await expect(client.query('select 1 from customers limit 1')).rejects.toMatchObject({ code: '53400' });
    await client.end();
  }
});
