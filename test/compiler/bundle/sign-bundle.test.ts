/** Signatures and keys, held against OpenSSL's command line as a second opinion. */
import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleSignature,
  MANIFEST_FILE,
  SIGNATURE_CONTEXT,
  SIGNATURE_FILE,
  signatureText,
  signedBytes,
} from '@dlpc/runtime/abi';
import { loadBundle } from '@dlpc/runtime/bundle/load-bundle';
import * as runtime from '@dlpc/runtime/bundle/verify-signature';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBundle } from '../../../compiler/src/bundle/build-bundle.ts';
import type { Bundle } from '../../../compiler/src/bundle/bundle.ts';
import { signBundle } from '../../../compiler/src/bundle/sign-bundle.ts';
import {
  keyId,
  makeKeyPair,
  readPrivateKey,
  readPublicKey,
} from '../../../compiler/src/bundle/signing-key.ts';
import { writeBundle } from '../../../compiler/src/bundle/write-bundle.ts';
import { nodeHost } from '../../../compiler/src/host/node-host.ts';
import { requires } from '../../support/requires.ts';

/** The key of RFC 8032, section 7.1, test 1, as PKCS#8. */
const RFC_KEY = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
`;

const bundle = buildBundle({
  sources: [],
  policies: [{ path: 'a.dlp', text: 'policy a' }],
  compilerVersion: '1',
  sequence: 7,
});

function rfcKey() {
  const reading = readPrivateKey(RFC_KEY, null);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.key;
}

function signatureOf(signed: Bundle): BundleSignature {
  return JSON.parse(Buffer.from(signed.files.get(SIGNATURE_FILE) ?? []).toString()) as BundleSignature;
}

describe('a signature', () => {
  test('is a file beside the manifest, which stays as it is', () => {
    const signed = signBundle(bundle, rfcKey());
    expect([...signed.files.keys()]).toEqual(['manifest.json', 'manifest.sig', 'policies/a.dlp']);
    expect(signed.files.get(MANIFEST_FILE)).toEqual(bundle.files.get(MANIFEST_FILE));
    expect(signed.manifest.sequence).toBe(7);
  });

  test('is the same, whenever it is made', () => {
    const [first, second] = [signBundle(bundle, rfcKey()), signBundle(bundle, rfcKey())];
    expect(first.files).toEqual(second.files);
    expect(signBundle(first, rfcKey()).files).toEqual(first.files);
  });

  test('names its key by the SHA-256 of the public one', () => {
    const der = createPublicKey(rfcKey()).export({ type: 'spki', format: 'der' });
    // The public key that the RFC gives, in the frame that all Ed25519 keys have.
    expect(der.toString('hex')).toBe(
      '302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(signatureOf(signBundle(bundle, rfcKey())).key).toBe(keyId(rfcKey()));
    expect(keyId(rfcKey())).toBe(runtime.keyId(createPublicKey(rfcKey())));
  });
});

describe('a pair', () => {
  test('is another one each time', () => {
    expect(makeKeyPair(null).id).not.toBe(makeKeyPair(null).id);
  });

  test('has two halves of one name', () => {
    const pair = makeKeyPair(null);
    const [privateKey, publicKey] = [readPrivateKey(pair.privateKey, null), readPublicKey(pair.publicKey)];
    expect(privateKey.ok && keyId(privateKey.key)).toBe(pair.id);
    expect(publicKey.ok && keyId(publicKey.key)).toBe(pair.id);
  });

  test('can be encrypted', () => {
    const { privateKey } = makeKeyPair('open sesame');
    expect(privateKey).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    expect(readPrivateKey(privateKey, 'open sesame').ok).toBe(true);
    expect(readPrivateKey(privateKey, 'shut sesame')).toEqual({
      ok: false,
      reason: 'it cannot be decrypted with the passphrase',
    });
    expect(readPrivateKey(privateKey, null)).toEqual({
      ok: false,
      reason: 'it is encrypted, and `--passphrase` does not say with what',
    });
  });

  test.each([
    ['nothing', ''],
    ['no key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
    ['a public key', makeKeyPair(null).publicKey],
  ])('is not read from %s', (_, pem) => {
    expect(readPrivateKey(pem, null)).toEqual({ ok: false, reason: 'it holds no private key in PEM form' });
  });

  test('is not read from a private key where the public one is asked for', () => {
    for (const passphrase of [null, 'x'])
      expect(readPublicKey(makeKeyPair(passphrase).privateKey)).toEqual({
        ok: false,
        reason: 'it holds a private key, where the public one is enough',
      });
  });
});

requires('openssl')('OpenSSL', () => {
  let directory = '';
  const at = (name: string) => join(directory, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'dlpc-sign-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('verifies what was signed here, over the context and the manifest', () => {
    const pair = makeKeyPair(null);
    const key = readPrivateKey(pair.privateKey, null);
    if (!key.ok) throw new Error(key.reason);
    const signed = signBundle(bundle, key.key);
    writeFileSync(at('key.pub'), pair.publicKey);
    writeFileSync(at('raw.sig'), Buffer.from(signatureOf(signed).signature, 'base64'));
    writeFileSync(at('signed'), SIGNATURE_CONTEXT + Buffer.from(bundle.files.get(MANIFEST_FILE) ?? []));
    const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', 'key.pub', '-rawin'];
    expect(openssl(...verify, '-in', 'signed', '-sigfile', 'raw.sig')).toContain('Verified Successfully');
    writeFileSync(at('signed'), `${readFileSync(at('signed'), 'utf8')} `);
    expect(() => openssl(...verify, '-in', 'signed', '-sigfile', 'raw.sig')).toThrow();
  });

  test('signs what is taken here, with a key of its own', async () => {
    openssl('genpkey', '-algorithm', 'ed25519', '-out', 'own.key');
    openssl('pkey', '-in', 'own.key', '-pubout', '-out', 'own.pub');
    writeFileSync(at('signed'), signedBytes(bundle.files.get(MANIFEST_FILE) ?? new Uint8Array()));
    openssl('pkeyutl', '-sign', '-inkey', 'own.key', '-rawin', '-in', 'signed', '-out', 'raw.sig');
    const publicKey = readPublicKey(readFileSync(at('own.pub'), 'utf8'));
    if (!publicKey.ok) throw new Error(publicKey.reason);
    const signature = readFileSync(at('raw.sig')).toString('base64');
    const text = signatureText({ algorithm: 'ed25519', key: keyId(publicKey.key), signature });
    const files = new Map([...bundle.files, [SIGNATURE_FILE, Buffer.from(text)] as const]);
    await writeBundle(nodeHost, at('policy'), { ...bundle, files });
    const loaded = await loadBundle(at('policy'), { keys: [publicKey.key], required: true });
    expect(loaded).toMatchObject({ ok: true, bundle: { signer: keyId(publicKey.key) } });
    // The same bytes as ours, since Ed25519 has no choice.
    const ownKey = readPrivateKey(readFileSync(at('own.key'), 'utf8'), null);
    expect(ownKey.ok && signatureOf(signBundle(bundle, ownKey.key)).signature).toBe(signature);
  });

  test('reads an encrypted key, and names keys as dlpc does', () => {
    const pair = makeKeyPair('open sesame');
    writeFileSync(at('encrypted.key'), pair.privateKey);
    openssl(
      'pkey',
      '-in',
      'encrypted.key',
      '-passin',
      'pass:open sesame',
      '-pubout',
      '-outform',
      'DER',
      '-out',
      'key.der',
    );
    expect(openssl('dgst', '-sha256', '-r', 'key.der').slice(0, 32)).toBe(pair.id);
  });

  test('makes keys of other kinds, which are refused by name', () => {
    openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'rsa.key');
    openssl('pkey', '-in', 'rsa.key', '-pubout', '-out', 'rsa.pub');
    const reason = 'it is a key for rsa, and bundles are signed with ed25519';
    expect(readPrivateKey(readFileSync(at('rsa.key'), 'utf8'), null)).toEqual({ ok: false, reason });
    expect(readPublicKey(readFileSync(at('rsa.pub'), 'utf8'))).toEqual({ ok: false, reason });
  });
});
