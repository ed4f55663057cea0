/** What is said of an admin listener, of approvals and of a webhook that would not be safe. */
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { requires } from '../../support/requires.ts';
import { samlKeys } from '../../support/saml-keys.ts';
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

test('what providers tell is read as revocations are, and meant for what they know this receiver by', async () => {
  const text = json({
    identityProviders: [...PROVIDED.identityProviders, { ...PROVIDED.identityProviders[0], user: 'other' }],
    revocations: 'revoked.json',
    admin: {
      ...{ ...ADMIN, url: 'https://dlp.corp.example', events: { state: 'told.json' } },
      signIn: { clientId: 'console' },
    },
  });
  const loading = await load(text);
  if (!loading.ok) throw new Error('the configuration is refused');
  const { revocations, admin, identityProviders } = loading.config;
  expect(revocations).toEqual(['/etc/dlp/revoked.json', '/etc/dlp/told.json']);
  expect(identityProviders.map((provider) => admin?.events?.audience(provider))).toEqual(['console', 'dlp']);
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
      'notices of nobody',
      { admin: { ...ADMIN, events: { state: 'told.json' } } },
      'needs `identityProviders`',
    ],
    ['notices that are kept nowhere', { ...PROVIDED, admin: { ...ADMIN, events: {} } }, 'admin.events.state'],
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

requires('openssl')('signing in by SAML', () => {
  const ISSUER = 'https://idp.corp.example';
  let files: Record<string, string>;
  beforeAll(() => {
    const certificate = samlKeys().cert;
    files = {
      '/etc/dlp/idp.crt': certificate,
      '/etc/dlp/weak.crt': samlKeys('weak', 1024).cert,
      '/etc/dlp/text.crt': 'no certificate',
      '/etc/dlp/idp.xml': metadataOf(certificate),
      '/etc/dlp/empty.xml': '<EntityDescriptor entityID="x"/>',
      '/etc/dlp/two.xml': `<EntitiesDescriptor>${metadataOf(certificate)
        .replaceAll(/<\?.*?\?>/g, '')
        .repeat(2)}</EntitiesDescriptor>`,
      '/etc/dlp/http.xml': metadataOf(certificate).replaceAll('https://idp', 'http://idp'),
      '/etc/dlp/type.xml': `<!DOCTYPE x>${metadataOf(certificate)}`,
    };
  });
  const metadataOf = (certificate: string) =>
    `<?xml version="1.0"?><!-- of the provider -->
    <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${ISSUER}">
      <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
        <md:KeyDescriptor use="encryption"><ds:KeyInfo/></md:KeyDescriptor>
        <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
          ${certificate.replace(/-----[^-]+-----/g, '')}
        </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
        <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${ISSUER}/post"/>
        <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ISSUER}/sso?a=1&amp;b=2"/>
      </md:IDPSSODescriptor>
    </md:EntityDescriptor>`.replace(/^\s+/gm, '');
  const URL_OF_ADMIN = 'https://dlp.corp.example';
  const settled = async (saml: object, more: object = {}) =>
    load(json({ ...more, admin: { ...ADMIN, url: `${URL_OF_ADMIN}/`, saml } }), { files });

  test('is settled alike from metadata and from its parts', async () => {
    const settings = {
      ...{ issuer: ISSUER, entryPoint: `${ISSUER}/sso?a=1&b=2`, groupsAttribute: 'groups' },
      ...{
        entityId: `${URL_OF_ADMIN}/v1/sign-in/saml/metadata`,
        consumerUrl: `${URL_OF_ADMIN}/v1/sign-in/saml`,
      },
      ...{ responseSigned: false, subjectAttribute: null, clockSkewSeconds: 30, sessionSeconds: 28_800 },
      standsFor: { issuer: ISSUER, audience: `${URL_OF_ADMIN}/v1/sign-in/saml/metadata` },
    };
    for (const saml of [
      { metadata: 'idp.xml' },
      { issuer: ISSUER, entryPoint: settings.entryPoint, certificates: ['idp.crt'] },
    ]) {
      const loading = await settled(saml);
      expect(loading).toMatchObject({ ok: true, warnings: [], config: { admin: { saml: { settings } } } });
      const pem = loading.ok ? (loading.config.admin?.saml?.settings.certificates[0] ?? '') : '';
      expect(new X509Certificate(pem).subject).toBe('CN=idp');
    }
  });

  test('people can count for those of a provider', async () => {
    const loading = await settled({ metadata: 'idp.xml', provider: 'oidc', entityId: 'urn:dlp' }, PROVIDED);
    expect(loading).toMatchObject({
      config: {
        admin: {
          saml: {
            settings: {
              entityId: 'urn:dlp',
              standsFor: { issuer: 'https://sso.corp.example', audience: 'dlp' },
            },
          },
        },
      },
    });
  });

  test('an expired certificate is told of', async () => {
    const text = json({ admin: { ...ADMIN, url: URL_OF_ADMIN, saml: { metadata: 'idp.xml' } } });
    expect(await mistakes(text, { files, now: '2126-01-01T00:00:00Z' })).toContain('certificate expired');
  });

  test.each<[string, object, string]>([
    ['nothing', {}, 'needs `metadata`, or `issuer`, `entryPoint` and `certificates`'],
    ['half of it', { issuer: ISSUER, entryPoint: ISSUER }, 'needs `metadata`'],
    ['both', { metadata: 'idp.xml', issuer: ISSUER }, '`metadata` says what'],
    ['metadata that is not there', { metadata: 'none.xml' }, 'does not exist'],
    ['metadata of nobody', { metadata: 'empty.xml' }, 'describes not exactly one identity provider'],
    ['metadata of two', { metadata: 'two.xml' }, 'describes not exactly one identity provider'],
    ['metadata with a document type', { metadata: 'type.xml' }, 'a document type'],
    ['a provider over http', { metadata: 'http.xml' }, 'no URL with https'],
    [
      'a key that is too short',
      { issuer: ISSUER, entryPoint: ISSUER, certificates: ['weak.crt'] },
      'at least 2048 bits',
    ],
    [
      'no certificate',
      { issuer: ISSUER, entryPoint: ISSUER, certificates: ['text.crt'] },
      'holds no certificate',
    ],
    ['a provider that there is not', { metadata: 'idp.xml', provider: 'none' }, 'has the user `none`'],
  ])('is refused with %s', async (_, saml, problem) => {
    const text = json({ admin: { ...ADMIN, url: URL_OF_ADMIN, saml } });
    const said = await mistakes(text, { files });
    expect(said).toMatch(/^refused/);
    expect(said).toContain(problem);
  });

  test('is refused with metadata that others can change, and without an address to come back to', async () => {
    const admin = { ...ADMIN, url: URL_OF_ADMIN, saml: { metadata: 'idp.xml' } };
    const exposure = { '/etc/dlp/idp.xml': { readable: true, writable: true } };
    expect(await mistakes(json({ admin }), { files, exposure })).toContain('can be changed by others');
    for (const url of [undefined, 'http://dlp.corp.example'])
      expect(await mistakes(json({ admin: { ...admin, url } }), { files })).toContain('needs `admin.url`');
  });
});
