/** From the bytes of `manifest.sig` to a signature. Says nothing of whether it is right. */
import * as v from 'valibot';
import { type BundleSignature, KEY_ID_DIGITS, SIGNATURE_FILE, signatureText } from '../abi.ts';
import { done, type Outcome, refuse } from './problem.ts';

const signatureShape: v.GenericSchema<unknown, BundleSignature> = v.strictObject({
  algorithm: v.literal('ed25519'),
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]+$/), v.length(KEY_ID_DIGITS)),
  // 64 bytes in base64, with the one spelling that they have.
  signature: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/)),
});

/** Parses a signature strictly: there is one text for each. */
export function parseSignature(bytes: Buffer): Outcome<BundleSignature> {
  const parsed = v.safeParse(signatureShape, parseJson(bytes));
  if (parsed.success && Buffer.from(signatureText(parsed.output)).equals(bytes)) return done(parsed.output);
  return refuse('malformed-signature', `\`${SIGNATURE_FILE}\` is not laid out as \`dlpc\` writes it`);
}

/** Null for what is no JSON, which is no signature either. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
