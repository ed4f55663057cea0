/** When keys are fetched, for how long they hold, and what happens while the provider is down. The clock is the test's. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fetch } from '../../../../runtime/src/identity/oidc/discovery.ts';
import { TokenVerifier } from '../../../../runtime/src/identity/oidc/token-verifier.ts';

const ISSUER = 'https://login.corp.example';
const START = Date.UTC(2026, 10, 22, 12);

const settings = {
  ...{ user: 'oidc', issuer: ISSUER, audience: 'dlp-proxy', algorithms: ['ES256'], kind: 'service' as const },
  ...{
    kindClaim: null,
    oauth: null,
    groupsClaim: 'groups',
    taskClaim: 'task',
    clockSkewSeconds: 30,
    maxLifetimeSeconds: 86_400,
  },
};

const keys = {
  first: await generateKeyPair('ES256', { extractable: true }),
  second: await generateKeyPair('ES256', { extractable: true }),
};
type KeyName = keyof typeof keys;

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => vi.useRealTimers());

/** A provider in memory, whose answers a test changes. */
function provider(metadata: object = { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` }) {
  const state = { down: false, published: ['first'] as KeyName[], metadata: JSON.stringify(metadata) };
  const asked: string[] = [];
  const fetch: Fetch = async (url, { redirect }) => {
    asked.push(url);
    expect(redirect).toBe('error');
    if (state.down) throw new TypeError('fetch failed');
    if (url.includes('.well-known')) return new Response(state.metadata);
    const published = await Promise.all(
      state.published.map(async (kid) => ({ ...(await exportJWK(keys[kid].publicKey)), kid, alg: 'ES256' })),
    );
    return Response.json({ keys: published });
  };
  const verifier = new TokenVerifier(settings, { fetch, now: Date.now });
  const verify = async (kid: KeyName) => {
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ iss: ISSUER, aud: 'dlp-proxy', sub: 'ci', iat: now, exp: now + 60 })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(keys[kid].privateKey);
    const reading = await verifier.verify(token);
    return reading.ok ? reading.identity.caller.sub : reading.problem;
  };
  return { state, asked, verify };
}

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const NO_KEY = 'none of the keys of the provider is the one that it names';

describe('keys', () => {
  test('are fetched once for many tokens', async () => {
    const { asked, verify } = provider();
    expect(await verify('first')).toBe('ci');
    expect(await verify('first')).toBe('ci');
    expect(asked).toEqual([`${ISSUER}/.well-known/openid-configuration`, `${ISSUER}/keys`]);
  });

  test('that are new are found, but a stranger cannot have the provider asked again and again', async () => {
    const { state, asked, verify } = provider();
    expect(await verify('first')).toBe('ci');
    for (let i = 0; i < 5; i += 1) expect(await verify('second')).toBe(NO_KEY);
    expect(asked).toHaveLength(2);
    state.published = ['second'];
    pass(31);
    expect(await verify('second')).toBe('ci');
    expect(await verify('first')).toBe(NO_KEY);
    expect(asked).toHaveLength(3);
  });

  test('go on while the provider is down, until they are too old; then nothing opens', async () => {
    const { state, verify } = provider();
    expect(await verify('first')).toBe('ci');
    state.down = true;
    pass(590);
    expect(await verify('first')).toBe('ci');
    pass(20);
    expect(await verify('first')).toMatch(/^the provider cannot be asked/);
    state.down = false;
    pass(31);
    expect(await verify('first')).toBe('ci');
  });

  test('that cannot be fetched open nothing', async () => {
    const { state, verify } = provider();
    state.down = true;
    expect(await verify('first')).toBe('the provider cannot be asked: its metadata cannot be fetched');
    state.down = false;
    expect(await verify('first')).toBe('the provider cannot be asked: its metadata cannot be fetched');
    pass(31);
    expect(await verify('first')).toBe('ci');
  });
});

describe('metadata that cannot be trusted', () => {
  test.each([
    [
      { issuer: 'https://evil.example', jwks_uri: `${ISSUER}/keys` },
      'its metadata is that of another issuer',
    ],
    [{ issuer: ISSUER }, 'its metadata names no keys, or not over https'],
    [
      { issuer: ISSUER, jwks_uri: 'http://login.corp.example/keys' },
      'its metadata names no keys, or not over https',
    ],
    [
      { issuer: ISSUER, jwks_uri: 'https://user:pw@x.example/' },
      'its metadata names no keys, or not over https',
    ],
    [{ issuer: ISSUER, jwks_uri: `${ISSUER}/keys`, pad: 'x'.repeat(300_000) }, 'its metadata is too long'],
  ])('%o', async (metadata, problem) => {
    const { verify } = provider(metadata);
    expect(await verify('first')).toBe(`the provider cannot be asked: ${problem}`);
  });

  test('no JSON', async () => {
    const { state, verify } = provider();
    state.metadata = '<html>';
    expect(await verify('first')).toBe('the provider cannot be asked: its metadata is no JSON');
  });
});
