/** The signatures of a journal: Ed25519 over a few lines of text that name a place in it, and the hash up to there. */
import { createHash, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';

/** So that no signature made for anything else fits. */
const CONTEXT = 'dlp-records-v1';
/** As `dlpc keygen` and bundles name keys. */
const KEY_ID_DIGITS = 32;

/** What a signature vouches for. */
export interface Sealed {
  readonly kind: string;
  readonly journal: string;
  readonly segment: number;
  /** Entries before the one that holds the signature. */
  readonly entries: number;
  /** Of the last of them. */
  readonly hash: Buffer;
}

function sealedText({ kind, journal, segment, entries, hash }: Sealed): Buffer {
  return Buffer.from([CONTEXT, kind, journal, segment, entries, hash.toString('hex'), ''].join('\n'));
}

/** In base64. */
export function seal(sealed: Sealed, privateKey: KeyObject): string {
  return sign(null, sealedText(sealed), privateKey).toString('base64');
}

export function isSealed(sealed: Sealed, signature: string, publicKey: KeyObject): boolean {
  return verify(null, sealedText(sealed), publicKey, Buffer.from(signature, 'base64'));
}

/** Names a key, private or public. */
export function keyId(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, KEY_ID_DIGITS);
}

/** The key of the digests that stand for withheld values: follows from the private key, so that nothing more need be kept. */
export function digestKey(privateKey: KeyObject): Buffer {
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
  return Buffer.from(hkdfSync('sha256', secret, '', `${CONTEXT} digests`, 32));
}
