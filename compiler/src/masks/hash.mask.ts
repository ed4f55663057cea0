/**
 * `hash`: equal in, equal out, and nothing else without the key.
 *
 * HMAC-SHA-256 (RFC 2104) under the session's mask key, written out over built-ins because PostgreSQL has none without
 * pgcrypto. The setting holds the two padded key blocks, so that the key itself never reaches the server.
 */
import { MASK_KEY_SETTING, REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import type { MaskDefinition } from './mask.ts';
import { call, cast, columnText, quoteLiteral } from './sql.ts';

/** 16 hexadecimal digits: among a million values, two share a hash once in 37 million columns. */
const SHORTEST = 16;

export const hashMask: MaskDefinition = {
  name: 'hash',
  params: [],
  rank: REVEAL_RANK.equality,
  doc: 'A keyed hash, in hexadecimal digits cut to the length of the column, or a uuid: equal values have equal hashes in every table, and `citext` values that differ in case too; NULL stays NULL. Fits text of at least 16 characters and `uuid`.',
  accepts: isHashable,
  fits: isHashable,
  treatment: (column, type) => ({
    text: 'hash',
    rank: REVEAL_RANK.equality,
    sql: hashOf(column, type),
    keyed: true,
  }),
};

function isHashable(type: ColumnType): boolean {
  if (type.family === 'uuid') return true;
  return type.family === 'text' && (type.maxLength === null || type.maxLength >= SHORTEST);
}

function hashOf(column: string, type: ColumnType): string {
  const text = columnText(column);
  // What citext itself compares by.
  const compared = type.ignoresCase ? call('lower', `${text} COLLATE pg_catalog."default"`) : text;
  // From the database's own encoding to itself: a conversion to another could fail, and so tell of the value.
  const message = call('convert_to', compared, call('getdatabaseencoding'));
  const digits = call('encode', hmac(message), quoteLiteral('hex'));
  return type.family === 'uuid'
    ? cast(call('substr', digits, '1', '32'), type.base)
    : cast(digits, type.base);
}

/** H(outer block, H(inner block, message)) */
function hmac(message: string): string {
  const inner = call('sha256', call('byteacat', keyBlock(1), message));
  return call('sha256', call('byteacat', keyBlock(2), inner));
}

/** Without the setting this fails, for every value that is not NULL: no hash is better than one without a key. */
function keyBlock(part: 1 | 2): string {
  const setting = call('current_setting', quoteLiteral(MASK_KEY_SETTING));
  return call('decode', call('split_part', setting, quoteLiteral(':'), String(part)), quoteLiteral('hex'));
}
