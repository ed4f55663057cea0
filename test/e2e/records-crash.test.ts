/** The proxy is killed at any moment, on a disk that fills up: what a client saw is on record, and nothing looks like a forgery. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../support/programs.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { connectTapped, type TappedClient } from '../support/tapped-client.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';
import { crossedBytes, verifyWorld } from './records-support.ts';

const CLIENTS = 4;
const ROUNDS = 8;

let world: CrmWorld;
beforeAll(async () => {
  world = await createWorld({ record: 'everything' });
});
afterAll(() => world?.stop());

/** Asks without end, until the connection is gone. */
async function load(client: TappedClient['client'], seed: number): Promise<void> {
  try {
    for (let i = 0; ; i += 1) {
      const id = ((seed * 131 + i * 17) % 2000) + 1;
      if (i % 5 === 0)
        await client.query(`select id, email, ssn from customers where id between ${id} and ${id + 60}`);
      else if (i % 7 === 0)
        await client.query('update enriched_customers set orders = orders where customer_id = $1', [id]);
      else
        await client.query({
          name: 'one',
          text: 'select id, email, ssn from customers where id = $1',
          values: [id],
        });
    }
  } catch {
    // Killed, as it was meant to be.
  }
}

it('kill -9 in the middle of a load: every byte that a client saw is on record', async () => {
  await (await world.connect('pipeline')).client.query('select 1');
  expect(await world.proxy.stop()).toBe(0);
  const saw: Buffer[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const proxy = await startProxy(world.configFile, dirname(world.configFile), ['crm']);
    const clients: TappedClient[] = [];
    for (let i = 0; i < CLIENTS; i += 1) {
      const client = await connectTapped(world.target('pipeline', proxy));
      // What came before the first statement is not on record.
      client.take();
      clients.push(client);
    }
    const loads = clients.map(({ client }, index) => load(client, round * CLIENTS + index));
    await sleep(100 + Math.random() * 600);
    process.kill(proxy.pid, 'SIGKILL');
    await proxy.ended;
    await Promise.all(loads);
    for (const client of clients) saw.push(client.take());
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    const found = await verifyWorld(world);
    expect(found.problems).toEqual([]);
    expect(found.tails.length, JSON.stringify(found)).toBe(round + 1);
    // All but the last are vouched for by the journals that came after them.
    expect(found.tails.filter(({ attested }) => !attested).length, JSON.stringify(found)).toBe(1);
  }
  const recorded = [...(await crossedBytes(world)).values()];
  const answered = saw.filter(({ length }) => length > 0);
  expect(answered.length).toBeGreaterThan(ROUNDS);
  for (const bytes of answered) {
    expect(recorded.some((candidate) => candidate.subarray(0, bytes.length).equals(bytes))).toBe(true);
  }
}, 120_000);

it('killed once more, it ends as it was: the next start vouches for the cut end', async () => {
  const proxy = await startProxy(world.configFile, dirname(world.configFile), ['crm']);
  const client = await connectTapped(world.target('pipeline', proxy));
  await client.client.query('select 1');
  await client.end();
  expect(await proxy.stop()).toBe(0);
  const { problems, tails } = await verifyWorld(world);
  expect(problems).toEqual([]);
  expect(tails.every(({ attested }) => attested)).toBe(true);
});

const canMount = process.getuid?.() === 0 && process.platform === 'linux';

describe.runIf(canMount)('a disk that is full', () => {
  let mount: string;
  let proxy: RunningProxy;
  let config: string;
  beforeAll(async () => {
    mount = mkdtempSync(join(tmpdir(), 'dlp-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', mount]);
    const settings = JSON.parse(execFileSync('cat', [world.configFile]).toString()) as {
      records: { directory: string };
    };
    settings.records.directory = join(mount, 'records');
    config = join(dirname(world.configFile), 'full.json');
    writeFileSync(config, JSON.stringify(settings), { mode: 0o600 });
    proxy = await startProxy(config, dirname(config), ['crm']);
  });
  afterAll(async () => {
    await proxy?.stop();
    execFileSync('umount', [mount]);
    rmSync(mount, { recursive: true });
  });

  it('denies what should be on record with a sentence, and goes on when there is room again', async () => {
    const filler = join(mount, 'filler');
    mkdirSync(filler, { recursive: true });
    const client = await connectTapped(world.target('pipeline', proxy));
    await client.client.query('select 1');
    writeFileSync(join(filler, 'a'), Buffer.alloc(350_000));
    // The answer under way when the disk fills up is withheld, and its session ended.
    let error: { code?: string; message?: string } = {};
    for (let i = 0; i < 200 && error.code === undefined; i += 1)
      await client.client
        .query('select id, email, ssn from customers order by id limit 100')
        .catch((failure: { code?: string }) => {
          error = failure;
        });
    expect(error).toMatchObject({ code: '58030', message: 'the record of this session could not be kept' });
    const second = await connectTapped(world.target('pipeline', proxy));
    await expect(second.client.query('select 1')).rejects.toMatchObject({
      code: '58030',
      message:
        'the policy wants this on record, and the record cannot be kept: there is no space left for it',
    });
    expect(await proxy.event('records-failed')).toMatchObject({ reason: 'there is no space left for it' });
    rmSync(filler, { recursive: true });
    await proxy.event('records-resumed');
    await second.client.query('select 1');
    await second.end();
    await proxy.stop();
    const found = await verifyWorld({ records: { ...world.records, directory: join(mount, 'records') } });
    expect(found).toMatchObject({ problems: [], tails: [] });
    expect(found.segments).toBe(2);
  }, 60_000);
});

it("a directory of records is one proxy's: a second one does not start with it", async () => {
  const proxy = await startProxy(world.configFile, dirname(world.configFile), ['crm']);
  const changed = JSON.parse(readFileSync(world.configFile, 'utf8'));
  changed.listen.port = 0;
  const file = join(dirname(world.configFile), 'same-records.json');
  writeFileSync(file, JSON.stringify(changed), { mode: 0o600 });
  expect(await run('dlp-proxy', ['--config', file, '--log-level', 'error'])).toMatchObject({
    status: 1,
    stderr: `dlp-proxy: records cannot be kept in ${changed.records.directory}: another proxy keeps its records there\n`,
  });
  await proxy.stop();
});
