/**
 * Who vouches for a bundle. Each case is put before the proxy's loader and before `dlpc inspect`, which share no code:
 * they must agree.
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  MANIFEST_FILE,
  SIGNATURE_CONTEXT,
  SIGNATURE_FILE,
  signatureText,
  signedBytes,
} from '@dlpc/runtime/abi';
import { type BundleLoadResult, loadBundle } from '@dlpc/runtime/bundle/load-bundle';
import { keyId } from '@dlpc/runtime/bundle/verify-signature';
import { describe, expect, it, test } from 'vitest';
import { inspectBundle } from '../../../compiler/src/bundle/inspect-bundle.ts';
import { nodeHost } from '../../../compiler/src/host/node-host.ts';
import { manifestOf, onDisk, replaceFile, seal, signed, soundFiles } from './bundle-fixture.ts';

type Files = Map<string, Buffer>;

const release = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const id = keyId(release.publicKey);

/** What both say of `files`, signed by the release key before `tamper` was at them; only that key is trusted. */
async function judged(
  tamper: (files: Files) => void,
  disturb: (directory: string) => void = () => undefined,
  trust = { keys: [release.publicKey], required: true },
) {
  const files = signed(soundFiles(), release.privateKey);
  tamper(files);
  const { directory, remove } = onDisk(files);
  try {
    disturb(directory);
    const loaded = await loadBundle(directory, trust);
    const inspected = await inspectBundle(nodeHost, directory, trust.keys[0] ?? null);
    return { loaded, inspected };
  } finally {
    remove();
  }
}

function codeOf(loaded: BundleLoadResult): string {
  return loaded.ok ? `taken from ${loaded.bundle.signer ?? 'anyone'}` : loaded.problem.code;
}

/** A signature file by `key` over `bytes`, with whatever name for the key. */
function signature(bytes: Uint8Array, key: KeyObject, name = id): Buffer {
  const base64 = sign(null, bytes, key).toString('base64');
  return Buffer.from(signatureText({ algorithm: 'ed25519', key: name, signature: base64 }));
}

function manifestBytes(files: Files): Buffer {
  return files.get(MANIFEST_FILE) ?? Buffer.alloc(0);
}

function changeText(files: Files, change: (text: string) => string): void {
  files.set(SIGNATURE_FILE, Buffer.from(change(String(files.get(SIGNATURE_FILE)))));
}

test('a bundle that a trusted key vouches for is taken, and says by whom', async () => {
  const { loaded, inspected } = await judged(() => undefined);
  expect(codeOf(loaded)).toBe(`taken from ${id}`);
  expect(inspected).toMatchObject({ ok: true, bundle: { signature: { key: id, isVerified: true } } });
});

test('any of several keys will do', async () => {
  const trust = { keys: [other.publicKey, release.publicKey], required: true };
  const files = signed(soundFiles(), release.privateKey);
  const { directory, remove } = onDisk(files);
  expect(codeOf(await loadBundle(directory, trust))).toBe(`taken from ${id}`);
  remove();
});

