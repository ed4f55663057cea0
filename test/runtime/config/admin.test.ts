/** What is said of an admin listener, of approvals and of a webhook that would not be safe. */
import { describe, expect, test } from 'vitest';
import { load, mistakes } from './memory-host.ts';

const BASE = {
  listen: { port: 6432 },
  bundle: 'bundle',
  credentials: 'credentials.json',
  sources: { crm: { upstream: { host: '127.0.0.1', database: 'crm', user: 'dlp' } } },
};
const ADMIN = { listen: { port: 6433 } };
const SECRET = { files: { '/etc/dlp/webhook.key': `${'k'.repeat(32)}\n` } };
const PROVIDED = {
  identityProviders: [{ issuer: 'https://sso.corp.example', audience: 'dlp', kind: 'human' }],
};
const json = (changes: object) => JSON.stringify({ ...BASE, ...changes }, null, 2);

test('what is right is settled', async () => {
  const text = json({
    admin: { ...ADMIN, names: ['DLP.corp.example'], url: 'https://dlp.corp.example/' },
    approvals: { directory: '../lib/approvals' },
    webhook: { url: 'https://hooks.example/x', secret: { file: 'webhook.key' } },
  });
  expect(await load(text, SECRET)).toMatchObject({
    ok: true,
    warnings: [],
    config: {
      admin: {
        listen: { host: '127.0.0.1', port: 6433 },
        tls: null,
        names: ['dlp.corp.example'],
        url: 'https://dlp.corp.example',
      },
      approvals: { directory: '/etc/lib/approvals', maxOpen: 200, maxOpenPerCaller: 10 },
      webhook: { url: new URL('https://hooks.example/x'), secret: 'k'.repeat(32) },
    },
  });
});

describe('is refused', () => {
  test.each<[string, object, string]>([
    ['approvals that nobody can decide', { approvals: { directory: 'a' } }, 'needs `admin`'],
    [
      'a listener beyond this machine without TLS',
      { admin: { listen: { host: '0.0.0.0', port: 1 } } },
      'clients of `0.0.0.0` need TLS, expected `cert` and `key`',
    ],
    [
      'half of a certificate',
      { admin: { ...ADMIN, tls: { cert: 'a' } } },
      '`cert` and `key` belong together',
    ],
    [
      'a URL that is none',
      { admin: { ...ADMIN, url: 'javascript:alert(1)' } },
      'expected a URL with http or https',
    ],
    [
      'signing in without an address to come back to',
      { ...PROVIDED, admin: { ...ADMIN, signIn: { clientId: 'c' } } },
      'needs `admin.url`',
    ],
    [
      'signing in over http, beyond this machine',
      { ...PROVIDED, admin: { ...ADMIN, url: 'http://dlp.corp.example', signIn: { clientId: 'c' } } },
      'needs `admin.url`, with https',
    ],
    [
      'signing in at a provider that there is not',
      { admin: { ...ADMIN, url: 'https://dlp.corp.example', signIn: { clientId: 'c' } } },
      'none of `identityProviders` has the user `oidc`',
    ],
    [
      'signing in without an ID token',
      {
        ...PROVIDED,
        admin: { ...ADMIN, url: 'https://dlp.corp.example', signIn: { clientId: 'c', scopes: ['email'] } },
      },
      'lacks `openid`',
    ],
    [
      'a webhook over http',
      { webhook: { url: 'http://hooks.example', secret: { file: 'webhook.key' } } },
      'expected a URL with https',
    ],
    [
      'a webhook without a key',
      { webhook: { url: 'https://hooks.example', secret: { env: 'MISSING' } } },
      'the environment variable that it names is not set',
    ],
    [
      'a key that can be guessed',
      { webhook: { url: 'https://hooks.example', secret: { file: 'short.key' } } },
      'expected at least 32 characters',
    ],
  ])('%s', async (_, changes, problem) => {
    const files = { ...SECRET.files, '/etc/dlp/short.key': 'short' };
    const said = await mistakes(json(changes), { files });
    expect(said).toMatch(/^refused/);
    expect(said).toContain(problem);
    expect(said).not.toContain('short\n');
  });
});
