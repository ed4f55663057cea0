/**
 * Columns of which rows may be found by a value that the caller knows (`lookup by equality`): those whose equality is the server's own, raises no
 * error for any stored value, and holds for the very value. The proxy has the same list of types, and holds it against real servers; of collations only
 * it knows. Booleans are not among them: two questions would tell each value.
 */
import type { ColumnType } from '../schema/model.ts';

const TYPES: ReadonlySet<string> = new Set([
  ...['smallint', 'integer', 'bigint', 'uuid', 'bytea', 'date', 'interval', 'inet', 'cidr'],
  ...['timestamp without time zone', 'timestamp with time zone', 'time without time zone'],
  ...['text', 'character varying', 'character'],
]);

/** For people, in a sentence. */
export const LOOKUP_TYPES = 'text, integers, `uuid`, `bytea`, `date`, times and network addresses';

/** A domain is none of these: its type in the database is its own. */
export function mayBeLookedUp({ text }: ColumnType): boolean {
  return TYPES.has(text.replace(/\s*\([0-9,]*\)/, ''));
}
