/** Whose bundles are taken: what stands in the configuration about it, right and wrong. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { load, mistakes } from './memory-host.ts';

const pem = (type: 'ed25519' | 'x25519') =>
  generateKeyPairSync(type as 'ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const pair = pem('ed25519');
const files = {
  '/etc/dlp/release.pub': pair.publicKey,
  '/etc/dlp/next.pub': pem('ed25519').publicKey,
  '/etc/dlp/again.pub': `${pair.publicKey}\n`,
  '/etc/dlp/release.key': pair.privateKey,
  '/etc/dlp/x25519.pub': pem('x25519').publicKey,
  '/etc/dlp/empty.pub': '',
};

function json(trust: unknown): string {
  return JSON.stringify({
    listen: { port: 6432 },
    bundle: 'bundle',
    credentials: 'credentials.json',
    sources: { crm: { upstream: { host: '127.0.0.1', database: 'crm', user: 'dlp' } } },
    trust,
  });
}

test('keys are read, and a signature is required from then on', async () => {
  const loading = await load(json({ keys: ['release.pub', 'next.pub'] }), { files });
  expect(loading.ok && loading.config.trust).toMatchObject({ required: true, minSequence: 0, state: null });
  expect(loading.ok && loading.config.trust?.keys.map((key) => key.asymmetricKeyType)).toEqual([
    'ed25519',
    'ed25519',
  ]);
});

test('a state beside the bundle is not inside of it', async () => {
  for (const state of ['bundle.sequence', '..bundle', '../bundle/sequence', 'sequence'])
    expect(await mistakes(json({ keys: ['release.pub'], state }), { files })).toBe('fine');
});

test('the rest is taken as it stands, the path made absolute', async () => {
  const trust = { keys: ['release.pub'], required: false, minSequence: 7, state: '../../var/sequence.json' };
  const loading = await load(json(trust), { files });
  expect(loading.ok && loading.config.trust).toMatchObject({
    ...{ required: false, minSequence: 7, state: '/var/sequence.json' },
  });
});

describe('is refused', () => {
  test.each<[string, unknown, string]>([
    ['no key', { keys: [] }, 'trust.keys: found an array, expected at least one value'],
    ['no list of keys', { required: true }, 'trust.keys: is missing, expected an array'],
    ['a key that is not there', { keys: ['gone.pub'] }, 'trust.keys[0]: the file `gone.pub` does not exist'],
    [
      'a private key',
      { keys: ['release.key'] },
      'trust.keys[0]: the file holds a private key, expected the public one',
    ],
    [
      'a key of another kind',
      { keys: ['release.pub', 'x25519.pub'] },
      'trust.keys[1]: the file holds no Ed25519 public key in PEM form',
    ],
    [
      'an empty file',
      { keys: ['empty.pub'] },
      'trust.keys[0]: the file holds no Ed25519 public key in PEM form',
    ],
    [
      'a key twice',
      { keys: ['release.pub', 'again.pub'] },
      'trust.keys[1]: the file holds a key that stands before it',
    ],
    [
      'a state inside of the bundle',
      { keys: ['release.pub'], state: 'bundle/state/sequence.json' },
      'trust.state: is inside of the bundle, which is replaced as a whole',
    ],
    [
      'a state in place of the bundle',
      { keys: ['release.pub'], state: 'bundle' },
      'trust.state: is inside of the bundle',
    ],
    ['a negative bound', { keys: ['release.pub'], minSequence: -1 }, 'trust.minSequence: found `-1`'],
  ])('%s', async (_, trust, message) => {
    const told = await mistakes(json(trust), { files });
    expect(told).toMatch(/^refused\n/);
    expect(told).toContain(message);
    expect(told).not.toContain(pair.privateKey.split('\n')[1]);
  });

  test('a key that others can change', async () => {
    const exposure = { '/etc/dlp/release.pub': { readable: true, writable: true } };
    expect(await mistakes(json({ keys: ['release.pub'] }), { files, exposure })).toContain(
      'trust.keys[0]: the file `release.pub` can be changed by others than its owner\n  hint: Take that permission away with `chmod go-w`.',
    );
    const readable = { '/etc/dlp/release.pub': { readable: true, writable: false } };
    expect(await mistakes(json({ keys: ['release.pub'] }), { files, exposure: readable })).toBe('fine');
  });
});
