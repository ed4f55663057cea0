/** What is said of APIs in a configuration: which URLs, credentials and addresses are taken. */
import { expect, it, test } from 'vitest';
import { load, type MemoryWorld, mistakes } from './memory-host.ts';

const WORLD: MemoryWorld = {
  files: { '/etc/dlp/token': 'first\n', '/etc/dlp/open': 'x' },
  exposure: { '/etc/dlp/open': { readable: true, writable: false } },
};

function config(api: object, rest: object = {}): string {
  return JSON.stringify({
    listen: { port: 0 },
    ...{ bundle: 'bundle', credentials: 'credentials.json' },
    apis: { billing: { listen: { port: 0 }, upstream: { url: 'https://billing.example/api' }, ...api } },
    ...rest,
  });
}

it('needs no database beside it, and has its defaults', async () => {
  const loading = await load(config({}));
  expect(loading.ok && loading.config.apis.get('billing')).toEqual({
    name: 'billing',
    listen: { host: '127.0.0.1', port: 0 },
    maxJudgedBytes: 1024 * 1024,
    upstream: {
      url: 'https://billing.example/api',
      http2: false,
      credential: null,
      tls: { ca: null, servername: null, client: null },
    },
  });
  expect(await mistakes(JSON.stringify({ listen: { port: 0 }, bundle: 'b', credentials: 'c' }))).toContain(
    'sources: is missing, and so is `apis`',
  );
});

test.each([
  [{ bearer: { file: 'token' } }, ['authorization', 'Bearer first']],
  [
    { basic: { user: 'dlp', password: { file: 'token' } } },
    ['authorization', `Basic ${Buffer.from('dlp:first').toString('base64')}`],
  ],
  [{ header: { name: 'X-Api-Key', value: { file: 'token' } } }, ['x-api-key', 'first']],
])('a credential %j is a field', async (credential, field) => {
  const upstream = { url: 'https://billing.example', credential };
  const loading = await load(config({ upstream }), WORLD);
  expect(loading.ok && (await loading.config.apis.get('billing')?.upstream.credential?.())).toEqual(field);
});

test.each([
  [{ upstream: { url: 'billing.example' } }, 'found what is no URL'],
  [{ upstream: { url: 'ftp://billing.example' } }, 'found what is no URL'],
  [{ upstream: { url: 'https://a:secret@billing.example' } }, 'has more than scheme, host, port and path'],
  [{ upstream: { url: 'https://billing.example/?key=secret' } }, 'has more than scheme, host, port and path'],
  [{ upstream: { url: 'http://127.0.0.1', tls: { servername: 'a' } } }, 'has no use with a URL of http'],
  [{ upstream: { url: 'http://billing.example' } }, 'travel to the API unencrypted'],
  [{ upstream: { url: 'https://a.example', credential: { bearer: { file: 'none' } } } }, 'does not exist'],
  [{ upstream: { url: 'https://a.example', credential: { bearer: { file: 'open' } } } }, 'can be read'],
  [{ upstream: { url: 'https://a.example', credential: { bearer: 'secret' } } }, 'credential'],
  [
    {
      upstream: {
        url: 'https://a.example',
        credential: { basic: { user: 'a:b', password: { file: 'token' } } },
      },
    },
    'has a colon',
  ],
  [
    {
      upstream: {
        url: 'https://a.example',
        credential: { header: { name: 'Host', value: { file: 'token' } } },
      },
    },
    'is no name of a header field',
  ],
  [{ upstream: { url: 'https://a.example', tls: { cert: 'token' } } }, 'belong together'],
  [{ listen: { host: '0.0.0.0', port: 1 } }, 'need TLS'],
  [{ maxJudgedBytes: 0 }, 'expected a whole number'],
])('%j: … %s …', async (api, said) => {
  const told = await mistakes(config(api), WORLD);
  expect(told).toContain(said);
  expect(told).not.toContain('secret');
});
