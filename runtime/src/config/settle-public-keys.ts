/** Settles public keys: read, each one once, from files that nobody else can change. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Path } from '../json-file/problem.ts';
import type { Settling } from './settling.ts';

const MAX_PEM_BYTES = 64 * 1024;

/** Those that could be read; problems are left in `settling`. */
export async function settlePublicKeys(
  files: readonly string[],
  place: Path,
  settling: Settling,
): Promise<readonly KeyObject[]> {
  const keys: KeyObject[] = [];
  for (const [index, file] of files.entries()) {
    const path = [...place, String(index)];
    const text = await settling.textOf(path, file, MAX_PEM_BYTES, 'unchangeable');
    const key = text === null ? null : readKey(text, path, settling);
    if (key === null) continue;
    if (keys.some((other) => other.equals(key)))
      settling.wrong(path, 'the file holds a key that stands before it');
    else keys.push(key);
  }
  return keys;
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
