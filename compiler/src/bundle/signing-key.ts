/**
 * Ed25519 key pairs (RFC 8032) that vouch for bundles: made, read from PEM, and named. Where a key is kept, and who may read
 * it, is the business of those who call this.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { KEY_ID_DIGITS } from '@dlpc/runtime/abi';

/** A key, or half a sentence that says why the text is none; it holds nothing of the text. */
export type KeyReading =
  | { readonly ok: true; readonly key: KeyObject }
  | { readonly ok: false; readonly reason: string };

/** A pair as PEM: the private key as PKCS#8, encrypted where there is a passphrase; the public one as SubjectPublicKeyInfo. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly id: string;
}

/** Makes a new pair. */
export function makeKeyPair(passphrase: string | null): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const encryption = passphrase === null ? {} : { cipher: 'aes-256-cbc', passphrase };
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    id: keyId(publicKey),
  };
}

/** Reads a private key, which must be there for signing. */
export function readPrivateKey(pem: string, passphrase: string | null): KeyReading {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(pem))
    return failed('it holds no private key in PEM form');
  const isEncrypted = pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');
  if (isEncrypted && passphrase === null)
    return failed('it is encrypted, and `--passphrase` does not say with what');
  try {
    return ofRightKind(createPrivateKey(passphrase === null ? pem : { key: pem, passphrase }));
  } catch {
    // OpenSSL's own sentences are for those who know its source.
    return failed(
      isEncrypted ? 'it cannot be decrypted with the passphrase' : 'it holds no private key in PEM form',
    );
  }
}

/** Reads a public key. A private one is refused, although the public one follows from it: it should not be around here. */
export function readPublicKey(pem: string): KeyReading {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    return failed('it holds a private key, where the public one is enough');
  try {
    return ofRightKind(createPublicKey(pem));
  } catch {
    return failed('it holds no public key in PEM form');
  }
}

/** The name of a key, the same for both halves of a pair. */
export function keyId(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, KEY_ID_DIGITS);
}

function ofRightKind(key: KeyObject): KeyReading {
  return key.asymmetricKeyType === 'ed25519'
    ? { ok: true, key }
    : failed(
        `it is a key for ${key.asymmetricKeyType ?? 'something else'}, and bundles are signed with ed25519`,
      );
}

function failed(reason: string): KeyReading {
  return { ok: false, reason };
}
