/**
 * What becomes of tokens over time, with a real provider and whole proxies: keys rotated, keys gone, a provider that is down, clocks that were moved, tokens shown
 * twice, revoked, or made with what everybody knows. Each by every way in which a token is presented.
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  encodeSaslInitialResponse,
  encodeSaslResponse,
} from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import { type ApiWorld, apiWorld, compilePeopleFor } from '../../../attacks-http/world/world.ts';
import {
  AUDIENCE,
  type IdentityProvider,
  startIdentityProvider,
} from '../../../support/identity-provider.ts';
import { matcher } from '../../judge/fixture.ts';
import { crmDatabase, type ProxyWorld, startWorld } from '../../proxy/proxy-world.ts';
import { bearer, sayBySasl, told } from './sasl-client.ts';

const directory = mkdtempSync(join(tmpdir(), 'dlp-provider-'));
let database: Awaited<ReturnType<typeof crmDatabase>>;
let provider: IdentityProvider;
let sql: ProxyWorld & { end(): Promise<void> };
let api: ApiWorld;

/** Seconds by which everybody's clock is ahead of the machine's, and the proxy's clock ahead of everybody's. */
let passed = 0;
let ahead = 0;
const machine = Date.now;
const clock = () => machine() + passed * 1000;
const ofProxy = () => clock() + ahead * 1000;
const seconds = () => Math.floor(clock() / 1000);

