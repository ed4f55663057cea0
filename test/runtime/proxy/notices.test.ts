/** What identity providers tell of people who must be let in no more: a real provider's back-channel logout, security events, and what an attacker would send. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, apiWorld, compilePeopleFor } from '../../attacks-http/world/world.ts';
import { freePort } from '../../support/free-port.ts';
import {
  AUDIENCE,
  CONSOLE_CLIENT,
  type IdentityProvider,
  startIdentityProvider,
} from '../../support/identity-provider.ts';
import { matcher } from '../judge/fixture.ts';
import { crmDatabase, type ProxyWorld, startWorld } from './proxy-world.ts';

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

const directory = mkdtempSync(join(tmpdir(), 'dlp-notices-'));
const state = join(directory, 'told.json');
let database: Awaited<ReturnType<typeof crmDatabase>>;
let provider: IdentityProvider;
let world: ProxyWorld & { end(): Promise<void> };
/** Another process, which reads what the first one was told. */
let api: ApiWorld;
let url: string;

beforeAll(async () => {
  database = await crmDatabase();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const browser = {
    redirectUri: `${url}/v1/sign-in/callback`,
    logoutUri: `${url}/v1/events/logout`,
    groups: {},
  };
  provider = await startIdentityProvider({ groups: ['contractors'] }, browser);
  const { issuer } = provider;
  const identityProviders = [{ issuer, audience: AUDIENCE, kind: 'service' }];
  world = await startWorld(database, {
    matcher: { ...matcher, identity: { issuer, audience: AUDIENCE } },
    files: { 'client.secret': CONSOLE_CLIENT.secret },
    settings: {
      identityProviders,
      admin: {
        ...{ listen: { port }, url, events: { state } },
        signIn: { clientId: CONSOLE_CLIENT.id, clientSecret: { file: 'client.secret' } },
      },
    },
  });
  api = await apiWorld({
    bundle: await compilePeopleFor(issuer, directory),
    settings: { identityProviders, revocations: state },
    parts: { pollMilliseconds: 20 },
  });
});
afterAll(async () => {
  await api?.stop();
  await world?.end();
  await provider?.stop();
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
});

const seconds = () => Math.floor(Date.now() / 1000);
/** A token of somebody, issued long enough ago to be older than whatever is told now. */
const token = (sub: string, claims: object = {}) => provider.sign({ sub, iat: seconds() - 5, ...claims });
const endless = 'select count(*) from generate_series(1, 100000000000)';

/** A notice as the provider would sign it. */
const notice = (claims: Readonly<Record<string, unknown>>, typ = 'logout+jwt') =>
  provider.sign(
    { aud: CONSOLE_CLIENT.id, sub: undefined, groups: undefined, jti: crypto.randomUUID(), ...claims },
    { typ },
  );
