/** `hash`: equal in, equal out, and nothing else without the key. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast } from '../sql/sql.ts';
import { hexadecimal, hmac } from './hmac.ts';
import { perElement } from './per-element.ts';
import { textIdentity } from './text-identity.ts';

/** 16 hexadecimal digits: among a million values, two share a hash once in 37 million columns. */
const SHORTEST = 16;

export const hashMask = perElement({
  name: 'hash',
  params: [],
  rank: REVEAL_RANK.equality,
  doc: 'A keyed hash, in hexadecimal digits cut to the length of the column, or a uuid: equal values have equal hashes in every table, and `citext` values that differ in case too, by their first 16 million characters; NULL stays NULL. Fits text of at least 16 characters, arrays of such text, and `uuid`.',
  accepts: isHashable,
  fits: isHashable,
  treatment: (column, type) => ({
    text: 'hash',
    rank: REVEAL_RANK.equality,
    sql: hashOf(column, type),
    keyed: true,
    lookup: false,
  }),
});

function isHashable(type: ColumnType): boolean {
  if (type.family === 'uuid') return true;
  return type.family === 'text' && (type.maxLength === null || type.maxLength >= SHORTEST);
}

function hashOf(column: string, type: ColumnType): string {
  const digits = hexadecimal(hmac(textIdentity(column, type)));
  return type.family === 'uuid'
    ? cast(call('substr', digits, '1', '32'), type.base)
    : cast(digits, type.base);
}