describe('refused by both', () => {
  it.each<[string, (files: Files) => void, string]>([
    ['without its signature', (files) => files.delete(SIGNATURE_FILE), 'unsigned'],
    [
      'with a signature of another bundle by the same key',
      (files) => {
        const another = soundFiles();
        replaceFile(another, 'policies/crm.dlp', 'policy other');
        files.set(SIGNATURE_FILE, signature(signedBytes(manifestBytes(another)), release.privateKey));
      },
      'wrong-signature',
    ],
    [
      'changed, with digests and revision made to fit',
      (files) => replaceFile(files, 'policies/crm.dlp', 'policy other'),
      'wrong-signature',
    ],
    [
      'with a higher sequence, and a revision to fit',
      (files) => seal(files, { ...manifestOf(files), sequence: 99 }),
      'wrong-signature',
    ],
    [
      'with a space more in the manifest',
      (files) => files.set(MANIFEST_FILE, Buffer.concat([manifestBytes(files), Buffer.from(' ')])),
      'wrong-signature',
    ],
    [
      'with a manifest that is no manifest',
      (files) => files.set(MANIFEST_FILE, Buffer.from('{')),
      'wrong-signature',
    ],
    ['signed by another key', (files) => signed(files, other.privateKey), 'unknown-key'],
    [
      'signed by another key under the name of the trusted one',
      (files) =>
        files.set(SIGNATURE_FILE, signature(signedBytes(manifestBytes(files)), other.privateKey, id)),
      'wrong-signature',
    ],
    [
      'signed without the context',
      (files) => files.set(SIGNATURE_FILE, signature(manifestBytes(files), release.privateKey)),
      'wrong-signature',
    ],
    [
      'signed in another context',
      (files) =>
        files.set(
          SIGNATURE_FILE,
          signature(
            Buffer.concat([Buffer.from(SIGNATURE_CONTEXT.replace('v1', 'v2')), manifestBytes(files)]),
            release.privateKey,
          ),
        ),
      'wrong-signature',
    ],
    ['with one bit of the signature changed', (files) => changeText(files, flipped), 'wrong-signature'],
    [
      'with a signature of zeros',
      (files) => {
        const zeros = Buffer.alloc(64).toString('base64');
        files.set(
          SIGNATURE_FILE,
          Buffer.from(signatureText({ algorithm: 'ed25519', key: id, signature: zeros })),
        );
      },
      'wrong-signature',
    ],
    [
      'with an empty signature file',
      (files) => files.set(SIGNATURE_FILE, Buffer.alloc(0)),
      'malformed-signature',
    ],
    [
      'with null for a signature',
      (files) => files.set(SIGNATURE_FILE, Buffer.from('null\n')),
      'malformed-signature',
    ],
    [
      'with another layout of the signature',
      (files) => changeText(files, (text) => JSON.stringify(JSON.parse(text))),
      'malformed-signature',
    ],
    [
      'with a key more in the signature',
      (files) => changeText(files, (text) => text.replace('{', '{\n  "date": "today",')),
      'malformed-signature',
    ],
    [
      'with another algorithm',
      (files) => changeText(files, (text) => text.replace('ed25519', 'none')),
      'malformed-signature',
    ],
    [
      'with a short signature',
      (files) => changeText(files, (text) => text.replace(/"signature": ".{8}/, '"signature": "')),
      'malformed-signature',
    ],
    [
      'with a second spelling of the same signature',
      (files) => changeText(files, (text) => text.replace(/.==/, (end) => `${nextLetter(end)}==`)),
      'malformed-signature',
    ],
    ['with a huge signature', (files) => files.set(SIGNATURE_FILE, Buffer.alloc(1025, 32)), 'too-large'],
    [
      'with a signature in the wrong case of the name',
      (files) => files.set('manifest.SIG', files.get(SIGNATURE_FILE) ?? Buffer.alloc(0)),
      'unexpected-file',
    ],
    [
      'with a file that nobody signed',
      (files) => files.set('policies/more.dlp', Buffer.from('')),
      'unexpected-file',
    ],
    [
      'with a file changed after signing',
      (files) => files.set('policies/crm.dlp', Buffer.from('')),
      'wrong-content',
    ],
  ])('%s', async (_, tamper, code) => {
    const { loaded, inspected } = await judged(tamper);
    expect(codeOf(loaded)).toBe(code);
    expect(inspected).toMatchObject({ ok: false, isThere: true });
  });

  it.each<[string, (directory: string) => void, string]>([
    [
      'whose signature is a link, even to a right one',
      (directory) => {
        const files = signed(soundFiles(), release.privateKey);
        const away = join(directory, '..', 'away.sig');
        writeFileSync(away, files.get(SIGNATURE_FILE) ?? '');
        rmSync(join(directory, SIGNATURE_FILE));
        symlinkSync(away, join(directory, SIGNATURE_FILE));
      },
      'unsafe-path',
    ],
    [
      'whose signature is a directory',
      (directory) => {
        rmSync(join(directory, SIGNATURE_FILE));
        mkdirSync(join(directory, SIGNATURE_FILE));
      },
      'unsafe-path',
    ],
    [
      'whose signature is a gigabyte of nothing',
      (directory) => truncateSync(join(directory, SIGNATURE_FILE), 2 ** 30),
      'too-large',
    ],
  ])('%s', async (_, disturb, code) => {
    const { loaded, inspected } = await judged(() => undefined, disturb);
    expect(codeOf(loaded)).toBe(code);
    expect(inspected).toMatchObject({ ok: false, isThere: true });
  });
});

describe('where a signature is welcome and not required', () => {
  const trust = { keys: [release.publicKey], required: false };

  it.each<[string, (files: Files) => void, string]>([
    ['none', (files) => files.delete(SIGNATURE_FILE), 'taken from anyone'],
    ['a right one', () => undefined, `taken from ${id}`],
    ['a wrong one', (files) => replaceFile(files, 'policies/crm.dlp', 'x'), 'wrong-signature'],
    ['one by another key', (files) => signed(files, other.privateKey), 'unknown-key'],
  ])('%s', async (_, tamper, outcome) => {
    expect(codeOf((await judged(tamper, undefined, trust)).loaded)).toBe(outcome);
  });
});

describe('where no key is configured', () => {
  const trust = { keys: [], required: false };

  it.each<[string, (files: Files) => void, string]>([
    ['no signature', (files) => files.delete(SIGNATURE_FILE), 'taken from anyone'],
    ['anybody’s signature', (files) => signed(files, other.privateKey), 'taken from anyone'],
    [
      'no signature at all in the file of one',
      (files) => changeText(files, () => 'x'),
      'malformed-signature',
    ],
  ])('%s', async (_, tamper, outcome) => {
    expect(codeOf((await judged(tamper, undefined, trust)).loaded)).toBe(outcome);
  });
});

test('no key and a signature required take nothing', async () => {
  const trust = { keys: [], required: true };
  expect(codeOf((await judged(() => undefined, undefined, trust)).loaded)).toBe('unknown-key');
  expect(codeOf((await judged((f) => f.delete(SIGNATURE_FILE), undefined, trust)).loaded)).toBe('unsigned');
});

test('the sentences say what to look at', async () => {
  const sentence = async (tamper: (files: Files) => void) => {
    const { loaded } = await judged(tamper);
    return loaded.ok ? '' : loaded.problem.message;
  };
  expect(await sentence((files) => files.delete(SIGNATURE_FILE))).toBe(
    'the bundle is not signed: it has no `manifest.sig`, and must have one',
  );
  expect(await sentence((files) => signed(files, other.privateKey))).toBe(
    `the bundle is signed with the key \`${keyId(other.publicKey)}\`, which \`trust.keys\` does not have`,
  );
  expect(await sentence((files) => replaceFile(files, 'policies/crm.dlp', 'x'))).toBe(
    `\`manifest.sig\` is no signature of this \`manifest.json\` by the key \`${id}\``,
  );
});

test('what the manifest says of a matcher must be true, whoever signed it', async () => {
  const { loaded } = await judged((files) => {
    const manifest = manifestOf(files);
    const [source] = manifest.sources as readonly { readonly contents: object }[];
    seal(files, {
      ...manifest,
      sources: [{ ...source, contents: { ...source?.contents, protectedColumns: 9 } }],
    });
    signed(files, release.privateKey);
  });
  expect(loaded).toMatchObject({
    problem: { message: 'the matcher of `crm` does not hold what `manifest.json` says of it' },
  });
});

/** The first character of the signature becomes another one. */
function flipped(text: string): string {
  return text.replace(/"signature": "(.)/, (all, letter) => all.slice(0, -1) + (letter === 'A' ? 'B' : 'A'));
}

/** The four letters that end in the same two bits decode alike. */
function nextLetter(end: string): string {
  return String.fromCharCode(end.charCodeAt(0) + 1);
}