const logOut = async (logoutToken: string): Promise<number> =>
  (
    await fetch(`${url}/v1/events/logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: logoutToken }),
    })
  ).status;
const tell = async (event: string): Promise<number> =>
  (
    await fetch(`${url}/v1/events`, {
      method: 'POST',
      body: event,
      headers: { 'content-type': 'application/secevent+jwt' },
    })
  ).status;

describe('signing out at the provider', () => {
  test('cuts what older tokens of the subject opened, in the middle of a statement and of an answer, and nobody else', async () => {
    const left = await world.connect('oidc', { password: await token('leaver') });
    const stays = await world.connect('oidc', { password: await token('stays') });
    const running = left.client.query(endless).catch((error: unknown) => error);
    api.upstream.answer((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).write(`[${'{"id":1},'.repeat(20_000)}`),
    );
    const reader = (await request(await token('leaver'), '/people')).body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);

    await provider.logOut('leaver', 'a-session');
    expect(await running).toMatchObject({
      code: '57P01',
      message: 'terminating connection: the token was revoked',
    });
    await left.over;
    // Nothing more crosses of an answer that would never end.
    await expect(readAll(reader)).rejects.toThrow();
    await expect
      .poll(async () => (await request(await token('leaver'), '/people')).status, { timeout: 30_000 })
      .toBe(401);
    expect((await stays.client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(await world.refusal('oidc', { password: await token('leaver') })).toBe(
      '28000 the token was revoked',
    );
    await world.event('notice-taken', ({ kind, issuer }) => kind === 'logout' && issuer === provider.issuer);
  });

  test('lets in again who signs in again', async () => {
    expect(
      await logOut(await notice({ sub: 'comes-back', iat: seconds() - 2, events: { [LOGOUT]: {} } })),
    ).toBe(200);
    await expect
      .poll(async () => world.refusal('oidc', { password: await token('comes-back') }), { timeout: 30_000 })
      .toBe('28000 the token was revoked');
    expect(await world.refusal('oidc', { password: await provider.sign({ sub: 'comes-back' }) })).toBe(
      'connected',
    );
  });

  test('of one session leaves the others of the subject, where tokens say which they are of', async () => {
    const of = (sid?: string) => token('two-seats', { sid });
    expect(await logOut(await notice({ sub: 'two-seats', sid: 'desk', events: { [LOGOUT]: {} } }))).toBe(200);
    await expect
      .poll(async () => world.refusal('oidc', { password: await of('desk') }), { timeout: 30_000 })
      .toBe('28000 the token was revoked');
    expect(await world.refusal('oidc', { password: await of('train') })).toBe('connected');
    expect(await world.refusal('oidc', { password: await of() })).toBe('28000 the token was revoked');
    // By the session alone.
    expect(await logOut(await notice({ sid: 'alone', events: { [LOGOUT]: {} } }))).toBe(200);
    await expect
      .poll(async () => world.refusal('oidc', { password: await token('anybody', { sid: 'alone' }) }), {
        timeout: 30_000,
      })
      .toBe('28000 the token was revoked');
    expect(await world.refusal('oidc', { password: await token('anybody') })).toBe('connected');
  });
});

describe('security events', () => {
  test.each<[string, (sub: string) => Record<string, unknown>]>([
    [
      'a session revoked, of a subject by issuer',
      (sub) => ({ sub_id: { format: 'iss_sub', iss: provider.issuer, sub }, events: { [REVOKED]: {} } }),
    ],
    [
      'the same, said in the event',
      (sub) => ({ events: { [REVOKED]: { subject: { format: 'iss_sub', iss: provider.issuer, sub } } } }),
    ],
    [
      'an account disabled',
      (sub) => ({
        sub_id: { format: 'opaque', id: sub },
        events: {
          'https://schemas.openid.net/secevent/risc/event-type/account-disabled': { reason: 'hijacking' },
        },
      }),
    ],
    [
      'a user’s session',
      (sub) => ({
        sub_id: {
          format: 'complex',
          user: { format: 'opaque', id: sub },
          session: { format: 'opaque', id: 's1' },
        },
        events: { [REVOKED]: {} },
      }),
    ],
  ])('%s', async (name, claims) => {
    const sub = `subject of ${name}`;
    expect(await world.refusal('oidc', { password: await token(sub, { sid: 's1' }) })).toBe('connected');
    expect(await tell(await notice(claims(sub), 'secevent+jwt'))).toBe(202);
    await expect
      .poll(async () => world.refusal('oidc', { password: await token(sub, { sid: 's1' }) }), {
        timeout: 30_000,
      })
      .toBe('28000 the token was revoked');
  });
});

describe('refused, and nobody is cut', () => {
  const victim = { sub: 'victim' };
  const events = { [LOGOUT]: {} };
  const ends = () => notice({ ...victim, events });
  test.each<[string, () => Promise<string>]>([
    ['of another audience', () => notice({ ...victim, events, aud: 'another' })],
    ['of another issuer', () => notice({ ...victim, events, iss: 'https://evil.example' })],
    [
      'by another key',
      async () => {
        const other = await startIdentityProvider({});
        const signed = await other.sign(
          { iss: provider.issuer, aud: CONSOLE_CLIENT.id, jti: 'x', ...victim, events },
          { typ: 'logout+jwt' },
        );
        await other.stop();
        return signed;
      },
    ],
    [
      'without a signature',
      async () =>
        `${Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString('base64url')}.${(await ends()).split('.')[1]}.`,
    ],
    ['that was changed', async () => (await ends()).replace(/\.[^.]{4}/, '.AAAA')],
    ['that is old', () => notice({ ...victim, events, iat: seconds() - 700 })],
    ['of the future', () => notice({ ...victim, events, iat: seconds() + 120 })],
    ['that has expired', () => notice({ ...victim, events, exp: seconds() - 60 })],
    ['without an identifier', () => notice({ ...victim, events, jti: undefined })],
    ['without events, as an ID token is', () => notice(victim, 'JWT')],
    ['with a nonce', () => notice({ ...victim, events, nonce: 'n' })],
    ['of another event', () => notice({ ...victim, events: { 'urn:other': {} } })],
    ['of two events', () => notice({ ...victim, events: { ...events, 'urn:other': {} } })],
    ['whose events are none', () => notice({ ...victim, events: [LOGOUT] })],
    ['whose event is none', () => notice({ ...victim, events: { [LOGOUT]: true } })],
    ['of nobody', () => notice({ events })],
    ['of somebody who is no text', () => notice({ sub: 'victim', sid: 7, events })],
    ['of another type', () => notice({ ...victim, events }, 'at+jwt')],
    [
      'that is an access token',
      () => provider.sign({ sub: 'victim', aud: CONSOLE_CLIENT.id, jti: 'y' }, { typ: 'at+jwt' }),
    ],
    ['that is nothing', async () => ''],
    ['that is endless', async () => 'x'.repeat(100_000)],
  ])('a logout token %s', async (_, make) => {
    expect(await logOut(await make())).toBe(400);
    expect(readFileSync(state, 'utf8')).not.toContain('victim');
  });

  test.each<[string, () => Promise<string>]>([
    ['a logout token', ends],
    ['an event without a type', () => notice({ ...victim, events: { [REVOKED]: {} } }, 'JWT')],
    ['an event of a logout', () => notice({ ...victim, events }, 'secevent+jwt')],
    [
      'one of somebody else’s subject',
      () =>
        notice(
          {
            sub_id: { format: 'iss_sub', iss: 'https://evil.example', sub: 'victim' },
            events: { [REVOKED]: {} },
          },
          'secevent+jwt',
        ),
    ],
    [
      'one of a telephone',
      () =>
        notice(
          { sub_id: { format: 'phone_number', phone_number: '+1' }, events: { [REVOKED]: {} } },
          'secevent+jwt',
        ),
    ],
  ])('where events are told, %s', async (_, make) => {
    expect(await tell(await make())).toBe(400);
    expect(readFileSync(state, 'utf8')).not.toContain('victim');
  });

  test('what is asked in another way, or from a web page', async () => {
    expect((await fetch(`${url}/v1/events`)).status).toBe(405);
    expect((await fetch(`${url}/v1/events`, { method: 'POST', body: 'x' })).status).toBe(400);
    expect(
      (
        await fetch(`${url}/v1/events/logout`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(400);
    const headers = { origin: 'https://evil.example', 'content-type': 'application/secevent+jwt' };
    expect((await fetch(`${url}/v1/events`, { method: 'POST', body: await ends(), headers })).status).toBe(
      403,
    );
    expect(await world.refusal('oidc', { password: await token('victim') })).toBe('connected');
  });
});

test('a notice that is told again is no failure, and ends nothing anew', async () => {
  const again = await notice({ sub: 'once', iat: seconds() - 3, events: { [LOGOUT]: {} } });
  expect(await logOut(again)).toBe(200);
  const kept = readFileSync(state, 'utf8');
  expect(await logOut(again)).toBe(200);
  expect(readFileSync(state, 'utf8')).toBe(kept);
  expect(await world.refusal('oidc', { password: await provider.sign({ sub: 'once' }) })).toBe('connected');
});

function request(bearer: string, path: string): Promise<Response> {
  return fetch(api.origin + path, { headers: { authorization: `Bearer ${bearer}` } });
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  while ((await reader?.read())?.done === false);
}
