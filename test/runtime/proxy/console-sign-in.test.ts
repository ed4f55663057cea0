/** Signing in at the console with a real OpenID Connect provider, in a real browser; and what an attacker would send in its place. */
import { createHash, randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LoginStates } from '../../../runtime/src/admin/console/login-state.ts';
import { SessionBook } from '../../../runtime/src/admin/console/session-book.ts';
import { TokenIdentity } from '../../../runtime/src/identity/oidc/token-identity.ts';
import { startChromium } from '../../support/chromium.ts';
import { freePort } from '../../support/free-port.ts';
import {
  AUDIENCE,
  CONSOLE_CLIENT,
  type IdentityProvider,
  startIdentityProvider,
} from '../../support/identity-provider.ts';
import { requires } from '../../support/requires.ts';
import { screenshot } from '../../support/screenshot.ts';
import { type ApprovalsWorld, archiveDatabase, startApprovalsWorld } from './approvals-world.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let provider: IdentityProvider;
let world: ApprovalsWorld;
let url: string;

beforeAll(async () => {
  database = await archiveDatabase();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const redirectUri = `${url}/v1/sign-in/callback`;
  provider = await startIdentityProvider({}, { redirectUri, groups: { vera: ['security'], otto: [] } });
  world = await startApprovalsWorld(database, {
    files: { 'client.secret': CONSOLE_CLIENT.secret, 'revocations.json': '[]' },
    settings: {
      identityProviders: [{ issuer: provider.issuer, audience: AUDIENCE, kind: 'service' }],
      revocations: 'revocations.json',
      admin: {
        listen: { port },
        viewers: ['security'],
        url,
        signIn: { clientId: CONSOLE_CLIENT.id, clientSecret: { file: 'client.secret' }, label: 'Corp' },
      },
    },
  });
});
afterAll(async () => {
  await world?.end();
  await provider?.stop();
  await database?.drop();
});

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/** The same text with another first character. */
const changed = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;

const hashed = (secret: string) => createHash('sha256').update(secret).digest('base64url');

/** The address to sign in at, for a page with this secret. */
async function begun(secret = randomBytes(32).toString('base64url')): Promise<URL> {
  const { body } = await post('/v1/sign-in/begin', { challenge: hashed(secret) });
  return new URL(body.url ?? '');
}

