/**
 * The keyed hash behind `hash`, `tokenize` and `date_shift`: HMAC-SHA-256 under the mask key, over the messages that the
 * compiler's SQL takes (compiler/src/masks/hmac.ts), so that a value has the same mask in a column and in a field.
 */
import { createHmac } from 'node:crypto';

/** The key; at least 32 bytes. */
export type MaskKey = Uint8Array;

/** The MAC of a value, in hexadecimal digits. No text of the server's has a zero byte. */
export function hashDigits(key: MaskKey, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex');
}

/** The MAC of what no value of a column can be: it begins with a zero byte and what it is for. */
export function purposeDigits(key: MaskKey, purpose: string, text = ''): string {
  return createHmac('sha256', key).update(`\0${purpose}\0${text}`, 'utf8').digest('hex');
}
