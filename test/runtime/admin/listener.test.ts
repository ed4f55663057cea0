/** The admin listener: whom it answers, and what it refuses before it looks any further. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttemptLimiter } from '../../../runtime/src/admin/attempt-limiter.ts';
import { objection } from '../../../runtime/src/admin/http/request-guard.ts';
import { Metrics } from '../../../runtime/src/admin/metrics.ts';
import { type ApprovalsWorld, archiveDatabase, startApprovalsWorld } from '../proxy/approvals-world.ts';
import { PASSWORD } from '../proxy/proxy-world.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let world: ApprovalsWorld;
beforeAll(async () => {
  database = await archiveDatabase();
  world = await startApprovalsWorld(database);
});
afterAll(async () => {
  await world.end();
  await database.drop();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** As it is written: fetch would not send some of these. */
function send(
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port: world.office.port ?? 0, path, method, headers },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const basic = (user: string, password = PASSWORD) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const decision = '/v1/approvals/000000000000/decision';

test.each<[string, string, Parameters<typeof send>[1], number, string | null]>([
  ['health', '/healthz', {}, 200, null],
  ['readiness', '/readyz', {}, 200, null],
  ['metrics', '/metrics', {}, 200, null],
  ['its head alone', '/healthz', { method: 'HEAD' }, 200, null],
  ['another method', '/metrics', { method: 'POST' }, 405, 'wrong-method'],
  ['another path', '/nothing', {}, 404, 'not-found'],
  ['a path below', '/v1/approvals/../../healthz', {}, 404, 'not-found'],
  ['a name of somebody else', '/healthz', { headers: { host: 'evil.example' } }, 421, 'wrong-host'],
  [
    'a name that begins like ours',
    '/healthz',
    { headers: { host: 'localhost.evil.example' } },
    421,
    'wrong-host',
  ],
  [
    'a page of another origin',
    '/healthz',
    { headers: { origin: 'http://evil.example' } },
    403,
    'cross-origin',
  ],
  ['a page without an origin', '/healthz', { headers: { origin: 'null' } }, 403, 'cross-origin'],
  [
    'what a browser calls foreign',
    '/healthz',
    { headers: { 'sec-fetch-site': 'cross-site' } },
    403,
    'cross-origin',
  ],
  ['a preflight', '/v1/approvals', { method: 'OPTIONS', headers: basic('ann') }, 405, 'wrong-method'],
  ['nobody', '/v1/approvals', {}, 401, 'not-signed-in'],
  ['an unknown scheme', '/v1/approvals', { headers: { authorization: 'Digest x' } }, 401, 'not-signed-in'],
  ['somebody', '/v1/approvals', { headers: basic('ann') }, 200, null],
  ['an unknown state', '/v1/approvals?state=x', { headers: basic('ann') }, 400, 'bad-request'],
  ['an unknown request', '/v1/approvals/000000000000', { headers: basic('ann') }, 404, 'not-found'],
  ['a form', decision, { method: 'POST', headers: basic('ann'), body: 'decision=approve' }, 415, 'not-json'],
])('%s: %s', async (_, path, options, status, problem) => {
  const answer = await send(path, options);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  expect(Object.keys(answer.headers).some((name) => name.startsWith('access-control-'))).toBe(false);
  expect(answer.headers).not.toHaveProperty('set-cookie');
  if (problem === null) return;
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(answer.body)).toMatchObject({ type: `urn:dlp-proxy:problem:${problem}`, status });
});

describe('a decision', () => {
  test.each<[string, number]>([
    ['{', 400],
    ['[]', 400],
    ['null', 400],
    ['{"decision":"maybe"}', 400],
    ['{"decision":"deny"}', 400],
    ['{"decision":"deny","reason":"  "}', 400],
    ['{"decision":"approve","reason":"two\\nlines"}', 400],
    ['{"decision":"approve","reason":"\\u001b[2J"}', 400],
    [`{"decision":"approve","reason":"${'x'.repeat(501)}"}`, 400],
    ['{"decision":"approve","extra":1}', 400],
    [`{"decision":"approve","reason":"${'x'.repeat(20_000)}"}`, 413],
    ['{"decision":"approve"}', 404],
  ])('%.40s is answered with %i', async (body, status) => {
    const headers = { ...basic('ann'), 'content-type': 'application/json' };
    expect((await send(decision, { method: 'POST', headers, body })).status).toBe(status);
  });
});

test('who fails to sign in again and again has to wait, and nobody else does', async () => {
  for (let attempt = 0; attempt < 5; attempt += 1)
    expect((await send('/v1/approvals', { headers: basic('eve', 'wrong') })).status).toBe(401);
  const answer = await send('/v1/approvals', { headers: basic('eve') });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect((await send('/v1/approvals', { headers: basic('ann') })).status).toBe(200);
  expect(await world.event('sign-in-failed')).toMatchObject({ user: 'eve', reason: 'wrong-password' });
});

test('a secret in the place of a name is in no line of the log', async () => {
  const secret = 'ghp_0123456789abcdef';
  expect((await send('/v1/approvals', { headers: basic(secret) })).status).toBe(401);
  expect((await send('/v1/approvals', { headers: basic('', secret) })).status).toBe(401);
  await world.event('sign-in-failed', ({ user, reason }) => user === '' && reason === 'unknown-user');
  expect(world.lines.join('')).not.toContain(secret);
});

test('an address that tries many names has to wait for all of them', () => {
  let now = 0;
  const limiter = new AttemptLimiter(() => now);
  for (let attempt = 0; attempt < 20; attempt += 1) limiter.failed('a', `name ${attempt}`);
  expect(limiter.waitSeconds('a', 'another')).toBe(60);
  expect(limiter.waitSeconds('b', 'another')).toBe(0);
  now = 60_000;
  expect(limiter.waitSeconds('a', 'another')).toBe(0);
});

test.each([
  ['127.0.0.1:1', true],
  ['[::1]:1', true],
  ['LOCALHOST', true],
  ['dlp.example:443', true],
  ['10.0.0.7', true],
  ['dlp.example.evil', false],
  ['', false],
  ['dlp.example:443@evil', false],
])('the host %s is its own: %s', (host, isOwn) => {
  const own = { host: '10.0.0.7', names: ['dlp.example'] };
  expect(objection({ headers: { host } }, own) === null).toBe(isOwn);
});

test('metrics add up what several processes count, and forget the open sessions of one that is gone', () => {
  const [worker, primary] = [new Metrics(), new Metrics()];
  const told = new Map<string, number>();
  worker.count('session-ready', { session: 'a' });
  worker.count('session-ready', { session: 'b' });
  worker.count('session-ended', { session: 'never opened' });
  primary.add(1, worker.since(told));
  worker.count('session-ended', { session: 'a' });
  primary.add(1, worker.since(told));
  expect(primary.text()).toMatch(/^dlp_proxy_sessions_total 2$/m);
  expect(primary.text()).toMatch(/^dlp_proxy_sessions_open 1$/m);
  primary.add(1, { 'dlp_proxy_x{made="up"}': 1 });
  primary.add(1, null);
  expect(primary.text()).toMatch(/^dlp_proxy_sessions_open 0$/m);
  expect(primary.text()).not.toContain('made');
});