/** Where a browser that comes back is sent on to. */
async function comeBack(
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${url}/v1/sign-in/callback?${new URLSearchParams(query)}`, {
    redirect: 'manual',
    headers,
  });
  expect(response.headers.get('cache-control')).toBe('no-store');
  return /url=(\/#[\w=-]+)"/.exec(await response.text())?.[1] ?? String(response.status);
}

test('the provider is asked for a code, with state, nonce and PKCE, and no secret goes through the browser', async () => {
  const { searchParams, origin } = await begun();
  expect(origin).toBe(provider.issuer);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    ...{
      response_type: 'code',
      client_id: CONSOLE_CLIENT.id,
      code_challenge_method: 'S256',
      scope: 'openid',
    },
    redirect_uri: `${url}/v1/sign-in/callback`,
  });
  const other = (await begun()).searchParams;
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(searchParams.get(name)?.length).toBeGreaterThanOrEqual(43);
    expect(searchParams.get(name)).not.toBe(other.get(name));
  }
  expect(searchParams.toString()).not.toContain(CONSOLE_CLIENT.secret);
});

describe('what did not begin here, or is not what the provider gave, signs nobody in', () => {
  test.each<[string, (state: string) => Record<string, string>, string]>([
    ['no state', () => ({ code: 'x' }), '/#problem=too-late'],
    ['a state of somebody’s own', () => ({ code: 'x', state: 'a'.repeat(120) }), '/#problem=too-late'],
    ['a changed state', (state) => ({ code: 'x', state: changed(state) }), '/#problem=too-late'],
    ['a code that nobody gave', (state) => ({ code: 'x', state }), '/#problem=failed'],
    ['another issuer', (state) => ({ code: 'x', state, iss: 'https://evil.example' }), '/#problem=failed'],
    ['what the provider says is wrong', (state) => ({ error: 'access_denied', state }), '/#problem=failed'],
    ['nothing but a state', (state) => ({ state }), '/#problem=failed'],
    ['an ID token in place of a code', (state) => ({ id_token: 'x.y.z', state }), '/#problem=failed'],
    ['too much', (state) => ({ code: 'x'.repeat(5000), state }), '/#problem=failed'],
  ])('%s', async (_, query, location) => {
    const state = (await begun()).searchParams.get('state') ?? '';
    expect(await comeBack(query(state))).toBe(location);
  });

  test('another page can neither begin, nor take a ticket, nor post to where browsers come back to', async () => {
    const evil = { origin: 'http://evil.example' };
    expect((await post('/v1/sign-in/begin', { challenge: 'a'.repeat(43) }, evil)).status).toBe(403);
    expect((await post('/v1/sign-in/ticket', { ticket: 'a', secret: 'b' }, evil)).status).toBe(403);
    expect((await post('/v1/sign-in/callback', {}, evil)).status).toBe(403);
    expect(await comeBack({ code: 'x', state: 'x' }, evil)).toBe('403');
    expect(await comeBack({ code: 'x', state: 'x' }, { 'sec-fetch-site': 'cross-site' })).toBe(
      '/#problem=too-late',
    );
  });

  test('a ticket that nobody was given, and a token that nobody has', async () => {
    expect((await post('/v1/sign-in/ticket', { ticket: 'a', secret: 'b' })).status).toBe(401);
    expect((await post('/v1/sign-in/begin', { challenge: 'short' })).status).toBe(400);
    const headers = { authorization: `Bearer dlps_${'a'.repeat(43)}` };
    expect((await fetch(`${url}/v1/me`, { headers })).status).toBe(401);
  });
});

describe('a ticket', () => {
  let time = 1_000_000;
  const identity = () =>
    new TokenIdentity({
      ...{ user: 'oidc', issuer: 'https://corp', audience: AUDIENCE, tokenIds: [], actors: [] },
      expiresAt: new Date(time + 3_600_000),
      caller: {
        ...{ sub: 'vera', kind: 'human', groups: new Set<string>(), actor: null },
        claims: { strings: new Map(), ints: new Map(), bools: new Map(), sets: new Map() },
      },
      task: { id: '', name: '', parent: '' },
    });

  test('is good once, for the page that began, and for a minute', () => {
    const book = new SessionBook(() => time);
    const token = book.exchange(book.ticket(identity(), hashed('secret')), 'secret') ?? '';
    expect(book.find(token)?.caller.sub).toBe('vera');
    const ticket = book.ticket(identity(), hashed('secret'));
    expect(book.exchange(ticket, 'of another page')).toBeNull();
    expect(book.exchange(ticket, 'secret')).toBeNull();
    const late = book.ticket(identity(), hashed('secret'));
    time += 60_001;
    expect(book.exchange(late, 'secret')).toBeNull();
  });

  test('opens what ends with the identity, and when it is ended', () => {
    const book = new SessionBook(() => time);
    const token = book.exchange(book.ticket(identity(), hashed('s')), 's') ?? '';
    time += 3_600_000;
    expect(book.find(token)).toBeNull();
    const other = book.exchange(book.ticket(identity(), hashed('s')), 's') ?? '';
    book.end(other);
    expect(book.find(other)).toBeNull();
  });

  test('belongs to a sign-in that began not too long ago, in this process', () => {
    const states = new LoginStates(() => time);
    const { state, nonce, codeVerifier } = states.begin('c'.repeat(43));
    expect(states.resume(state)).toMatchObject({ nonce, codeVerifier, challenge: 'c'.repeat(43) });
    expect(new LoginStates(() => time).resume(state)).toBeNull();
    time += 600_001;
    expect(states.resume(state)).toBeNull();
  });
});

requires('chromium')('in the browser', () => {
  let browser: Browser;
  /** Where the listener set one. */
  const cookies: string[] = [];
  /** Where browsers came back to, with what the provider gave them. */
  const callbacks: URL[] = [];
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  /** In a browser of their own, from the console to the provider and back. */
  async function signIn(name: string, hash = ''): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.on('response', (response) => {
      if (response.url().startsWith(url) && 'set-cookie' in response.headers()) cookies.push(response.url());
    });
    page.on('request', (request) => {
      if (request.url().includes('/v1/sign-in/callback')) callbacks.push(new URL(request.url()));
    });
    await page.goto(`${url}/${hash}`);
    await page.getByRole('button', { name: 'Sign in with Corp' }).waitFor();
    await screenshot(page, 'sign-in');
    await page.getByRole('button', { name: 'Sign in with Corp' }).click();
    await page.locator('input[name=login]').fill(name);
    await page.locator('input[name=password]').fill('anything');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    return page;
  }

  test('somebody signs in, sees what their groups may see, and signs out', async () => {
    const page = await signIn('vera', '#health');
    await page.getByRole('heading', { name: /^The proxy serves/ }).waitFor();
    expect(page.url()).toBe(`${url}/#health`);
    expect(cookies).toEqual([]);
    expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
    await world.event('signed-in', ({ subject }) => subject === 'vera');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
    // The code that signed in is good once, whoever brings it again.
    const [callback] = callbacks;
    expect(callback?.searchParams.get('code')).toMatch(/./);
    expect(await comeBack(Object.fromEntries(callback?.searchParams ?? []))).toBe('/#problem=failed');
  });

  test('without a group, no role', async () => {
    const page = await signIn('otto');
    await page.getByText('Nothing waits for you.').waitFor();
    expect(await page.getByRole('link', { name: 'Health' }).count()).toBe(0);
    await page.context().close();
  });

  test('a link with a ticket of somebody else’s signs nobody in', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${url}/#ticket=${'a'.repeat(43)}`);
    await page.getByRole('alert').filter({ hasText: 'Sign in again' }).waitFor();
    expect(page.url()).not.toContain('ticket');
    await page.context().close();
  });

  test('who is revoked is signed out at once, and cannot come back', async () => {
    const page = await signIn('vera', '#sessions');
    await page.getByText('Nobody is connected.').waitFor();
    world.write('revocations.json', JSON.stringify([{ sub: 'vera' }]));
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: 'Sign in with Corp' }).click();
    await page.getByRole('alert').filter({ hasText: 'did not sign you in' }).waitFor();
    await page.context().close();
  });
});
