/**
 * Requests to an API that wait for people, with the real programs: several processes behind one port and one desk, and everything that can go wrong while a request
 * waits. Each time, the API has seen what was agreed to, and nothing else.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeScramVerifier } from '../../runtime/src/pgwire/scram/verifier.ts';
import { basic, compilePeople, credentialEntries } from '../attacks-http/world/world.ts';
import { type ApiUpstream, apiUpstream } from '../support/api-upstream.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { requires } from '../support/requires.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };
const PASSWORD = 'correct horse';
const POLICY = `
policy changes for "clerks" in caller.groups {
  on people {
    approve operation removePerson by "dba" within 10m
  }
}
`;

const directory = mkdtempSync(join(tmpdir(), 'dlp-api-approvals-'));
const sources = join(directory, 'policies');
let upstream: ApiUpstream;
let verifier: string;
let proxy: RunningProxy;
let origin: string;
let desk: string;

const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });

function writeCredentials(approvers: readonly string[]): void {
  const people = approvers.map((sub) => ({
    ...{ user: sub, verifier, expires: '2100-01-01T00:00:00Z' },
    caller: { sub, kind: 'human', groups: ['dba'] },
  }));
  write('credentials.json', JSON.stringify([...credentialEntries(verifier), ...people]));
}

async function start(): Promise<void> {
  proxy = await startProxy(join(directory, 'dlp-proxy.json'), directory, []);
  // Of each worker.
  const first = await proxy.event('api-listening');
  await proxy.event('api-listening', proxy.events.indexOf(first) + 1);
  origin = `http://127.0.0.1:${first.port}`;
  desk = `http://127.0.0.1:${(await proxy.event('admin-listening')).port}`;
}

beforeAll(async () => {
  upstream = await apiUpstream();
  upstream.answer((_request, response) => response.writeHead(204).end());
  verifier = await makeScramVerifier(PASSWORD);
  cpSync(fileURLToPath(new URL('../attacks-http/world', import.meta.url)), sources, { recursive: true });
  const policy = join(sources, 'people.dlp');
  writeFileSync(policy, readFileSync(policy, 'utf8') + POLICY);
  await compilePeople(directory, sources);
  writeCredentials(['dora', 'otto']);
  write('mask.key', '5a'.repeat(32));
  write(
    'dlp-proxy.json',
    JSON.stringify({
      ...{ listen: { host: '127.0.0.1', port: 0 }, bundle: 'bundle', credentials: 'credentials.json' },
      apis: {
        people: {
          listen: { host: '127.0.0.1', port: 0 },
          upstream: { url: `http://127.0.0.1:${upstream.port}` },
        },
      },
      ...{ maskKey: { file: 'mask.key' }, workers: 2, log: { level: 'debug', format: 'json' } },
      ...{
        admin: { listen: { port: 0 } },
        approvals: { directory: 'approvals' },
        limits: { drainSeconds: 2 },
      },
    }),
  );
  await start();
}, 120_000);
afterAll(async () => {
  await proxy?.stop();
  await upstream?.stop();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => upstream.forget());

/** Sends it; gives the status of its answer, or `gone` where none came. */
function remove(id: number, init: RequestInit = {}) {
  const headers = { authorization: basic('clerk'), connection: 'close' };
  return fetch(`${origin}/people/${id}`, { method: 'DELETE', headers, ...init }).then(
    ({ status }) => status,
    () => 'gone' as const,
  );
}

