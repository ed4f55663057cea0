/** Several processes behind one port: sessions are spread, a request to cancel finds its session wherever it is, and a worker that dies takes its own sessions with it and no others. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workerOf } from '../../runtime/src/pgwire/cancel-registry.ts';
import { encodeCancelRequest } from '../../runtime/src/pgwire/codec/encode-frontend.ts';
import { RestartDelay } from '../../runtime/src/workers/restart-delay.ts';
import { PROGRAMS, run } from '../support/programs.ts';
import { writeProxyFiles } from '../support/proxy-files.ts';
import { requires } from '../support/requires.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

const WORKERS = 2;

let world: CrmWorld;

beforeAll(async () => {
  world = await createWorld({ settings: { workers: WORKERS, limits: { maxSessions: 40 } } });
  // That one of them listens is enough for a client, and not for what is tested here.
  const { events } = world.proxy;
  await world.proxy.event('source-ready', events.findIndex(({ event }) => event === 'source-ready') + 1);
});
afterAll(() => world.stop());

interface Session {
  readonly client: pg.Client;
  readonly worker: number;
  readonly key: { readonly processId: number; readonly secret: Buffer };
  /** Whether its connection was lost. */
  lost(): boolean;
}

async function open(): Promise<Session> {
  const client = new pg.Client({ ...world.target('support') });
  let lost = false;
  client.on('error', () => {
    lost = true;
  });
  await client.connect();
  // node-postgres keeps the key for its own requests to cancel.
  const { processID: processId, secretKey } = client as unknown as { processID: number; secretKey: number };
  const secret = Buffer.alloc(4);
  secret.writeInt32BE(secretKey);
  return { client, worker: workerOf(processId), key: { processId, secret }, lost: () => lost };
}

function sendCancel({ key }: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(world.proxy.port, world.proxy.host, () =>
      socket.end(encodeCancelRequest(key.processId, key.secret)),
    );
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** The processes that `pid` started and that still run. */
function children(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

test('sessions are spread over the workers, and all are masked', async () => {
  const sessions = await Promise.all(Array.from({ length: 6 }, open));
  expect(new Set(sessions.map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  for (const { client } of sessions) {
    const { rows } = await client.query('select ssn from customers order by id limit 1');
    expect(rows).toEqual([{ ssn: expect.stringMatching(/^\*{4}\d{4}$/) }]);
    await client.end();
  }
});

test('a request to cancel finds its session in whichever worker it arrives', async () => {
  const sessions = await Promise.all(Array.from({ length: 4 }, open));
  for (const session of sessions) {
    const running = session.client
      .query('select count(*) from generate_series(1, 100000000000)')
      .catch((error: unknown) => error);
    // The statement has to be there before it can be cancelled; asking again does no harm.
    let over = false;
    void running.then(() => {
      over = true;
    });
    while (!over) {
      await sendCancel(session);
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    expect(await running).toMatchObject({ code: '57014' });
    expect((await session.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await session.client.end();
  }
});

requires('procfs')('a worker that is killed', () => {
  test('takes its own sessions with it, and another takes its place', async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, open));
    const [victim] = children(world.proxy.pid);
    if (victim === undefined) throw new Error('the proxy has no workers');
    const from = world.proxy.events.length;
    process.kill(victim, 'SIGKILL');
    const ended = await world.proxy.event('worker-ended', from);
    expect(ended).toMatchObject({ signal: 'SIGKILL' });

    const survivors = sessions.filter(({ worker }) => worker !== ended.worker);
    expect(survivors.length).toBeGreaterThan(0);
    expect(survivors.length).toBeLessThan(sessions.length);
    for (const { client } of survivors)
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    for (const session of sessions)
      if (session.worker === ended.worker) await expect(session.client.query('select 1')).rejects.toThrow();
    for (const { client } of survivors) await client.end();

    await world.proxy.event('listening', from);
    const replaced: Session[] = [];
    while (!replaced.some(({ worker }) => worker === ended.worker)) replaced.push(await open());
    for (const { client } of replaced) await client.end();
  });
});

test('what keeps one worker from starting ends the program with the status of its reason', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-workers-'));
  try {
    const config = await writeProxyFiles(directory, {
      source: 'crm',
      upstream: { host: '127.0.0.1', port: 1, database: 'crm', user: 'x', password: 'x', ca: null },
      callers: [],
      bundle: join(directory, 'missing'),
      settings: { workers: 3 },
    });
    const { status, stderr } = await run('dlp-proxy', ['--config', config]);
    expect(status).toBe(2);
    expect(stderr).toContain('missing');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a worker that dies again and again is started later and later', () => {
  const delay = new RestartDelay();
  expect([10, 10, 10, 10, 10, 10, 10].map((lifetime) => delay.after(lifetime))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  expect(delay.after(61_000)).toBe(0);
  expect(delay.after(10)).toBe(1_000);
});

test.each([0, 150, 300, 450, 600, 800])(
  'SIGTERM ends them also while they start, %i ms in',
  { timeout: 60_000 },
  async (milliseconds) => {
    const child = spawn(process.execPath, [PROGRAMS['dlp-proxy'], '--config', world.configFile], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'exit');
    // Its log: there is a primary from the first line on.
    await once(child.stderr, 'data');
    child.stderr.resume();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  },
);

test('SIGTERM ends them all, in order', async () => {
  const session = await open();
  expect(await world.proxy.stop()).toBe(0);
  await expect(session.client.query('select 1')).rejects.toThrow();
});
