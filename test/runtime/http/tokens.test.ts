/** Requests with tokens of a real OpenID Connect provider: what a token opens, and when it does no more. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiWorld, apiWorld, compilePeopleFor } from '../../attacks-http/world/world.ts';
import { AUDIENCE, type IdentityProvider, startIdentityProvider } from '../../support/identity-provider.ts';

let directory: string;
let provider: IdentityProvider;
let other: IdentityProvider;
let world: ApiWorld;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-tokens-'));
  [provider, other] = await Promise.all([
    startIdentityProvider({ groups: ['contractors'] }),
    startIdentityProvider({ groups: ['owners'] }),
  ]);
  const bundle = await compilePeopleFor(provider.issuer, directory);
  const of = (issuer: string, user: string) => ({ user, issuer, audience: AUDIENCE, kind: 'service' });
  world = await apiWorld({
    bundle,
    files: { 'revoked.json': '[]' },
    settings: {
      identityProviders: [of(provider.issuer, 'oidc'), of(other.issuer, 'other')],
      revocations: 'revoked.json',
    },
  });
  world.upstream.answerJson({ id: 7, email: 'ada@corp.example' });
});
afterAll(async () => {
  await world?.stop();
  await Promise.all([provider?.stop(), other?.stop()]);
  rmSync(directory, { recursive: true, force: true });
});

const ask = (token: string) =>
  fetch(`${world.origin}/people/7`, { headers: { authorization: `Bearer ${token}` } });

it('a token of the provider that the policy pins opens what its claims say', async () => {
  for (const token of [await provider.token(), await provider.sign({ sub: 'ada' })]) {
    const response = await ask(token);
    expect([response.status, await response.json()]).toEqual([200, { id: 7, email: '[redacted]' }]);
    // Remembered, and the same.
    expect((await ask(token)).status).toBe(200);
  }
  expect(world.upstream.seen[0]?.headers.authorization).toBe('Bearer the-proxy-itself');
});

it('others do not', async () => {
  const now = Math.floor(Date.now() / 1000);
  expect((await ask(await other.token())).status).toBe(403);
  expect((await ask(await provider.sign({ aud: 'another' }))).status).toBe(401);
  expect((await ask(await provider.sign({ exp: now - 1 }))).status).toBe(401);
  expect((await ask(await other.sign({ iss: provider.issuer }))).status).toBe(401);
  const [head, payload] = (await provider.token()).split('.');
  expect((await ask(`${head}.${payload}.`)).status).toBe(401);
  expect((await ask(await provider.sign({ groups: [] }))).status).toBe(403);
  expect(world.lines.filter((line) => line.includes('eyJ'))).toEqual([]);
});

it('what stands where a name should is on no line of the log, and a name is', async () => {
  const secret = await provider.token();
  const as = (user: string, password: string) => {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return fetch(`${world.origin}/people/7`, { headers: { authorization } });
  };
  for (const [user, password] of [
    [secret, 'x'],
    ['ghp_0123456789abcdef', ''],
    ['clerk', 'wrong'],
  ] as const)
    expect((await as(user, password)).status).toBe(401);
  const told = world.lines.filter((line) => line.includes('request-unproven'));
  expect(told.at(-1)).toContain('"user":"clerk"');
  expect(world.lines.filter((line) => line.includes('ghp_') || line.includes(secret.slice(0, 63)))).toEqual(
    [],
  );
});

it('a token ends when it says so, though it was remembered', async () => {
  const token = await provider.sign({ exp: Math.floor(Date.now() / 1000) + 2 });
  expect((await ask(token)).status).toBe(200);
  await expect.poll(async () => (await ask(token)).status, { timeout: 8_000 }).toBe(401);
});

it('a revoked token opens nothing any more, and none does while nobody knows', async () => {
  const token = await provider.sign({ sub: 'eve' });
  expect((await ask(token)).status).toBe(200);
  world.write('revoked.json', JSON.stringify([{ sub: 'eve' }]));
  await expect.poll(async () => (await ask(token)).status, { timeout: 8_000 }).toBe(401);
  world.write('revoked.json', 'half writt');
  await expect.poll(async () => (await ask(await provider.token())).status, { timeout: 8_000 }).toBe(503);
});
