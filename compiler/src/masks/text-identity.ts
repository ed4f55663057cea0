/** By what a column's values are equal, as bytes: what `hash` and `tokenize` are computed from. */
import type { ColumnType } from '../schema/model.ts';
import { call, columnText } from '../sql/sql.ts';

/** Most characters that count. The server gives an expression 1 GB: lower case of half of that fails, and a key before all of it. */
const MOST_CHARACTERS = 16_000_000;

/** A `bytea` expression that is the same for values that the type holds to be equal. */
export function textIdentity(column: string, type: ColumnType): string {
  const text = call('left', columnText(column), String(MOST_CHARACTERS));
  // What citext itself compares by.
  const compared = type.ignoresCase ? call('lower', `${text} COLLATE pg_catalog."default"`) : text;
  // From the database's own encoding to itself: a conversion to another could fail, and so tell of the value.
  return call('convert_to', compared, call('getdatabaseencoding'));
}
