/** Types of PostgreSQL as fields have them, and which JSON values are values of a type. */
import type { Scalar } from './scalar.ts';

export interface SqlType {
  readonly name:
    | 'text'
    | 'integer'
    | 'numeric'
    | 'boolean'
    | 'date'
    | 'timestamptz'
    | 'uuid'
    | 'inet'
    | 'enum'
    | 'jsonb';
  readonly isArray: boolean;
  /** In characters; null where there is no limit. Of texts alone. */
  readonly maxLength: number | null;
  /** Least and greatest value. Of integers alone. */
  readonly ends: readonly [least: bigint, greatest: bigint] | null;
}

const NAMES: Readonly<Record<string, SqlType['name']>> = {
  text: 'text',
  bigint: 'integer',
  integer: 'integer',
  numeric: 'numeric',
  boolean: 'boolean',
  date: 'date',
  'timestamp with time zone': 'timestamptz',
  uuid: 'uuid',
  inet: 'inet',
  enum: 'enum',
  jsonb: 'jsonb',
};

const ENDS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Reads the type of a field mask; null for one that fields do not have. */
export function sqlType(text: string): SqlType | null {
  const isArray = text.endsWith('[]');
  const base = isArray ? text.slice(0, -2) : text;
  const length = /^character varying\((\d{1,8})\)$/.exec(base)?.[1];
  const name = length === undefined ? NAMES[base] : 'text';
  if (name === undefined || (isArray && name === 'jsonb')) return null;
  return {
    name,
    isArray,
    maxLength: length === undefined ? null : Number(length),
    ends: ENDS[base] ?? null,
  };
}

/** How many characters the server's texts count: code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // The second half of a pair belongs to the first.
    if (unit < 0xdc00 || unit > 0xdfff) length += 1;
  }
  return length;
}

/** The text of a string that a column of a text type could hold; null for every other value. */
export function textOf(value: Scalar, { maxLength }: Pick<SqlType, 'maxLength'>): string | null {
  if (value.kind !== 'string' || value.value.includes('\0') || !value.value.isWellFormed()) return null;
  return maxLength === null || lengthOf(value.value) <= maxLength ? value.value : null;
}

/** The first characters, as `left` and a cast to a type with a length cut them. */
export function left(text: string, count: number): string {
  if (text.length <= count) return text;
  let at = 0;
  for (let taken = 0; taken < count && at < text.length; taken += 1)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, at);
}

/** The last characters, as `right`. */
export function right(text: string, count: number): string {
  let at = text.length;
  for (let taken = 0; taken < count && at > 0; taken += 1) {
    const unit = text.charCodeAt(at - 1);
    at -= unit >= 0xdc00 && unit <= 0xdfff && at > 1 ? 2 : 1;
  }
  return text.slice(at);
}

/** A text cut to the length of its column. */
export function cut(text: string, { maxLength }: Pick<SqlType, 'maxLength'>): string {
  return maxLength === null ? text : left(text, maxLength);
}
