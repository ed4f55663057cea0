/**
 * What goes wrong around the real proxy and a real server: clients that hardly read, servers that die or freeze in the middle of a row, clients
 * that leave in the middle of their data, statements made to break the parser. Each time the sessions of others go on, memory stays
 * bounded, and nothing is left behind.
 */
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { residentBytes } from '../bench/process-cost.ts';
import * as message from '../runtime/pgwire/frontend.ts';
import { connectRaw, type RawClient } from '../runtime/pgwire/raw-client.ts';
import { requires } from '../support/requires.ts';
import type { TappedClient } from '../support/tapped-client.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

const MB = 1024 * 1024;
const PATIENCE = { timeout: 60_000, interval: 50 };

/** A row of one megabyte and a bit, a thousand times. */
const GIGABYTE = "select n, repeat('x', 1048576) as payload from generate_series(1, 1024) n";
/** One row, larger than all buffers on its way. */
const LONG_ROW = "select repeat('y', 67108864)";

requires('procfs')('faults', () => {
  let world: CrmWorld;
  /** Somebody else, connected all along. */
  let other: TappedClient;

  beforeAll(async () => {
    world = await createWorld();
  }, 120_000);
  afterAll(() => world?.stop());
  beforeEach(async () => {
    other = await world.connect('support');
  });
  afterEach(() => other?.end().catch(() => undefined));

  async function open(): Promise<RawClient> {
    const { host, port, user, password, database } = world.target('pipeline');
    return connectRaw({ host, port }, { user, database, password: () => password });
  }

  /** What the server is doing for whoever asked something that holds `words`. */
  async function activity(words: string): Promise<{ pid: number; wait: string | null; state: string }[]> {
    const rows = await world.server.query(
      `select pid, wait_event as wait, state from pg_stat_activity
        where usename = 'dlp_proxy' and position('${words}' in query) > 0`,
      'crm',
    );
    return rows as { pid: number; wait: string | null; state: string }[];
  }

  /** Waits until the server would send more and cannot, and gives the process that waits. */
  async function heldBack(words: string): Promise<number> {
    await expect.poll(async () => (await activity(words))[0]?.wait, PATIENCE).toBe('ClientWrite');
    return (await activity(words))[0]?.pid ?? Number.NaN;
  }

  /**
   * That the proxy comes to hold no more than so much. Not at once: it may still be compiling its parser, which takes memory for a while and
   * has nothing to do with sessions.
   */
  async function holdsLessThan(megabytes: number): Promise<void> {
    await expect.poll(() => residentBytes(world.proxy.pid) / MB, PATIENCE).toBeLessThan(megabytes);
  }

  async function goesOn(): Promise<void> {
    expect((await other.client.query('select 40 + 2 as answer')).rows).toEqual([{ answer: '42' }]);
  }

  it('a gigabyte for a client that reads a kilobyte a second slows the server, and takes little memory', async () => {
    const slow = new pg.Client(world.target('pipeline'));
    slow.on('error', () => undefined);
    await slow.connect();
    const { stream } = (slow as unknown as { connection: { stream: Socket } }).connection;
    stream.pause();
    stream.removeAllListeners('data');
    const unanswered = slow.query(GIGABYTE).catch(() => 'never came');
    await heldBack('1048576');
    let read = 0;
    for (let tick = 0; tick < 20; tick += 1) {
      await pause(100);
      read += (stream.read(100) as Buffer | null)?.length ?? 0;
      await goesOn();
    }
    expect(read).toBe(2_000);
    await holdsLessThan(256);
    await heldBack('1048576');
    // It leaves; the server is told, and does not go on for nobody.
    stream.destroy();
    expect(await unanswered).toBe('never came');
    await expect.poll(async () => await activity('1048576'), PATIENCE).toEqual([]);
    await goesOn();
  }, 120_000);

  it('a server process that ends in the middle of a row ends its session alone, in the middle of that row', async () => {
    const near = await open();
    near.socket.pause();
    near.send(message.query(LONG_ROW));
    const pid = await heldBack('67108864');
    await world.server.query(`select pg_terminate_backend(${pid})`);
    await expect.poll(async () => await activity('67108864'), PATIENCE).toEqual([]);
    near.socket.resume();
    const messages = await near.untilClosed();
    // The row was never whole, and no word of ours was put into it.
    expect(messages.filter((line) => line.startsWith('D') || line.startsWith('E'))).toEqual([]);
    await goesOn();
  }, 120_000);

  it('a server process that freezes holds its own client alone, who may leave', async () => {
    const near = await open();
    near.send(message.query("select 'the one that freezes'"));
    await near.until();
    const [{ pid: found } = { pid: 0 }] = await activity('the one that freezes');
    expect(found).toBeGreaterThan(0);
    process.kill(found, 'SIGSTOP');
    try {
      near.send(message.query('select 1'));
      await goesOn();
      near.close();
      await goesOn();
    } finally {
      process.kill(found, 'SIGCONT');
    }
    await expect.poll(async () => (await activity('')).map((one) => one.pid), PATIENCE).not.toContain(found);
    await goesOn();
  }, 120_000);

  it('a client that leaves in the middle of COPY leaves no rows and no session', async () => {
    const count = 'select count(*)::int as n from enriched_customers';
    const [before] = await world.server.query(count, 'crm');
    const near = await open();
    near.send(message.query('copy enriched_customers from stdin'));
    await near.until(1, 'G');
    near.send(message.copyData('1\t'), message.copyData('half of a line').subarray(0, 9));
    await expect.poll(async () => (await activity('copy'))[0]?.state, PATIENCE).toBe('active');
    near.socket.resetAndDestroy();
    await expect.poll(async () => await activity('copy'), PATIENCE).toEqual([]);
    expect(await world.server.query(count, 'crm')).toEqual([before]);
    await goesOn();
  }, 120_000);

  it('statements made to break the parser break nothing', async () => {
    const near = await open();
    const killers = [
      `select ${'1+'.repeat(20_000)}1`,
      `select ${'('.repeat(100_000)}`,
      `select ${'not '.repeat(50_000)}true`,
      `select ${'array['.repeat(30_000)}`,
    ];
    for (let round = 0; round < 8; round += 1) {
      for (const killer of killers) {
        near.send(message.query(killer));
        expect((await near.until()).some((line) => line.startsWith('E'))).toBe(true);
      }
      await goesOn();
    }
    near.send(message.query('select 7 as seven'));
    expect((await near.until()).some((line) => line.startsWith('D'))).toBe(true);
    near.close();
    await holdsLessThan(512);
  }, 120_000);

  // The last one: it takes every connection along.
  it('a server that crashes in the middle of a row is there again for whoever comes next', async () => {
    const near = await open();
    near.socket.pause();
    near.send(message.query(LONG_ROW));
    const pid = await heldBack('67108864');
    process.kill(pid, 'SIGKILL');
    near.socket.resume();
    await near.untilClosed();
    await expect
      .poll(async () => {
        const next = await open().catch(() => null);
        if (next === null) return [];
        next.send(message.query('select 7 as seven'));
        const lines = await next.until().catch(() => []);
        next.close();
        return lines.map((line) => line[0]).join('');
      }, PATIENCE)
      .toBe('TDCZ');
  }, 120_000);
});
