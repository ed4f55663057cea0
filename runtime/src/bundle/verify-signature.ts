/** Whether someone whom the proxy trusts vouches for a manifest. Looks at its bytes only: they are not understood yet. */
import { createHash, type KeyObject, verify } from 'node:crypto';
import { KEY_ID_DIGITS, MANIFEST_FILE, SIGNATURE_FILE, signedBytes } from '../abi.ts';
import { readBundleFile } from './bundle-directory.ts';
import type { BundleLimits } from './limits.ts';
import { parseSignature } from './parse-signature.ts';
import { done, type Outcome, refuse } from './problem.ts';
import type { BundleTrust } from './trust.ts';

/** The name of the key that vouches for `manifest`; null where none does and none must. */
export async function verifySignature(
  directory: string,
  manifest: Buffer,
  trust: BundleTrust,
  limits: BundleLimits,
): Promise<Outcome<string | null>> {
  const read = await readBundleFile(directory, SIGNATURE_FILE, limits.signatureBytes);
  if (!read.ok) {
    if (read.problem.code !== 'missing-file') return read;
    return trust.required
      ? refuse('unsigned', `the bundle is not signed: it has no \`${SIGNATURE_FILE}\`, and must have one`)
      : done(null);
  }
  // Also where no key is at hand: what is no signature comes from no compiler.
  const parsed = parseSignature(read.value);
  if (!parsed.ok) return parsed;
  if (trust.keys.length === 0 && !trust.required) return done(null);
  const { key, signature } = parsed.value;
  const trusted = trust.keys.find((candidate) => keyId(candidate) === key);
  if (trusted === undefined)
    return refuse(
      'unknown-key',
      `the bundle is signed with the key \`${key}\`, which \`trust.keys\` does not have`,
    );
  if (!verify(null, signedBytes(manifest), trusted, Buffer.from(signature, 'base64')))
    return refuse(
      'wrong-signature',
      `\`${SIGNATURE_FILE}\` is no signature of this \`${MANIFEST_FILE}\` by the key \`${key}\``,
    );
  return done(key);
}

/** As the compiler names keys. */
export function keyId(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, KEY_ID_DIGITS);
}
