/** Statements that wait for people: a whole proxy before a real database, clients that ask and approvers who decide. */
import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ApprovalsWorld,
  approvingMatcher,
  archiveDatabase,
  BY_DBA,
  outcomeOf,
  PEOPLE,
  startApprovalsWorld,
} from './approvals-world.ts';
import { bundleOf } from './proxy-fixture.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let world: ApprovalsWorld;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await archiveDatabase();
  world = await start();
});
afterAll(async () => {
  for (const end of ends) await end();
  await database.drop();
});

async function start(
  ...options: Parameters<typeof startApprovalsWorld> extends [unknown, ...infer Rest] ? Rest : never
) {
  const started = await startApprovalsWorld(database, ...options);
  ends.push(started.end);
  return started;
}

async function countOf(id: number): Promise<number> {
  const [row] = await database.query(`select count(*) n from archive where id = ${id}`);
  return Number(row?.n);
}

/** A client, the notices it got, and its backend's process. */
async function asker(from: ApprovalsWorld = world, user = 'contractor') {
  const { client, over } = await from.connect(user);
  const notices: string[] = [];
  client.on('notice', ({ message }) => notices.push(String(message)));
  return { client, over, notices };
}

/** A row of its own for each test. */
async function newRow(): Promise<number> {
  const id = randomInt(1_000, 1_000_000_000);
  await database.query(`insert into archive values (${id}, 'x')`);
  return id;
}

describe('a statement that is approved', () => {
  test.each<[string, (id: number) => pg.QueryConfig | string]>([
    ['simple', (id) => `delete from archive where id = ${id}`],
    ['extended', (id) => ({ text: 'delete from archive where id = $1', values: [id] })],
    ['named', (id) => ({ name: 'd', text: 'delete from archive where id = $1', values: [id] })],
  ])('runs then, and not before (%s)', async (_, query) => {
    const id = await newRow();
    const { client, notices } = await asker();
    const result = outcomeOf(client.query(query(id) as string));
    const approval = await world.waiting();
    expect(await countOf(id)).toBe(1);
    expect(notices).toEqual([
      expect.stringMatching(/^the statement waits for the approval of "dba" until 20/),
    ]);
    expect(await world.decide('ann', approval, 'approve')).toBe(200);
    expect(await result).toBe('1 rows');
    expect(await countOf(id)).toBe(0);
    expect((await world.ask('ann', `/v1/approvals/${approval}`)).body).toMatchObject({
      state: 'approved',
      usedAt: expect.any(String),
      decisions: [{ subject: 'ann', decision: 'approve' }],
    });
    // Once.
    const again = outcomeOf(client.query(query(id) as string));
    const second = await world.waiting();
    expect(second).not.toBe(approval);
    expect(await world.decide('ann', second, 'deny', 'enough')).toBe(200);
    expect(await again).toBe('42501 ann refused to approve the statement: enough');
    expect(await outcomeOf(client.query('select 1'))).toBe('1 rows');
    await client.end();
  });

  test('waits within its transaction, which goes on after it, and what is sent behind it comes after it', async () => {
    const id = await newRow();
    const { client } = await asker();
    await client.query('begin');
    await client.query(`update archive set note = 'y' where id = ${id}`);
    const results = Promise.all([
      outcomeOf(client.query(`delete from archive where id = ${id} and note = 'y'`)),
      outcomeOf(client.query(`insert into archive values (${id}, 'z')`)),
      outcomeOf(client.query('commit')),
    ]);
    expect(await world.decide('ann', await world.waiting(), 'approve', 'go on')).toBe(200);
    expect(await results).toEqual(['1 rows', '1 rows', 'null rows']);
    expect(await database.query(`select note from archive where id = ${id}`)).toEqual([{ note: 'z' }]);
    await client.end();
  });

  test('is shown whole, with what it touches and how many rows the server expects', async () => {
    const { client } = await asker();
    const text = 'delete from archive where id > $1 and note like $2';
    const result = outcomeOf(client.query({ text, values: [1_000_000_000, '%\u001b[2J\u202e%'] }));
    const approval = await world.waiting(text);
    const { body } = await world.ask('ann', `/v1/approvals/${approval}`);
    expect(body).toMatchObject({
      ...{ id: approval, state: 'open', source: 'crm', kind: 'sql', text, mayDecide: true, objection: null },
      requester: { subject: 'contractor', user: 'contractor' },
      parameters: [
        { value: '1000000000', hidden: null },
        { value: '%\u001b[2J\u202e%', hidden: null },
      ],
      touches: [{ name: 'archive', actions: ['select', 'delete'], labels: [] }],
      requirements: [{ by: ['dba'], people: 1, agreed: [], rule: expect.stringContaining('crm.dlp:12') }],
      estimatedRows: expect.any(Number),
    });
    expect(body.secondsLeft).toBeGreaterThan(800);
    await world.decide('ann', approval, 'deny', 'no');
    await result;
    await client.end();
  });
});

