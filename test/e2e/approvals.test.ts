/**
 * Approvals with the real programs: several processes behind one port and one desk, approvers at a command line, and processes that are killed
 * while a statement waits.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workerOf } from '../../runtime/src/pgwire/cancel-registry.ts';
import { run } from '../support/programs.ts';
import { startProxy } from '../support/proxy-process.ts';
import { requires } from '../support/requires.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

let world: CrmWorld;
let url: string;
let direct: pg.Client;
const directory = mkdtempSync(join(tmpdir(), 'dlp-approvals-'));

beforeAll(async () => {
  world = await createWorld({
    data: { customers: 60 },
    settings: { workers: 2, admin: { listen: { port: 0 } }, approvals: { directory } },
  });
  const { events } = world.proxy;
  await world.proxy.event('source-ready', events.findIndex(({ event }) => event === 'source-ready') + 1);
  url = `http://127.0.0.1:${(await world.proxy.event('admin-listening')).port}`;
  direct = await world.direct();
});
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true, force: true });
});

const office = async (...args: string[]) => {
  const { user, password } = world.approver;
  const env = { DLP_ADMIN_URL: url, DLP_USER: user, DLP_PASSWORD: password };
  return run('dlp-proxy', ['approvals', ...args], { env });
};

/** A session of the support desk, and the id of what it waits for. */
async function hold(id: number) {
  const client = new pg.Client(world.target('support'));
  client.on('error', () => undefined);
  await client.connect();
  const { processID } = client as unknown as { processID: number };
  const notice = new Promise<string>((resolve) =>
    client.once('notice', ({ detail }) => resolve(/^Approval (\w+):/.exec(detail ?? '')?.[1] ?? '')),
  );
  const outcome = client.query(`delete from support_tickets where id = ${id}`).then(
    ({ rowCount }) => rowCount,
    (error: Error & { code?: string }) => error.code ?? error.message,
  );
  return { client, worker: workerOf(processID), approval: await notice, outcome };
}

async function isStored(id: number): Promise<boolean> {
  return (await direct.query('select from support_tickets where id = $1', [id])).rowCount === 1;
}

test('sessions of each worker wait at the one desk, and go on when it is approved there', async () => {
  const held = await Promise.all([1, 2, 3, 4].map(hold));
  expect(new Set(held.map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  const { stdout } = await office('list');
  for (const { approval } of held) expect(stdout).toContain(approval);
  for (const [index, { approval, outcome, client }] of held.entries()) {
    expect(await isStored(index + 1)).toBe(true);
    if (index % 2 === 0) {
      expect((await office('approve', approval)).status).toBe(0);
      expect(await outcome).toBe(1);
    } else {
      expect((await office('deny', approval, '--reason', 'no')).status).toBe(0);
      expect(await outcome).toBe('42501');
    }
    expect(await isStored(index + 1)).toBe(index % 2 === 1);
    await client.end();
  }
  for (const { approval } of held.filter((_, index) => index % 2 === 0)) {
    const shown = await office('show', approval, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'approved', usedAt: expect.any(String) });
  }
});

test('health and metrics are those of all workers', async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true });
  let text = '';
  // Workers tell once a second.
  while (!/^dlp_proxy_statements_total\{decision="denied"\} [1-9]/m.test(text))
    text = await (await fetch(`${url}/metrics`)).text();
  expect(text).toMatch(/^dlp_proxy_approvals_total\{outcome="approved"\} 2$/m);
  expect(text).toMatch(/^dlp_proxy_approvals_open 0$/m);
});

requires('procfs')('a process that is killed', () => {
  test('a worker: nothing that waited in it runs, and nobody can approve it any more', async () => {
    const { worker, approval, outcome } = await hold(5);
    const text = readFileSync(`/proc/${world.proxy.pid}/task/${world.proxy.pid}/children`, 'utf8');
    const pids = text.split(' ').filter(Boolean).map(Number);
    const victim = pids.find((pid) => environmentOf(pid).includes(`DLP_PROXY_WORKER=${worker}\0`));
    if (victim === undefined) throw new Error('the worker is not there');
    process.kill(victim, 'SIGKILL');
    expect(await outcome).not.toBe(1);
    await world.proxy.event('worker-ended');
    expect((await office('approve', approval)).stderr).toContain('It is withdrawn.');
    expect(await isStored(5)).toBe(true);
  });

  test('all of them: what waited is expired when a proxy starts again', async () => {
    const { approval, outcome } = await hold(6);
    process.kill(world.proxy.pid, 'SIGKILL');
    expect(await outcome).not.toBe(1);
    await world.proxy.ended;
    expect(await isStored(6)).toBe(true);
    const again = await startProxy(world.configFile, directory, ['crm']);
    try {
      url = `http://127.0.0.1:${(await again.event('admin-listening')).port}`;
      expect(await again.event('approvals-expired-at-start')).toMatchObject({ requests: 1 });
      expect((await office('approve', approval)).stderr).toContain('It is expired.');
      expect(await isStored(6)).toBe(true);
    } finally {
      await again.stop();
    }
  });
});

function environmentOf(pid: number): string {
  return `${readFileSync(`/proc/${pid}/environ`, 'utf8')}\0`;
}
