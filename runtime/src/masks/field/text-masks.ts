/** `hash`, `tokenize`, `keep_first`, `keep_last` and `email` of texts, as the compiler's SQL computes them. */
import { hashDigits, type MaskKey, purposeDigits } from './keyed.ts';
import { cut, left, lengthOf, right, type SqlType } from './sql-type.ts';

/** What of a text is hashed, in characters; as in the SQL. */
const MOST_HASHED = 16_000_000;

export function hashText(key: MaskKey, type: SqlType): (text: string) => string {
  return (text) => cut(hashDigits(key, left(text, MOST_HASHED)), type);
}

/** The first 32 digits of the hash of a uuid, in the form of one. */
export function hashUuid(key: MaskKey): (uuid: string) => string {
  return (uuid) =>
    hashDigits(key, uuid)
      .slice(0, 32)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const DIGITS = '0123456789012345';
const LETTERS = 'bcdfghjklmnpqrst';

/** A digit for each `#` and a letter for each `?`, in their order from the digits of the MAC. */
export function tokenizeText(key: MaskKey, type: SqlType, format: string): (text: string) => string {
  const purpose = `tokenize(${JSON.stringify(format)})`;
  return (text) => {
    const digits = purposeDigits(key, purpose, left(text, MOST_HASHED));
    let next = 0;
    const token = format.replace(/[#?]/g, (symbol) => {
      const digit = Number.parseInt(digits[next] ?? '0', 16);
      next += 1;
      return (symbol === '#' ? DIGITS : LETTERS)[digit] ?? '';
    });
    return cut(token, type);
  };
}

const STARS = 4;

export function keepText(end: 'first' | 'last', type: SqlType, kept: number): (text: string) => string {
  const room = (type.maxLength ?? Number.POSITIVE_INFINITY) - kept;
  const stars = '*'.repeat(Math.min(STARS, room));
  return (text) => {
    if (lengthOf(text) <= kept) return stars;
    return cut(end === 'first' ? left(text, kept) + stars : stars + right(text, kept), type);
  };
}

const LONGEST_ADDRESS = 320;

/** White space as the collation "C" knows it. */
const ADDRESS = /^[^@ \t\n\v\f\r]+@([A-Za-z0-9.-]+)$/;

export function emailText(type: SqlType): (text: string) => string {
  return (text) => {
    const domain = lengthOf(text) > LONGEST_ADDRESS ? undefined : ADDRESS.exec(text)?.[1];
    return cut(domain === undefined ? '***' : `${left(text, 1)}***@${domain}`, type);
  };
}