async function ask(user: string, path: string, body?: object) {
  const authorization = `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`;
  const response = await fetch(desk + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const found: unknown = await response.json();
  return { status: response.status, body: found as Record<string, unknown> };
}

/** Identifiers of what waits, by the first line of each. */
async function waiting(count: number): Promise<ReadonlyMap<string, string>> {
  let open: readonly { id: string; text: string }[] = [];
  await expect
    .poll(async () => {
      open = (await ask('dora', '/v1/approvals')).body.approvals as typeof open;
      return open.length;
    }, PATIENCE)
    .toBe(count);
  return new Map(open.map(({ id, text }) => [text.split('\n')[0] ?? '', id]));
}

const approve = (id: string, user = 'dora') =>
  ask(user, `/v1/approvals/${id}/decision`, { decision: 'approve', reason: 'ticket' });
const stateOf = async (id: string) => (await ask('dora', `/v1/approvals/${id}`)).body.state;
const seen = () => upstream.seen.map(({ method, url }) => `${method} ${url}`).sort();

test('requests of each worker wait at the one desk, and go on or not as it is decided there', async () => {
  const answers = [1, 2, 3, 4].map((id) => remove(id));
  const open = await waiting(4);
  for (const [text, id] of open) {
    const isAgreed = /[13]$/.test(text);
    const decision = isAgreed ? { decision: 'approve' } : { decision: 'deny', reason: 'no' };
    expect((await ask('dora', `/v1/approvals/${id}/decision`, decision)).status).toBe(200);
  }
  expect(await Promise.all(answers)).toEqual([204, 403, 204, 403]);
  expect(seen()).toEqual(['DELETE /people/1', 'DELETE /people/3']);
  // Once.
  for (const id of open.values()) expect((await approve(id)).status).not.toBe(200);
  expect(seen()).toHaveLength(2);
  // Workers tell once a second.
  const metrics = async () => (await fetch(`${desk}/metrics`)).text();
  await expect.poll(metrics, PATIENCE).toContain('dlp_proxy_requests_total{decision="forwarded"} 2\n');
  await expect.poll(metrics, PATIENCE).toContain('dlp_proxy_requests_open 0\n');
}, 120_000);

test('one whose client goes cannot be agreed to any more', async () => {
  const leaving = new AbortController();
  const answer = remove(5, { signal: leaving.signal });
  const [id = ''] = (await waiting(1)).values();
  leaving.abort();
  expect(await answer).toBe('gone');
  await waiting(0);
  expect((await approve(id)).status).not.toBe(200);
  expect(await stateOf(id)).toBe('withdrawn');
  expect(seen()).toEqual([]);
}, 120_000);

test('somebody who may no longer sign in agrees to nothing', async () => {
  const answer = remove(7);
  const [id = ''] = (await waiting(1)).values();
  writeCredentials(['dora']);
  // Known again once the file was read.
  await expect
    .poll(async () => (await ask('otto', '/v1/approvals')).status, { ...PATIENCE, interval: 1_000 })
    .toBe(401);
  expect((await approve(id, 'otto')).status).toBeGreaterThanOrEqual(401);
  expect(await stateOf(id)).toBe('open');
  expect(seen()).toEqual([]);
  expect((await approve(id)).status).toBe(200);
  expect(await answer).toBe(204);
  writeCredentials(['dora', 'otto']);
}, 120_000);

test('those of another policy are asked about anew', async () => {
  const answers = [8, 9].map((id) => remove(id));
  const open = await waiting(2);
  const policy = join(sources, 'people.dlp');
  const more = 'policy more for "more" in caller.groups { on people { allow operation getMe } }';
  writeFileSync(policy, `${readFileSync(policy, 'utf8')}\n${more}\n`);
  await compilePeople(directory, sources);
  expect(await Promise.all(answers)).toEqual([403, 403]);
  for (const id of open.values()) expect((await approve(id)).status).not.toBe(200);
  expect(seen()).toEqual([]);
}, 120_000);

requires('procfs')('a process that is killed', () => {
  test('a worker: what waited in it is withdrawn, and what waited in the other goes on', async () => {
    const answers = [11, 12, 13, 14].map((id) => remove(id));
    const open = await waiting(4);
    const pids = readFileSync(`/proc/${proxy.pid}/task/${proxy.pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean);
    const states = new Map<string, unknown>();
    // Which of them has how many is nobody's promise; one of two has some.
    for (const pid of pids) {
      const from = proxy.events.length;
      process.kill(Number(pid), 'SIGKILL');
      await proxy.event('worker-ended', from);
      for (const [text, id] of open) states.set(text, await stateOf(id));
      if ([...states.values()].includes('withdrawn')) break;
    }
    const left = [...states].filter(([, state]) => state === 'open').map(([text]) => text);
    expect(left.length).toBeLessThan(4);
    for (const [text, id] of open) expect((await approve(id)).status === 200).toBe(left.includes(text));
    const told = new Map(
      await Promise.all(
        answers.map(async (answer, index) => [`DELETE /people/${11 + index}`, await answer] as const),
      ),
    );
    for (const [text, answer] of told) expect(answer).toBe(left.includes(text) ? 204 : 'gone');
    expect(seen()).toEqual([...left].sort());
  }, 120_000);

  test('all of them: what waited is expired when a proxy starts again', async () => {
    const answers = [21, 22].map((id) => remove(id));
    const open = await waiting(2);
    process.kill(proxy.pid, 'SIGKILL');
    expect(await Promise.all(answers)).toEqual(['gone', 'gone']);
    await proxy.ended;
    await start();
    expect(await proxy.event('approvals-expired-at-start')).toMatchObject({ requests: 2 });
    for (const id of open.values()) {
      expect((await approve(id)).status).not.toBe(200);
      expect(await stateOf(id)).toBe('expired');
    }
    expect(seen()).toEqual([]);
  }, 120_000);
});
