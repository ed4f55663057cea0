/**
 * How the receiver of a webhook knows who sends, and that it is not an old one sent again: HMAC-SHA-256 over a version, the time and the very bytes of
 * the body.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-dlp-signature';
export const TIMESTAMP_HEADER = 'x-dlp-timestamp';
/** The same each time that a message is tried again. */
export const DELIVERY_HEADER = 'x-dlp-delivery';

/** `v1=` and hexadecimal digits. `timestamp`: seconds since 1970, as its header has it. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`v1:${timestamp}:${body}`).digest('hex')}`;
}

/** What a receiver does: whether the signature is right, and no older than `maxAgeSeconds`. `now`: milliseconds since 1970. */
export function isSigned(
  secret: string,
  message: { readonly signature: string; readonly timestamp: string; readonly body: string },
  now: number,
  maxAgeSeconds = 300,
): boolean {
  const right = Buffer.from(signatureOf(secret, message.timestamp, message.body));
  const given = Buffer.from(message.signature);
  const age = Math.abs(now / 1000 - Number(message.timestamp));
  return given.length === right.length && timingSafeEqual(given, right) && age <= maxAgeSeconds;
}
