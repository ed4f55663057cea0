/** Settles whose bundles are taken: public keys read, each one once, in files that nobody else can change. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { relative } from 'node:path';
import type { InferOutput } from 'valibot';
import type { Path } from '../json-file/problem.ts';
import type { TrustConfig } from './config.ts';
import type { TrustShape } from './config-file.ts';
import type { Settling } from './settling.ts';

const MAX_PEM_BYTES = 64 * 1024;

/** Null where there is none; problems are left in `settling`. `bundle` is what stands there, right or not. */
export async function settleTrust(
  section: InferOutput<typeof TrustShape> | undefined,
  bundle: unknown,
  settling: Settling,
): Promise<TrustConfig | null> {
  if (section === undefined) return null;
  const { required, minSequence } = section;
  const keys: KeyObject[] = [];
  for (const [index, file] of section.keys.entries()) {
    const path = ['trust', 'keys', String(index)];
    const text = await settling.textOf(path, file, MAX_PEM_BYTES, 'unchangeable');
    const key = text === null ? null : readKey(text, path, settling);
    if (key === null) continue;
    if (keys.some((other) => other.equals(key)))
      settling.wrong(path, 'the file holds a key that stands before it');
    else keys.push(key);
  }
  const state = section.state === undefined ? null : settling.absolute(section.state);
  if (state !== null && typeof bundle === 'string' && isInside(state, settling.absolute(bundle))) {
    settling.wrong(['trust', 'state'], 'is inside of the bundle, which is replaced as a whole');
  }
  return { keys, required, minSequence, state };
}

function readKey(pem: string, path: Path, settling: Settling): KeyObject | null {
  // The public key follows from it, but a key that signs has no business here.
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    return settling.wrong(path, 'the file holds a private key, expected the public one');
  }
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // OpenSSL's own sentences are for those who know its source.
  }
  return settling.wrong(
    path,
    'the file holds no Ed25519 public key in PEM form',
    'Make a pair with `dlpc keygen`.',
  );
}

function isInside(file: string, directory: string): boolean {
  // Up, or to another drive, is outside.
  return !/^(\.\.([\\/]|$)|[A-Za-z]:)/.test(relative(directory, file));
}
