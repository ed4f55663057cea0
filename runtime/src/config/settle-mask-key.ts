/** Decodes the key of keyed masks: exactly 32 bytes. */
import { type SecretReference, settleSecret } from './settle-secret.ts';
import type { Settling } from './settling.ts';

const KEY_BYTES = 32;

/** The key; null where there is none, or where a problem was found. */
export async function settleMaskKey(
  reference: SecretReference | undefined,
  settling: Settling,
): Promise<Buffer | null> {
  if (reference === undefined) return null;
  const text = await settleSecret(reference, ['maskKey'], settling);
  if (text === null) return null;
  const key = decodeKey(text.trim());
  if (key !== null) return key;
  return settling.wrong(
    ['maskKey'],
    'what it refers to is not a key, expected 32 bytes in hexadecimal or base64',
    'Make one with `openssl rand -hex 32`.',
  );
}

function decodeKey(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/]{43}=?$/.test(text) || /^[A-Za-z0-9_-]{43}=?$/.test(text)) {
    const key = Buffer.from(text, 'base64');
    return key.length === KEY_BYTES ? key : null;
  }
  return null;
}
