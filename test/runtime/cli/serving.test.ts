/** The program while it serves: a real process, a compiled bundle, a real server, and what an operator does to them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maskKeySetting } from '../../../runtime/src/masks/mask-key.ts';
import { demoCallers } from '../../demo/callers.ts';
import { type CrmWorld, createWorld } from '../../e2e/crm-world.ts';
import { CRM_DIRECTORY } from '../../support/crm-database.ts';
import { PROGRAMS, run, runOrThrow } from '../../support/programs.ts';

let world: CrmWorld;
let config: string;
let directory: string;

beforeAll(async () => {
  world = await createWorld({ data: { customers: 20 } });
  config = String((await world.proxy.event('starting')).config);
  directory = dirname(config);
});
afterAll(() => world?.stop());

const customers = 'select full_name from customers limit 1';

/** Compiles the example's policies with one more statement for the contractors into the directory that is watched. */
async function compileWith(statement: string): Promise<void> {
  const crm = join(directory, 'crm');
  cpSync(CRM_DIRECTORY, crm, { recursive: true });
  const file = join(crm, 'policies', 'contractors.dlp');
  writeFileSync(file, readFileSync(file, 'utf8').replace('deny select on payments', `${statement}\n    $&`));
  await runOrThrow('dlpc', ['compile', '-o', join(directory, 'bundle'), join(crm, 'policies')]);
}

test('a check of the configuration that it runs with finds that it can start', async () => {
  expect(await run('dlp-proxy', ['--config', config, '--check'])).toEqual({
    ...{ status: 0, stdout: `${config}: the proxy can start\n` },
    stderr: expect.stringMatching(/^dlp-proxy: .*bundle: the configuration has no `trust`, .*\n$/),
  });
});

test('a check tells of users who cannot sign in any more', async () => {
  const changed = JSON.parse(readFileSync(config, 'utf8'));
  const [one, ...others] = JSON.parse(readFileSync(changed.credentials, 'utf8'));
  changed.credentials = join(directory, 'expired.json');
  const expired = [{ ...one, expires: '2020-01-01T00:00:00Z' }, ...others];
  writeFileSync(changed.credentials, JSON.stringify(expired), { mode: 0o600 });
  const checked = join(directory, 'with-expired.json');
  writeFileSync(checked, JSON.stringify(changed), { mode: 0o600 });
  expect(await run('dlp-proxy', ['--config', checked, '--check'])).toMatchObject({
    status: 0,
    stderr: expect.stringContaining(`: 1 of ${expired.length} users cannot sign in: disabled, or expired\n`),
  });
});

test('a check tells of a server that cannot be used', async () => {
  const changed = JSON.parse(readFileSync(config, 'utf8'));
  changed.sources.crm.upstream.password = { env: 'HOME' };
  const wrong = join(directory, 'wrong-password.json');
  writeFileSync(wrong, JSON.stringify(changed), { mode: 0o600 });
  const { status, stderr } = await run('dlp-proxy', ['--config', wrong, '--check']);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^dlp-proxy: source crm: .*SQLSTATE 28P01$/m),
  });
});

test('a port that is taken ends a start with status 1 and a sentence', async () => {
  const changed = JSON.parse(readFileSync(config, 'utf8'));
  changed.listen.port = world.proxy.port;
  const taken = join(directory, 'taken.json');
  writeFileSync(taken, JSON.stringify(changed), { mode: 0o600 });
  const { status, stderr } = await run('dlp-proxy', ['--config', taken, '--log-level', 'error']);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `dlp-proxy: cannot listen on 127.0.0.1:${world.proxy.port}: another program listens there already\n`,
  });
});

test('SIGTERM while it starts is heeded when it has, so that nobody who connected meanwhile is cut', async () => {
  // A server that takes connections and says nothing: the start waits for it.
  const upstream = createServer();
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const changed = JSON.parse(readFileSync(config, 'utf8'));
  changed.listen.port = 0;
  changed.sources.crm.upstream.port = (upstream.address() as AddressInfo).port;
  const file = join(directory, 'silent-server.json');
  writeFileSync(file, JSON.stringify(changed), { mode: 0o600 });
  const child = spawn(process.execPath, [PROGRAMS['dlp-proxy'], '--config', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  upstream.once('connection', (socket) => {
    child.kill('SIGTERM');
    setTimeout(() => socket.destroy(), 200);
  });
  const status = await once(child, 'exit');
  upstream.close();
  expect(status, log).toEqual([0, null]);
  expect(log).toMatch(/"event":"listening".*"event":"draining".*"event":"stopped"/s);
});

test('a policy that is compiled anew holds for the next statement of a live session', async () => {
  const { client } = await world.connect('contractor');
  expect((await client.query(customers)).rows).toEqual([{ full_name: '[redacted]' }]);
  const swapped = world.proxy.events.length;
  await compileWith('deny select on customers');
  const { revision } = await world.proxy.event('policy-in-force', swapped);
  await expect(client.query(customers)).rejects.toMatchObject({
    code: '42501',
    detail: expect.stringContaining('deny select on customers'),
  });

  // SIGHUP makes it look at once: a bundle that was tampered with is refused, and changes nothing.
  appendFileSync(join(directory, 'bundle', 'matchers', 'crm.js'), ' ');
  const reloaded = world.proxy.events.length;
  process.kill(world.proxy.pid, 'SIGHUP');
  expect(await world.proxy.event('policy-refused', reloaded)).toMatchObject({
    reason: expect.stringContaining('matchers/crm.js'),
    revision,
  });
  await expect(client.query(customers)).rejects.toMatchObject({ code: '42501' });
});

test('SIGTERM ends it in order with status 0, and its whole log holds no secret', async () => {
  const { client } = await world.connect('support');
  const over = new Promise<Error & { code?: string }>((resolve) => client.once('error', resolve));
  expect(await world.proxy.stop()).toBe(0);
  expect(await over).toMatchObject({ code: '57P01' });
  const { events } = world.proxy;
  expect(events.slice(-1)).toMatchObject([{ event: 'stopped' }]);
  const log = JSON.stringify(events);
  const callers = Object.keys(demoCallers()) as (keyof ReturnType<typeof demoCallers>)[];
  const passwords = callers.map((caller) => world.target(caller).password);
  const upstream = readFileSync(join(directory, 'upstream.password'), 'utf8');
  const setting = maskKeySetting(Buffer.from(world.maskKey, 'hex')).split(':');
  for (const secret of [...passwords, upstream, world.maskKey, ...setting]) {
    expect(secret.length).toBeGreaterThan(8);
    expect(log).not.toContain(secret);
  }
});
