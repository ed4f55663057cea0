import { expect, test } from 'vitest';
import { maskKeySetting } from '../../../runtime/src/masks/mask-key.ts';
import { mockSecret } from '../../../runtime/src/proxy/mock-secret.ts';
import { catalogTarget, sessionTarget } from '../../../runtime/src/proxy/upstream-target.ts';
import { configOf, sourceConfig } from './proxy-fixture.ts';

const { upstream } = sourceConfig('crm');
const KEY = Buffer.alloc(32, 7);

test('the mask key goes along with sessions, and not with readings of the catalog', () => {
  expect(sessionTarget(upstream, KEY).parameters).toEqual({ 'dlp.mask_key': maskKeySetting(KEY) });
  expect(sessionTarget(upstream, null).parameters).toEqual({});
  expect(catalogTarget(upstream).parameters).toEqual({});
});

test.each([
  ['disable', null, 'disable'],
  ['verify-full', null, { ca: 'PEM', verify: 'full', servername: 'db.example' }],
  ['verify-ca', null, { ca: 'PEM', verify: 'ca', servername: 'db.example' }],
  ['verify-full', 'pg.internal', { ca: 'PEM', verify: 'full', servername: 'pg.internal' }],
] as const)('TLS mode %s with name %s', (mode, servername, expected) => {
  const target = catalogTarget({ ...upstream, host: 'db.example', tls: { mode, ca: 'PEM', servername } });
  expect(target.tls).toEqual(expected);
});

test('a server that asks for a password where none is configured gets none', async () => {
  await expect(async () => catalogTarget(upstream).password()).rejects.toThrow(
    'the server asks for a password, and the configuration has none',
  );
});

test('what unknown users are shown is the same after a restart wherever a strong secret is at hand', () => {
  const tls = { cert: 'CERT', key: 'KEY' };
  expect(mockSecret(configOf({ maskKey: KEY }))).toEqual(mockSecret(configOf({ maskKey: KEY, tls })));
  expect(mockSecret(configOf({ tls }))).toEqual(mockSecret(configOf({ tls })));
  expect(mockSecret(configOf({ tls }))).not.toEqual(mockSecret(configOf({ maskKey: KEY })));
  expect(mockSecret(configOf())).not.toEqual(mockSecret(configOf()));
  expect(Buffer.from(mockSecret(configOf({ maskKey: KEY })))).not.toEqual(KEY);
});
