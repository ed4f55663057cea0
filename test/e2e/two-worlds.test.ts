/**
 * The promise itself: two databases that differ only in what the contractor may not see, the same traffic to both, and
 * every byte that comes back is the same.
 *
 * The two are servers of their own, set up by the same steps, so that object ids and names agree. What comes before
 * the first ReadyForQuery is left out: salts, signatures and cancel keys are random.
 */
import { buffer as collect } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryConfig } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementName } from '../demo/tour/answer.ts';
import { type BackendMessage, backendMessages, describeMessage } from '../support/backend-messages.ts';
import type { TappedClient } from '../support/tapped-client.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';
import { type Asked, OTHERS, READS } from './two-worlds-statements.ts';

/** Fewer customers than the demo has: every answer is held and compared whole. */
const CUSTOMERS = 400;

const worlds: CrmWorld[] = [];
const taps: TappedClient[] = [];

beforeAll(async () => {
  for (const protectedSeed of [1, 2]) {
    const world = await createWorld({ data: { customers: CUSTOMERS, protectedSeed } });
    worlds.push(world);
    taps.push(await world.connect('contractor'));
  }
});
afterAll(async () => {
  for (const world of worlds) await world.stop();
});

/** What came back for one statement, in each world. */
async function answers(send: (tap: TappedClient) => Promise<unknown>): Promise<BackendMessage[][]> {
  const both: BackendMessage[][] = [];
  for (const tap of taps) {
    tap.take();
    // An error is an answer like any other; its bytes are compared.
    await send(tap).catch(() => undefined);
    both.push(await untilReady(tap));
  }
  return both;
}

/** ReadyForQuery but for its last byte, the state of the transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Everything up to the ReadyForQuery that ends an answer; node-postgres reports an error before that comes. */
async function untilReady(tap: TappedClient): Promise<BackendMessage[]> {
  let bytes = tap.take();
  while (!READY.equals(bytes.subarray(-READY.length - 1, -1))) {
    await sleep(1);
    bytes = Buffer.concat([bytes, tap.take()]);
  }
  return backendMessages(bytes);
}

const WAYS: Readonly<Record<string, (sql: string) => (tap: TappedClient) => Promise<unknown>>> = {
  simple: (sql) => (tap) => tap.client.query(sql),
  'extended, text': (sql) => (tap) => tap.client.query({ text: sql, name: statementName(`text ${sql}`) }),
  'extended, binary': (sql) => (tap) => tap.client.query(inBinary(sql)),
  'copy, text': (sql) => (tap) => copied(tap, `copy (${sql}) to stdout`),
  'copy, binary': (sql) => (tap) => copied(tap, `copy (${sql}) to stdout (format binary)`),
};

/** The types of node-postgres do not know the option. */
function inBinary(text: string, values?: unknown[]): QueryConfig {
  const config: QueryConfig & { binary: true } = {
    text,
    name: statementName(`binary ${text}`),
    binary: true,
  };
  return values === undefined ? config : { ...config, values };
}

function copied(tap: TappedClient, sql: string): Promise<Buffer> {
  return collect(tap.client.query(copyTo(sql)));
}

function expectAlike([left = [], right = []]: BackendMessage[][], outcome: Asked['outcome']): void {
  expect(right.map(describeMessage)).toEqual(left.map(describeMessage));
  expect(left.at(-1)?.type).toBe('Z');
  if (outcome === 'answered')
    expect(left.filter(({ type }) => type === 'E').map(describeMessage)).toEqual([]);
}

it('the worlds differ, and in protected values only', async () => {
  const [left, right] = await Promise.all(worlds.map((world) => world.direct()));
  const read = async (columns: string) =>
    Promise.all(
      [left, right].map(
        async (client) => (await client?.query(`select ${columns} from customers order by id`))?.rows,
      ),
    );
  const [open, otherOpen] = await read(
    'id, public_id, city, country, segment, credit_limit, preferences, created_at',
  );
  expect(otherOpen).toEqual(open);
  for (const column of ['full_name', 'email', 'phone', 'ssn', 'date_of_birth', 'street', 'last_login_from']) {
    const [values, others] = await read(column);
    expect(others).not.toEqual(values);
  }
});

it('an agent, to whom values are revealed, can tell them apart', async () => {
  const seen = await Promise.all(
    worlds.map(async (world) => {
      const { client } = await world.connect('support');
      return (await client.query('select email from customers order by id')).rows;
    }),
  );
  expect(seen[0]?.length).toBe(CUSTOMERS);
  expect(seen[1]).not.toEqual(seen[0]);
});

describe.each(Object.entries(WAYS))('%s', (way, ask) => {
  it.each(READS)('$sql', async ({ sql, outcome }) => {
    // COPY takes some statements only that a query may hold: the answer must be the same, be it an error.
    expectAlike(await answers(ask(sql)), way.startsWith('copy') ? 'alike' : outcome);
  });
});

describe('other statements', () => {
  it.each(OTHERS)('$sql', async ({ sql, outcome }) => {
    const send = async (tap: TappedClient): Promise<unknown> =>
      /^copy /.test(sql) ? copied(tap, sql) : tap.client.query(sql);
    expectAlike(await answers(send), outcome);
    // Whatever was left open, the next statement starts afresh.
    expectAlike(await answers((tap) => tap.client.query('rollback')), 'alike');
  });
});

it('pipelined statements, one of them refused, are answered alike', async () => {
  const both = await answers((tap) =>
    Promise.allSettled([
      tap.client.query({ text: 'select ssn from customers where id = $1', values: [1] }),
      tap.client.query({ text: 'drop table customers' }),
      tap.client.query(inBinary('select email from customers where id = $1', [2])),
    ]),
  );
  expectAlike(both, 'alike');
});

it('a few rows at a time from a portal that is closed early are answered alike', async () => {
  const both = await answers(async (tap) => {
    const cursor = tap.client.query(new Cursor('select id, email, ssn from customers order by id'));
    expect((await cursor.read(7)).length).toBe(7);
    expect((await cursor.read(7)).length).toBe(7);
    await cursor.close();
    // Comes after everything that belongs to the portal.
    await tap.client.query('select 1');
  });
  expectAlike(both, 'answered');
});
