/** Signing in at the console with a real SAML provider, in a real browser; and what an attacker would post in its place. */
import { createHash, randomBytes } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../../support/chromium.ts';
import { freePort } from '../../support/free-port.ts';
import { requires } from '../../support/requires.ts';
import { samlKeys } from '../../support/saml-keys.ts';
import { type SamlProvider, startSamlProvider } from '../../support/saml-provider.ts';
import { screenshot } from '../../support/screenshot.ts';
import { type ApprovalsWorld, archiveDatabase, startApprovalsWorld } from './approvals-world.ts';

requires('openssl')('SAML at the console', () => {
  let database: Awaited<ReturnType<typeof archiveDatabase>>;
  let provider: SamlProvider;
  let world: ApprovalsWorld;
  let url: string;
  /** Responses that browsers posted. */
  const posted: string[] = [];

  beforeAll(async () => {
    database = await archiveDatabase();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    provider = await startSamlProvider({
      keys: samlKeys(),
      consumerUrl: `${url}/v1/sign-in/saml`,
      groups: { vera: ['security', 'dba'], otto: ['nobody'] },
    });
    world = await startApprovalsWorld(database, {
      files: { 'idp.xml': await provider.metadata(), 'revocations.json': '[]' },
      settings: {
        revocations: 'revocations.json',
        admin: {
          ...{ listen: { port }, viewers: ['security'], url },
          saml: { metadata: 'idp.xml', label: 'Corp SSO' },
        },
      },
    });
  });
  afterAll(async () => {
    await world?.end();
    await provider?.stop();
    await database?.drop();
  });

  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(form), headers });
  const begin = async (secret: string): Promise<URL> => {
    const challenge = createHash('sha256').update(secret).digest('base64url');
    const response = await fetch(`${url}/v1/sign-in/begin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ challenge, way: 'saml' }),
    });
    return new URL(((await response.json()) as { url: string }).url);
  };
  /** What the provider has the browser of this person post. */
  async function answered(address: URL, login: string): Promise<string> {
    const form = { login, SAMLRequest: address.searchParams.get('SAMLRequest') ?? '' };
    const page = await fetch(address.origin + address.pathname, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return /name="SAMLResponse"\s+value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  }
  const goesOn = async (response: Response): Promise<string> =>
    /url=(\/#[\w=-]+)"/.exec(await response.text())?.[1] ?? String(response.status);

  test('the provider is asked by a request of this proxy’s, which answers must come back to', async () => {
    const { searchParams } = await begin('secret');
    const request = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
    expect(request).toContain(`AssertionConsumerServiceURL="${url}/v1/sign-in/saml"`);
    expect(request).toContain(`>${url}/v1/sign-in/saml/metadata</saml:Issuer>`);
    expect(searchParams.has('RelayState')).toBe(false);
  });

  test('what is posted signs in the page that began, once, whatever page it comes from and whatever it asks to go on to', async () => {
    const secret = randomBytes(32).toString('base64url');
    const SAMLResponse = await answered(await begin(secret), 'vera');
    const headers = { origin: new URL(provider.entityId).origin, 'sec-fetch-site': 'cross-site' };
    const first = await post(
      '/v1/sign-in/saml',
      { SAMLResponse, RelayState: 'https://evil.example/' },
      headers,
    );
    expect(first.headers.get('set-cookie')).toBeNull();
    expect(first.headers.get('location')).toBeNull();
    const page = await first.text();
    expect(page).not.toContain('evil');
    const ticket = /ticket=([\w-]+)/.exec(page)?.[1] ?? '';
    const json = { 'content-type': 'application/json' };
    const exchange = async (body: object) =>
      fetch(`${url}/v1/sign-in/ticket`, { method: 'POST', headers: json, body: JSON.stringify(body) });
    const { token } = (await (await exchange({ ticket, secret })).json()) as { token: string };
    const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ subject: 'vera', kind: 'human', mayView: true });

    expect(await goesOn(await post('/v1/sign-in/saml', { SAMLResponse }))).toBe('/#problem=failed');
    await world.event(
      'sign-in-failed',
      ({ user, reason }) => user === 'saml' && reason === 'it was used before',
    );
  });

  test('a ticket without the secret of the page that began is worth nothing', async () => {
    const SAMLResponse = await answered(await begin('of the victim'), 'vera');
    const ticket = /ticket=([\w-]+)/.exec(
      await (await post('/v1/sign-in/saml', { SAMLResponse })).text(),
    )?.[1];
    const response = await fetch(`${url}/v1/sign-in/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket, secret: 'of the attacker' }),
    });
    expect(response.status).toBe(401);
  });

  describe('nobody is signed in by', () => {
    const responseOf = async (change: (xml: string) => string) => {
      const response = await answered(await begin('secret'), 'vera');
      return Buffer.from(change(Buffer.from(response, 'base64').toString())).toString('base64');
    };
    test.each<[string, (xml: string) => string, string]>([
      ['a changed name', (xml) => xml.replace('>vera<', '>root<'), '/#problem=failed'],
      ['no signature', (xml) => xml.replace(/<Signature.*<\/Signature>/s, ''), '/#problem=failed'],
      [
        'an answer to what did not begin here',
        (xml) => xml.replaceAll(/InResponseTo="_./g, 'InResponseTo="_!'),
        '/#problem=too-late',
      ],
      [
        'an answer to nothing, which a provider sends unasked',
        (xml) => xml.replaceAll(/InResponseTo="[^"]+"/g, ''),
        '/#problem=too-late',
      ],
      ['a document type', (xml) => `<!DOCTYPE x [<!ENTITY e "x">]>${xml}`, '/#problem=failed'],
      ['nothing', () => '', '/#problem=failed'],
    ])('%s', async (_, change, goes) => {
      expect(await goesOn(await post('/v1/sign-in/saml', { SAMLResponse: await responseOf(change) }))).toBe(
        goes,
      );
    });

    test('what is no form, is too large, or is compressed', async () => {
      const send = (body: string | Buffer, headers: Record<string, string>) =>
        fetch(`${url}/v1/sign-in/saml`, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await send('{}', { 'content-type': 'application/json' })).status).toBe(400);
      expect((await send('x', { ...form, 'content-encoding': 'gzip' })).status).toBe(400);
      expect((await send('x'.repeat(300_000), form)).status).toBe(413);
      expect((await fetch(`${url}/v1/sign-in/saml`)).status).toBe(405);
    });

    test('a post under another name of this machine, to which a page led a browser', async () => {
      const { request } = await import('node:http');
      const status = await new Promise((resolve, reject) => {
        request(
          `${url}/v1/sign-in/saml`,
          { method: 'POST', headers: { host: 'evil.example' } },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        )
          .on('error', reject)
          .end();
      });
      expect(status).toBe(421);
    });

    test('another page that begins for them', async () => {
      const headers = { 'content-type': 'application/json', origin: 'http://evil.example' };
      const body = JSON.stringify({ challenge: 'a'.repeat(43), way: 'saml' });
      const response = await fetch(`${url}/v1/sign-in/begin`, { method: 'POST', headers, body });
      expect(response.status).toBe(403);
    });
  });

  test('the metadata is there for the provider’s administrator', async () => {
    const response = await fetch(`${url}/v1/sign-in/saml/metadata`);
    expect(response.headers.get('content-type')).toBe('application/samlmetadata+xml');
    expect(await response.text()).toContain(`Location="${url}/v1/sign-in/saml"`);
  });

  requires('chromium')('in the browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startChromium();
    });
    afterAll(() => browser?.close());

    async function signIn(name: string, hash = ''): Promise<Page> {
      const page = await (await browser.newContext()).newPage();
      page.on('request', (request) => {
        if (request.url().endsWith('/v1/sign-in/saml')) posted.push(request.postData() ?? '');
      });
      await page.goto(`${url}/${hash}`);
      await page.getByRole('button', { name: 'Sign in with Corp SSO' }).waitFor();
      await screenshot(page, 'sign-in-saml');
      await page.getByRole('button', { name: 'Sign in with Corp SSO' }).click();
      await page.locator('input[name=login]').fill(name);
      await page.getByRole('button', { name: 'Sign in' }).click();
      return page;
    }

    test('somebody signs in, comes back to where they were, sees what their groups may see, and signs out', async () => {
      const page = await signIn('vera', '#health');
      await page.getByRole('heading', { name: /^The proxy serves/ }).waitFor();
      await screenshot(page, 'signed-in-saml');
      expect(page.url()).toBe(`${url}/#health`);
      expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
      expect(await page.context().cookies(url)).toEqual([]);
      expect(posted).toHaveLength(1);
      await world.event(
        'signed-in',
        ({ subject, issuer }) => subject === 'vera' && issuer === provider.entityId,
      );
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.context().close();
    });

    test('without a group, no role; and who is revoked is signed out at once', async () => {
      const page = await signIn('otto');
      await page.getByText('Nothing waits for you.').waitFor();
      expect(await page.getByRole('link', { name: 'Health' }).count()).toBe(0);
      world.write('revocations.json', JSON.stringify([{ sub: 'otto', issuer: provider.entityId }]));
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.context().close();
    });
  });
});
