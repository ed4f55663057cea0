/** Budgets and alerts on the wire: a whole proxy before a real database, clients that try to get more than they may. */
import type { Action, BudgetPeriod, BudgetUnit, LimitRule, Matcher } from '@dlpc/runtime/abi';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matcher } from '../judge/fixture.ts';
import { crmDatabase, type ProxyWorld, startWorld } from './proxy-world.ts';

let database: Awaited<ReturnType<typeof crmDatabase>>;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await crmDatabase();
  await database.query('insert into orders select i, i from generate_series(1, 99) i');
});
afterAll(async () => {
  for (const end of ends) await end();
  await database.drop();
});

async function world(
  amount: number,
  unit: BudgetUnit,
  per: BudgetPeriod,
  beyond: LimitRule['beyond'] = 'stop',
  now: () => number = Date.now,
): Promise<ProxyWorld> {
  const limited: Matcher = { ...matcher, limits: [{ policy: 0, rule: 0, amount, unit, per, beyond }] };
  const started = await startWorld(database, { matcher: limited, now });
  ends.push(started.end);
  return started;
}

const ORDERS = 'select id from orders order by id limit';

/** What a statement gives: its rows, or the SQLSTATE that ended it. */
async function outcome(client: pg.Client, query: pg.QueryConfig | string): Promise<number | string> {
  try {
    const result = await client.query(query);
    return result.rows.length;
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}

describe('rows', () => {
  test('per session: the one beyond does not cross, and ends the session', async () => {
    const { connect, event } = await world(30, 'rows', 'session');
    const { client, over } = await connect('contractor');
    expect(await outcome(client, `${ORDERS} 20`)).toBe(20);
    expect(await outcome(client, `${ORDERS} 10`)).toBe(10);
    expect(await outcome(client, `${ORDERS} 1`)).toBe('53400');
    await over;
    expect(await event('budget-used-up')).toMatchObject({
      user: 'contractor',
      caller: 'contractor',
      source: 'crm',
    });
    expect(await outcome((await connect('contractor')).client, `${ORDERS} 30`)).toBe(30);
    expect(await outcome((await connect('support')).client, 'select count(*) from customers')).toBe(1);
  });

  test('per statement: each has its own, in both protocols', async () => {
    const { connect } = await world(10, 'rows', 'statement');
    const { client } = await connect('contractor');
    for (let i = 0; i < 3; i += 1) {
      expect(await outcome(client, `${ORDERS} 10`)).toBe(10);
      expect(await outcome(client, { name: 'ten', text: `${ORDERS} 10` })).toBe(10);
    }
    expect(await outcome(client, `${ORDERS} 11`)).toBe('53400');
  });

  test('per statement: another statement behind it gives no more', async () => {
    const { connect } = await world(10, 'rows', 'statement');
    const { client, over } = await connect('contractor');
    client.on('error', () => undefined);
    const first = outcome(client, `${ORDERS} 50`);
    const others = Array.from({ length: 20 }, () => outcome(client, 'select 1'));
    expect(await first).toBe('53400');
    await over;
    await Promise.all(others);
  });

  test('per minute: all sessions of a caller share it, until the minute is over', async () => {
    let now = Date.UTC(2026, 0, 1);
    const { connect } = await world(15, 'rows', 'minute', 'stop', () => now);
    expect(await outcome((await connect('contractor')).client, `${ORDERS} 10`)).toBe(10);
    expect(await outcome((await connect('contractor')).client, `${ORDERS} 10`)).toBe('53400');
    now += 60_000;
    expect(await outcome((await connect('contractor')).client, `${ORDERS} 15`)).toBe(15);
  });

  test('by COPY count as rows', async () => {
    const { connect } = await world(10, 'rows', 'session');
    const { client, over } = await connect('contractor');
    client.on('error', () => undefined);
    await client.query(`copy (${ORDERS} 50) to stdout`).catch(() => undefined);
    await over;
  });
});

describe('statements', () => {
  test('are refused beyond the budget, and the session goes on', async () => {
    const { connect } = await world(3, 'statements', 'session');
    const { client } = await connect('contractor');
    const text = `${ORDERS} 1`;
    expect(await outcome(client, text)).toBe(1);
    expect(await outcome(client, { name: 'one', text })).toBe(1);
    expect(await outcome(client, { name: 'one', text })).toBe(1);
    expect(await outcome(client, { name: 'one', text })).toBe('53400');
    expect(await outcome(client, text)).toBe('53400');
    expect(await outcome(client, text)).toBe('53400');
  });

  test('of one text count one by one', async () => {
    const { connect } = await world(3, 'statements', 'session');
    const { client, over } = await connect('contractor');
    client.on('error', () => undefined);
    expect(await outcome(client, 'select 1; select 2; select 3; select 4; select 5')).toBe('53400');
    await over;
  });
});

test('bytes', async () => {
  const { connect } = await world(200, 'bytes', 'session');
  const { client, over } = await connect('contractor');
  client.on('error', () => undefined);
  expect(await outcome(client, "select repeat('x', 100) as x")).toBe(1);
  expect(await outcome(client, "select repeat('x', 100) as x")).toBe('53400');
  await over;
});

test('an alert stops nothing', async () => {
  const { connect, event } = await world(5, 'rows', 'session', 'alert');
  const { client } = await connect('contractor');
  expect(await outcome(client, `${ORDERS} 50`)).toBe(50);
  expect(await event('budget-alert')).toMatchObject({ caller: 'contractor' });
});

describe('an alert on an access', () => {
  /** Of the relation called `name`, told by the first rule. */
  async function alerting(name: string, action: Action): Promise<ProxyWorld> {
    const relations = new Map(
      [...matcher.relations].map(([key, relation]) => {
        const alerts = relation.name === name ? { [action]: [{ policy: 0, rule: 0 }] } : {};
        return [key, { ...relation, alerts }];
      }),
    );
    const started = await startWorld(database, { matcher: { ...matcher, relations } });
    ends.push(started.end);
    return started;
  }

  test.each([
    ['by its name', 'select id from orders limit 1'],
    ['with other constants', 'select id from orders limit 2'],
    ['inside of another', 'select 1 where exists (select from orders)'],
    ['through a view', 'select n from summary'],
    ['by a prepared statement, each time', { name: 'x', text: 'select id from orders where id = 1' }],
  ])('is raised by reading it %s', async (_, query) => {
    const world = await alerting('orders', 'select');
    const { client } = await world.connect('contractor');
    for (let i = 0; i < 2; i += 1) {
      const told = world.next('access-alert');
      await client.query(query);
      expect(await told).toMatchObject({
        user: 'contractor',
        rules: [expect.stringContaining('crm.dlp:10')],
      });
    }
  });

  test('is not raised by what was refused, by another relation, or for callers of another policy', async () => {
    const world = await alerting('orders', 'select');
    const { client } = await world.connect('contractor');
    await client.query('select id from customers');
    await expect(client.query('delete from orders where exists (select from orders)')).rejects.toThrow();
    const support = await world.connect('support');
    await support.client.query('select id from customers');
    expect(world.lines.filter((line) => line.includes('access-alert'))).toEqual([]);
  });
});