describe('nothing is run, and the client is told', () => {
  async function held(from: ApprovalsWorld = world) {
    const id = await newRow();
    const { client, over } = await asker(from);
    const result = outcomeOf(client.query(`delete from archive where id = ${id}`));
    const approval = await from.waiting(`delete from archive where id = ${id}`);
    return { id, client, over, result, approval };
  }
  const stateOf = async (approval: string, from: ApprovalsWorld = world) =>
    (await from.ask('ann', `/v1/approvals/${approval}`)).body;

  test('where somebody cancels it', async () => {
    const { id, client, result, approval } = await held();
    const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
    const socket = connect({ host: world.proxy.host, port: world.proxy.port });
    const packet = Buffer.alloc(16);
    for (const [at, value] of [16, 80877102, processID, secretKey].entries())
      packet.writeInt32BE(value, 4 * at);
    socket.end(packet);
    expect(await result).toBe('57014 canceling statement due to user request');
    expect(await stateOf(approval)).toMatchObject({ state: 'withdrawn', outcome: { why: 'cancelled' } });
    expect(await world.decide('ann', approval, 'approve')).toBe(409);
    expect(await countOf(id)).toBe(1);
    expect(await outcomeOf(client.query('select 1'))).toBe('1 rows');
    await client.end();
  });

  test('where the client goes away', async () => {
    const { id, client, approval } = await held();
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    await world.event('approval-settled', (event) => event.approval === approval);
    expect(await stateOf(approval)).toMatchObject({ state: 'withdrawn', outcome: { why: 'client-gone' } });
    expect(await world.decide('ann', approval, 'approve')).toBe(409);
    expect(await countOf(id)).toBe(1);
  });

  test('where the credential is withdrawn', async () => {
    const other = await start();
    const { id, result, approval } = await held(other);
    other.writeCredentials([{ ...(await import('./approvals-world.ts')).PEOPLE[2] }]);
    expect(await result).toMatch(/^57P01/);
    expect(await stateOf(approval, other)).toMatchObject({
      state: 'withdrawn',
      outcome: { why: 'session-ended' },
    });
    expect(await countOf(id)).toBe(1);
  });

  test('where the policy changes meanwhile', async () => {
    const other = await start();
    const { id, client, result, approval } = await held(other);
    other.rollOut({ ok: true, bundle: bundleOf('r2', { crm: approvingMatcher(BY_DBA) }) });
    expect(await result).toMatch(/^42501 the policy or the schema changed while the statement waited/);
    expect(await stateOf(approval, other)).toMatchObject({ outcome: { why: 'policy-changed' } });
    expect(await countOf(id)).toBe(1);
    expect(await outcomeOf(client.query('select 1'))).toBe('1 rows');
  });

  test('where nobody decides in time', async () => {
    const other = await start({ matcher: approvingMatcher({ ...BY_DBA, within: 1 }) });
    const { id, client } = { id: await newRow(), client: (await asker(other)).client };
    expect(await outcomeOf(client.query(`delete from archive where id = ${id}`))).toMatch(
      /^42501 the approval of "dba" was not given in time/,
    );
    expect(await countOf(id)).toBe(1);
    expect(await other.event('approval-settled')).toMatchObject({ outcome: 'expired' });
  });

  test('where the proxy is told to stop', async () => {
    const other = await start();
    const { id, result } = await held(other);
    void other.proxy.stop('SIGTERM');
    expect(await result).toMatch(/^57P01/);
    expect(await other.event('approval-settled')).toMatchObject({
      outcome: 'withdrawn',
      why: 'session-ended',
    });
    expect(await countOf(id)).toBe(1);
  });

  test('where a caller has too many already', async () => {
    const other = await start({ settings: { approvals: { directory: 'approvals', maxOpenPerCaller: 1 } } });
    const { id, client, result, approval } = await held(other);
    const second = await asker(other);
    expect(await outcomeOf(second.client.query(`delete from archive where id = ${id}`))).toMatch(
      /^58000 nobody can be asked to approve the statement: too many/,
    );
    await other.decide('ann', approval, 'approve');
    expect(await result).toBe('1 rows');
    await client.end();
  });

  test('where it is too long to be read', async () => {
    const { client } = await asker();
    const text = `delete from archive where note = '${'x'.repeat(70_000)}'`;
    expect(await outcomeOf(client.query(text))).toMatch(/^58000 .*longer than 65536 characters/);
    await client.end();
  });
});