beforeAll(async () => {
  database = await crmDatabase();
});
afterAll(async () => {
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => void vi.spyOn(Date, 'now').mockImplementation(clock));
afterEach(() => void vi.restoreAllMocks());

/** A provider and proxies of their own for the tests of a block, which share what has become of them. */
function inOneWorld(): void {
  beforeAll(async () => {
    passed = 0;
    provider = await startIdentityProvider({ groups: ['contractors'] });
    const identityProviders = [{ issuer: provider.issuer, audience: AUDIENCE, kind: 'service', oauth: {} }];
    const settings = { identityProviders, revocations: 'revoked.json' };
    const files = { 'revoked.json': '[]' };
    sql = await startWorld(database, {
      ...{ settings, files, now: ofProxy },
      matcher: { ...matcher, identity: { issuer: provider.issuer, audience: AUDIENCE } },
    });
    api = await apiWorld({
      ...{
        settings,
        files,
        bundle: await compilePeopleFor(provider.issuer, mkdtempSync(join(directory, 'bundle-'))),
      },
      parts: { now: ofProxy, pollMilliseconds: 20 },
    });
  });
  beforeEach(() => api.upstream.answerJson({ id: 7 }));
  afterAll(async () => {
    await api?.stop();
    await sql?.end();
    await provider?.stop();
  });
}

type Opening = 'open' | 'refused' | string;

const request = (token: string) =>
  fetch(`${api.origin}/people/7`, { headers: { authorization: `Bearer ${token}` } });

async function bySql(token: string): Promise<Opening> {
  const outcome = await sql.refusal('oidc', { password: token });
  if (outcome === 'connected') return 'open';
  return /^28P01 |^28000 the token was revoked/.test(outcome) ? 'refused' : outcome;
}

async function byOauth(token: string): Promise<Opening> {
  const answers = [encodeSaslInitialResponse('OAUTHBEARER', bearer(token)), encodeSaslResponse('\x01')];
  const outcome = told(await sayBySasl(sql.proxy, 'oauth', answers));
  if (outcome === '10 0 ready') return 'open';
  return /^10 (?:11 |0 )?28000$/.test(outcome) ? 'refused' : outcome;
}

async function byHttp(token: string): Promise<Opening> {
  const { status } = await request(token);
  if (status === 200) return 'open';
  return status === 401 ? 'refused' : String(status);
}

/** What comes of a token by each way, in one word where all agree. */
async function opening(token: string): Promise<string> {
  const [password, oauth, http] = [await bySql(token), await byOauth(token), await byHttp(token)];
  return password === oauth && oauth === http ? password : JSON.stringify({ password, oauth, http });
}

const published = async (): Promise<JsonWebKey> => {
  const { keys } = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { keys: JsonWebKey[] };
  return keys[0] ?? {};
};

describe('keys that change', () => {
  inOneWorld();
  test('keys are rotated: the new one opens without a restart, the old one nothing once it is gone', async () => {
    const old = await provider.sign({ exp: seconds() + 3000 });
    expect(await opening(old)).toBe('open');
    await provider.rotate();
    const fresh = await provider.sign({ exp: seconds() + 3000 });
    // The provider is asked for keys no more often than every half minute.
    passed += 31;
    expect(await opening(fresh)).toBe('open');
    // What was proved of a request is remembered for a minute.
    passed += 61;
    expect(await opening(old)).toBe('refused');
    expect(await opening(fresh)).toBe('open');
    expect(await opening(await provider.token())).toBe('open');
  });
});

describe('a key that is gone', () => {
  inOneWorld();
  test('a key that is gone opens nothing after ten minutes, though nobody showed the new one', async () => {
    const old = await provider.sign({ exp: seconds() + 3000 });
    expect(await opening(old)).toBe('open');
    await provider.rotate();
    passed += 601;
    expect(await opening(old)).toBe('refused');
  });
});

describe('a provider that is down', () => {
  inOneWorld();
  test('while the provider is down, known keys go on until they are too old; then nothing opens', async () => {
    const token = await provider.sign({ exp: seconds() + 3000 });
    expect(await opening(token)).toBe('open');
    await provider.stop();
    passed += 500;
    expect(await opening(await provider.sign({ sub: 'later', exp: seconds() + 3000 }))).toBe('open');
    expect(await opening(await provider.sign({}, { kid: 'never-seen' }))).toBe('refused');
    passed += 200;
    expect(await opening(token)).toBe('refused');
  });
});

describe('one and the same provider', () => {
  inOneWorld();
  describe('refused by every way', () => {
    test.each<[string, () => Promise<string>]>([
      ['of another audience', () => provider.sign({ aud: 'payroll' })],
      ['of several audiences, none of them this', () => provider.sign({ aud: ['payroll', 'dlp'] })],
      ['of another issuer', () => provider.sign({ iss: 'https://evil.example' })],
      ['expired', () => provider.sign({ iat: seconds() - 600, exp: seconds() - 1 })],
      ['bound to a key (DPoP)', () => provider.sign({ cnf: { jkt: 'x'.repeat(43) } })],
      ['bound to a certificate', () => provider.sign({ cnf: { 'x5t#S256': 'x'.repeat(43) } })],
      ['not yet valid', () => provider.sign({ nbf: seconds() + 120 })],
      [
        'issued on a day that is far off',
        () => provider.sign({ iat: seconds() + 86_400, exp: seconds() + 86_500 }),
      ],
      [
        'without a signature (`alg` none)',
        async () => {
          const [, payload] = (await provider.sign()).split('.');
          return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
        },
      ],
      [
        'by HS256 with the public key as the secret',
        async () => {
          const pem = createPublicKey({ key: await published(), format: 'jwk' }).export({
            type: 'spki',
            format: 'pem',
          });
          return secretly(Buffer.from(pem));
        },
      ],
      [
        'by HS256 with the published document of the key',
        async () => secretly(Buffer.from(JSON.stringify(await published()))),
      ],
      [
        'by a key that it brings along',
        async () => {
          const other = await startIdentityProvider({ groups: ['contractors'] });
          const token = await other.sign({ iss: provider.issuer }, { kid: 'first' });
          await other.stop();
          return token;
        },
      ],
      [
        'that is a notice of a sign-out',
        () =>
          provider.sign(
            { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
            { typ: 'logout+jwt' },
          ),
      ],
    ])('a token %s', async (_, token) => {
      expect(await opening(await token())).toBe('refused');
    });

    function secretly(secret: Buffer): Promise<string> {
      const sound = {
        iss: provider.issuer,
        aud: AUDIENCE,
        sub: 'ci-nightly',
        groups: ['contractors'],
        iat: seconds(),
        exp: seconds() + 60,
      };
      return new SignJWT(sound).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret);
    }
  });

  test('a token may be shown again until it ends: it is its bearer’s. Revoked by its identifier, it opens nothing', async () => {
    const token = await provider.sign({ jti: 'the-one' });
    expect(await opening(token)).toBe('open');
    expect(await opening(token)).toBe('open');
    const taken = sql.next('revocations-in-force');
    const list = JSON.stringify([{ token: 'the-one' }]);
    sql.write('revoked.json', list);
    api.write('revoked.json', list);
    await taken;
    await expect.poll(() => byHttp(token), { timeout: 30_000 }).toBe('refused');
    expect(await opening(token)).toBe('refused');
    expect(await opening(await provider.sign({ jti: 'another' }))).toBe('open');
  });

  test('an answer over HTTP is cut in the middle when its token is revoked, and when it ends', async () => {
    api.upstream.answer((_request, response) => {
      // Never ends by itself.
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .write(`[${'{"id":1,"email":"ada@corp.example"},'.repeat(5_000)}`);
    });
    /** Resolves, when some of the answer has crossed, to what becomes of the rest. */
    const begin = async (token: string): Promise<() => Promise<string>> => {
      const headers = { authorization: `Bearer ${token}` };
      const { body } = await fetch(`${api.origin}/people`, { headers });
      const reader = body?.getReader();
      const first = await reader?.read();
      expect(first?.value?.length).toBeGreaterThan(0);
      return async () => {
        for (;;) {
          const next = await reader?.read().catch(() => null);
          if (next === null || next === undefined) return 'cut';
          if (next.done) return 'whole';
        }
      };
    };
    const revoked = await begin(await provider.sign({ sub: 'leaver' }));
    const stays = await begin(await provider.sign({ sub: 'stays', exp: seconds() + 200 }));
    api.write('revoked.json', JSON.stringify([{ sub: 'leaver' }]));
    expect(await revoked()).toBe('cut');
    const ending = await begin(await provider.sign({ exp: seconds() + 3 }));
    expect(await ending()).toBe('cut');
    const going = stays();
    expect(await Promise.race([going, Promise.resolve('goes on')])).toBe('goes on');
    api.write('revoked.json', JSON.stringify([{ sub: 'stays' }]));
    expect(await going).toBe('cut');
    api.write('revoked.json', '[]');
  });

  describe('clocks', () => {
    test('a proxy that is ahead takes no token that has ended by its clock; set right, it does', async () => {
      const token = await provider.sign({ exp: seconds() + 600 });
      ahead = 3600;
      expect(await opening(token)).toBe('refused');
      ahead = 0;
      expect(await opening(token)).toBe('open');
    });

    test('a proxy that is behind takes no token of the future, but within the skew that is allowed', async () => {
      const token = await provider.sign();
      ahead = -3600;
      expect(await opening(token)).toBe('refused');
      ahead = -20;
      expect(await opening(token)).toBe('open');
    });
  });
});
