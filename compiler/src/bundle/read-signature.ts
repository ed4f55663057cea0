/** From the bytes of `manifest.sig` to a signature, and whether it is one. Like read-manifest.ts, apart from the proxy's. */
import { type KeyObject, verify } from 'node:crypto';
import { type BundleSignature, KEY_ID_DIGITS, signatureText, signedBytes } from '@dlpc/runtime/abi';

/** Null for what `dlpc` does not write. */
export function readSignature(bytes: Uint8Array): BundleSignature | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return null;
  }
  const { algorithm, key, signature }: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  if (algorithm !== 'ed25519' || typeof key !== 'string' || typeof signature !== 'string') return null;
  if (key.length !== KEY_ID_DIGITS || !/^[0-9a-f]*$/.test(key)) return null;
  const raw = Buffer.from(signature, 'base64');
  if (raw.length !== 64 || raw.toString('base64') !== signature) return null;
  const read: BundleSignature = { algorithm, key, signature };
  return Buffer.from(signatureText(read)).equals(bytes) ? read : null;
}

/** Whether `signature` is one of these very bytes of a manifest by `key`. */
export function isSignatureOf(manifest: Uint8Array, { signature }: BundleSignature, key: KeyObject): boolean {
  return verify(null, signedBytes(manifest), key, Buffer.from(signature, 'base64'));
}