describe('who decides', () => {
  test.each([
    ['eve', 404, 'who is in no group that is asked'],
    ['robot', 403, 'a service'],
    ['helper', 403, 'somebody who acts for a task'],
  ])('is not %s (%i)', async (user, status) => {
    const { client } = await asker();
    const result = outcomeOf(client.query('delete from archive where id = -1'));
    const approval = await world.waiting();
    expect(await world.decide(user, approval, 'approve')).toBe(status);
    expect(await world.decide(user, approval, 'deny', 'no')).toBe(status);
    expect(await world.decide('ann', approval, 'deny', 'no')).toBe(200);
    expect(await result).toMatch(/^42501/);
    await client.end();
  });

  test('is not who asks, in whichever group', async () => {
    const { client } = await asker(world, 'both');
    const result = outcomeOf(client.query('delete from archive where id = -1'));
    const approval = await world.waiting();
    expect(await world.ask('both', `/v1/approvals/${approval}`)).toMatchObject({
      status: 200,
      body: { mayDecide: false, objection: 'Nobody approves what they ask for themselves.' },
    });
    expect(await world.decide('both', approval, 'approve')).toBe(403);
    expect(await world.decide('ann', approval, 'approve')).toBe(200);
    expect(await result).toBe('0 rows');
    await client.end();
  });

  test('are as many people as are asked for, in all that is asked for', async () => {
    const other = await start({
      matcher: approvingMatcher({ ...BY_DBA, people: 2 }, { by: ['security'], people: 1, within: 600 }),
    });
    const { client } = await asker(other);
    const result = outcomeOf(client.query('delete from archive where id = -1'));
    const approval = await other.waiting();
    expect(await other.decide('ann', approval, 'approve')).toBe(200);
    expect(await other.decide('ann', approval, 'approve')).toBe(409);
    expect((await other.ask('ann', `/v1/approvals/${approval}`)).body).toMatchObject({ state: 'open' });
    expect(await other.decide('both', approval, 'approve')).toBe(200);
    expect((await other.ask('ann', `/v1/approvals/${approval}`)).body).toMatchObject({ state: 'open' });
    expect(await other.decide('bob', approval, 'approve')).toBe(200);
    expect(await result).toBe('0 rows');
  });

  test('are no more who were offboarded before it was settled', async () => {
    const other = await start({ matcher: approvingMatcher({ ...BY_DBA, people: 2 }) });
    const { client } = await asker(other);
    const result = outcomeOf(client.query('delete from archive where id = -1'));
    const approval = await other.waiting();
    expect(await other.decide('ann', approval, 'approve')).toBe(200);
    other.writeCredentials(PEOPLE.filter((each) => !('user' in each && each.user === 'ann')));
    await expect.poll(async () => (await other.ask('ann', '/v1/me')).status, { timeout: 30_000 }).toBe(401);
    expect(await other.decide('bob', approval, 'approve')).toBe(200);
    const { body } = await other.ask('bob', `/v1/approvals/${approval}`);
    expect(body).toMatchObject({ state: 'open', requirements: [{ agreed: ['bob'] }] });
    await other.event('approval-agreement-void', ({ by }) => by === 'ann');
    expect(await other.decide('both', approval, 'approve')).toBe(200);
    expect(await result).toBe('0 rows');
  });

  test('decide once, however many do at the same time', async () => {
    const { client } = await asker();
    for (let round = 0; round < 5; round += 1) {
      const result = outcomeOf(client.query('delete from archive where id = -1'));
      const approval = await world.waiting();
      const statuses = await Promise.all([
        world.decide('ann', approval, 'approve'),
        world.decide('bob', approval, 'deny', 'no'),
        world.decide('ann', approval, 'approve'),
        world.decide('both', approval, 'approve'),
      ]);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      const { body } = await world.ask('ann', `/v1/approvals/${approval}`);
      expect(await result).toMatch(body.state === 'approved' ? /^0 rows/ : /^42501/);
    }
    await client.end();
  });
});

test('without `approvals` in the configuration what needs one is denied, and the log says so', async () => {
  const other = await start({ settings: { approvals: undefined } });
  const { client } = await asker(other);
  expect(await outcomeOf(client.query('delete from archive where id = -1'))).toMatch(
    /^42501 the statement needs the approval of "dba"/,
  );
  await other.event('approvals-unavailable');
});
