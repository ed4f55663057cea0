/** The example of one policy for a database and an API, in front of an API: what its README shows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeScramVerifier } from '../../runtime/src/pgwire/scram/verifier.ts';
import { basic } from '../attacks-http/world/world.ts';
import { type ApiUpstream, apiUpstream } from '../support/api-upstream.ts';
import { runOrThrow } from '../support/programs.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/nightly', import.meta.url));

let directory: string;
let upstream: ApiUpstream;
let proxy: RunningProxy;
let origin: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-nightly-'));
  upstream = await apiUpstream();
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  await runOrThrow('dlpc', ['compile', '-o', join(directory, 'bundle'), EXAMPLE]);
  write(
    'credentials.json',
    JSON.stringify([
      {
        user: 'clerk',
        verifier: await makeScramVerifier('correct horse'),
        expires: '2100-01-01T00:00:00Z',
        caller: {
          sub: 'ada',
          kind: 'human',
          groups: ['support'],
          claims: { department: 'north', clearance: 1 },
        },
      },
    ]),
  );
  write('billing.token', 'of the proxy');
  write('mask.key', '5a'.repeat(32));
  write(
    'dlp-proxy.json',
    JSON.stringify({
      ...{ listen: { host: '127.0.0.1', port: 0 }, bundle: 'bundle', credentials: 'credentials.json' },
      apis: {
        billing: {
          listen: { host: '127.0.0.1', port: 0 },
          upstream: {
            url: `http://127.0.0.1:${upstream.port}`,
            credential: { bearer: { file: 'billing.token' } },
          },
        },
      },
      maskKey: { file: 'mask.key' },
      log: { level: 'debug', format: 'json' },
    }),
  );
  const checked = await runOrThrow('dlp-proxy', ['--config', join(directory, 'dlp-proxy.json'), '--check']);
  expect(checked).toContain('the proxy can start');
  proxy = await startProxy(join(directory, 'dlp-proxy.json'), directory, []);
  const { host, port } = await proxy.event('api-listening');
  origin = `http://${host}:${port}`;
});
afterAll(async () => {
  await proxy?.stop();
  await upstream?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ask = (target: string, method = 'GET') =>
  fetch(origin + target, { method, headers: { authorization: basic('clerk') } });

it('shows a clerk contacts and no numbers, and lets nobody be found or removed by them', async () => {
  const customer = {
    ...{ name: 'Ada', email: 'ada@corp.example', phone: '+49 30 1', id: '42', ssn: '123-45-6789' },
    payment: { kind: 'Card', number: '4111111111111111', expires: '12/30' },
  };
  upstream.answerJson(customer);
  expect(await (await ask('/v1/customers/42')).json()).toEqual({
    ...customer,
    ...{ phone: '[redacted]', ssn: '[redacted]', payment: { ...customer.payment, number: '[redacted]' } },
  });
  upstream.forget();
  const removed = await ask('/v1/customers/42', 'DELETE');
  expect([removed.status, await removed.json()]).toEqual([
    403,
    expect.objectContaining({ rules: [expect.stringContaining('policy support_desk')] }),
  ]);
  expect((await ask('/v1/customers/42/invoices')).status).toBe(200);
  expect(upstream.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /v1/customers/42/invoices',
  ]);
});
