/**
 * HMAC-SHA-256 (RFC 2104) under the session's mask key, written out over built-ins because PostgreSQL has none without
 * pgcrypto. The setting holds the two padded key blocks, so that the key itself never reaches the server.
 *
 * Every keyed mask draws on the one key, so what one mask hashes must be nothing that another does: a caller who can
 * choose a value of a column could read the result there. `hash` takes the bytes of a value, in which no PostgreSQL
 * encoding has a zero; all others put a zero byte and their name before.
 */
import { MASK_KEY_SETTING } from '@dlpc/runtime/abi';
import { call, quoteLiteral } from '../sql/sql.ts';

/** The MAC of a `bytea` expression: H(outer block, H(inner block, message)). */
export function hmac(message: string): string {
  const inner = call('sha256', call('byteacat', keyBlock(1), message));
  return call('sha256', call('byteacat', keyBlock(2), inner));
}

/** A message, or the beginning of one, that no value of a column can be. */
export function messageOf(purpose: string): string {
  const hex = Buffer.from(`\0${purpose}\0`).toString('hex');
  return call('decode', quoteLiteral(hex), quoteLiteral('hex'));
}

/** A `bytea` expression in hexadecimal digits, whatever `bytea_output` says. */
export function hexadecimal(bytes: string): string {
  return call('encode', bytes, quoteLiteral('hex'));
}

/** Without the setting this fails, for every value that is not NULL: no mask is better than one without a key. */
function keyBlock(part: 1 | 2): string {
  const setting = call('current_setting', quoteLiteral(MASK_KEY_SETTING));
  return call('decode', call('split_part', setting, quoteLiteral(':'), String(part)), quoteLiteral('hex'));
}
