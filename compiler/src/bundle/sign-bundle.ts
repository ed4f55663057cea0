/** Puts the signature of a private key beside the manifest of a bundle. The same bundle and key give the same bytes. */
import { type KeyObject, sign } from 'node:crypto';
import { MANIFEST_FILE, SIGNATURE_FILE, signatureText, signedBytes } from '@dlpc/runtime/abi';
import type { Bundle } from './bundle.ts';
import { keyId } from './signing-key.ts';

/** Signs the bundle with an Ed25519 key, in place of a signature that it may have. */
export function signBundle(bundle: Bundle, privateKey: KeyObject): Bundle {
  const manifest = bundle.files.get(MANIFEST_FILE);
  if (manifest === undefined) throw new Error('a bundle without a manifest cannot be signed');
  // Which hash Ed25519 uses is part of it (RFC 8032, section 5.1), hence no algorithm.
  const signature = sign(null, signedBytes(manifest), privateKey).toString('base64');
  const text = signatureText({ algorithm: 'ed25519', key: keyId(privateKey), signature });
  const files = [...bundle.files, [SIGNATURE_FILE, Buffer.from(text)] as const];
  return { ...bundle, files: new Map(files.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
