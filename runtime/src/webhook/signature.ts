/**
 * How the receiver of a webhook knows who sends, and that it is not an old one sent again: HMAC-SHA-256 over a version, the time and the very bytes of
 * the body.
 */
import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-dlp-signature';
export const TIMESTAMP_HEADER = 'x-dlp-timestamp';
/** The same each time that a message is tried again. */
export const DELIVERY_HEADER = 'x-dlp-delivery';

/** `v1=` and hexadecimal digits. `timestamp`: seconds since 1970, as its header has it. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`v1:${timestamp}:${body}`).digest('hex')}`;
}
