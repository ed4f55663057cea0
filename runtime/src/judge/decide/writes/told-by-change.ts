/**
 * What a change of rows could tell of values that its sender does not see. The server compares new rows with stored ones (unique indexes,
 * exclusion constraints, foreign keys), and computes on what stays in a row that is changed (checks, generated columns, expressions of
 * indexes, row security); whether it raises an error is seen. A value that the statement itself brings tells nothing alone.
 */
import type { ForeignKeyEnd, LiveIndex, LiveRelation } from '../../../catalog/catalog.ts';
import type { SqlParser } from '../../parse/sql-parser.ts';
import type { RowChange } from './row-change.ts';
import { isSteady } from './steady-check.ts';

export interface ToldContext {
  readonly parser: SqlParser;
  /** Columns of a relation that the sender does not see as they are stored, by its key. */
  readonly hidden: (relation: string) => ReadonlySet<string>;
  /** Whether the sender sees some rows of a relation only. */
  readonly isFiltered: (relation: string) => boolean;
  /** Columns by which rows of this very relation are kept back; null where none are. */
  readonly filteredBy: ReadonlySet<string> | null;
  /** Columns that decide to which partition a row belongs, of the relation and those above it. */
  readonly partitionKey: ReadonlySet<string>;
}

/** The end of a sentence, "…: an index compares "email"", or null where it tells nothing. */
export function toldByChange(
  live: LiveRelation,
  own: ReadonlySet<string>,
  change: RowChange,
  context: ToldContext,
): string | null {
  const { action } = change;
  if (action === 'insert') return toldByRow(live, own, change, context);
  if (action === 'delete')
    return toldByRowSecurity(live, own) ?? toldByReferring(live, own, () => true, context);
  const moves = [...context.partitionKey].some((column) => change.given.has(column));
  return (
    toldByUpdate(live, own, change, context) ?? (moves ? toldByRow(live, own, moved(change), context) : null)
  );
}

/** A row that goes to another partition is a new one there, with what it had. */
function moved(change: RowChange): RowChange {
  return { ...change, surelyNull: new Set(), drawn: new Set() };
}

/** A new row, of which the statement has all that it says, or the table its defaults. */
function toldByRow(
  live: LiveRelation,
  hidden: ReadonlySet<string>,
  change: RowChange,
  context: ToldContext,
): string | null {
  for (const index of live.onWrite.indexes) {
    const told = toldByIndex(index, live, hidden, change, context);
    if (told !== null) return told;
  }
  return toldByReferences(live, change, () => true, context);
}

function toldByIndex(
  index: LiveIndex,
  live: LiveRelation,
  hidden: ReadonlySet<string>,
  { surelyNull, drawn }: RowChange,
  { filteredBy }: ToldContext,
): string | null {
  const { compares, unique, keys, nullsDistinct } = index;
  const columns = expanded(index.columns, live);
  if (!SEPARATE_ENTRIES.has(index.method)) {
    const long = columns.find((column) => hidden.has(column) && !isShort(column, live));
    if (long !== undefined) return `an index keeps ${quoted([long])} of several rows together`;
  }
  const avoids =
    (nullsDistinct && keys.some((key) => surelyNull.has(key))) ||
    (unique && keys.some((key) => drawn.has(key)));
  if (!compares || avoids) return null;
  const compared = columns.filter((column) => hidden.has(column));
  if (compared.length > 0) return `an index compares ${quoted(compared)} of all rows`;
  if (filteredBy === null) return null;
  // A row that agrees in all that the filter asks for is itself one of those that are seen.
  const stays = unique && [...filteredBy].every((column) => keys.includes(column));
  return stays
    ? null
    : `an index compares ${quoted(index.columns)} of all rows, also of those that you do not see`;
}

/** Access methods of which an entry's size, and so whether there is room for it, is that of one row's values. */
const SEPARATE_ENTRIES: ReadonlySet<string> = new Set(['btree', 'hash', 'gin']);

const SHORT =
  /^(?:smallint|integer|bigint|boolean|uuid|date|real|double precision|oid|interval|point|inet|cidr|macaddr8?|(?:timestamp|time)(?:\(\d\))? with(?:out)? time zone)$/;

/** Whether all values take so little room that none is refused for its size. */
function isShort(name: string, live: LiveRelation): boolean {
  return SHORT.test(live.columns.find((column) => column.name === name)?.type ?? '');
}

function toldByUpdate(
  live: LiveRelation,
  hidden: ReadonlySet<string>,
  change: RowChange,
  context: ToldContext,
): string | null {
  const { given, surelyNull } = change;
  const { checks, indexes } = live.onWrite;
  const touches = (columns: readonly string[]) => expanded(columns, live).some((column) => given.has(column));
  /** What stays in the row and is not seen. */
  const stored = (columns: readonly string[]) =>
    expanded(columns, live).filter((column) => hidden.has(column) && !given.has(column));
  const mixes = (columns: readonly string[]) => touches(columns) && stored(columns).length > 0;

  const generated = live.columns.find(({ generatedFrom }) => mixes(generatedFrom));
  if (generated !== undefined)
    return `"${generated.name}" is generated from ${quoted(stored(generated.generatedFrom))}`;
  for (const check of checks) {
    if (
      stored(check.columns).length > 0 &&
      (touches(check.columns) || !isSteady(check, live, context.parser))
    )
      return `a check reads ${quoted(stored(check.columns))}`;
  }
  if (mixes([...context.partitionKey]))
    return `its partitions are chosen by ${quoted(stored([...context.partitionKey]))}`;
  for (const index of indexes) {
    const { columns, expressions } = index;
    if (!touches(columns)) {
      if (SEPARATE_ENTRIES.has(index.method)) continue;
    } else if (mixes(columns)) {
      const grows = columns.some(
        (column) => given.has(column) && !surelyNull.has(column) && !isShort(column, live),
      );
      if (expressions.length > 0 || grows)
        return `an index holds ${quoted(stored(columns))} together with what is changed`;
    }
    const told = toldByIndex(
      touches(columns) ? index : { ...index, compares: false },
      live,
      hidden,
      change,
      context,
    );
    if (told !== null) return told;
  }
  const own = live.onWrite.references.find((key) => mixes(key.columns));
  if (own !== undefined) return `a foreign key looks up ${quoted(stored(own.columns))}`;
  return (
    toldByRowSecurity(live, hidden) ??
    toldByReferences(live, change, (key) => touches(key.columns), context) ??
    toldByReferring(live, hidden, (key) => touches(key.columns), context)
  );
}

/** Which rows there are for the proxy's own role would depend on it. */
export function toldByRowSecurity(live: LiveRelation, hidden: ReadonlySet<string>): string | null {
  const read = live.onWrite.rowSecurity
    .flatMap(({ columns }) => expanded(columns, live))
    .filter((column) => hidden.has(column));
  return read.length === 0 ? null : `row security reads ${quoted(read)}`;
}

/** Whether a value is found in the table that a foreign key refers to. */
function toldByReferences(
  live: LiveRelation,
  { surelyNull }: RowChange,
  isAsked: (key: ForeignKeyEnd) => boolean,
  context: ToldContext,
): string | null {
  for (const key of live.onWrite.references) {
    // A key with a NULL in it refers to nothing (MATCH FULL: it is refused, whatever is there).
    if (!isAsked(key) || key.columns.some((column) => surelyNull.has(column))) continue;
    const told = toldByOther(key, 'looks', context);
    if (told !== null) return told;
  }
  return null;
}

/** Whether a value is found in the tables that refer to this one. */
function toldByReferring(
  live: LiveRelation,
  hidden: ReadonlySet<string>,
  isAsked: (key: ForeignKeyEnd) => boolean,
  context: ToldContext,
): string | null {
  for (const key of live.onWrite.referencedBy.filter(isAsked)) {
    const own = key.columns.filter((column) => hidden.has(column));
    if (own.length > 0) return `a foreign key refers to ${quoted(own)}`;
    const told = toldByOther(key, 'refers', context);
    if (told !== null) return told;
  }
  return null;
}

function toldByOther(
  { other, otherColumns }: ForeignKeyEnd,
  does: 'looks' | 'refers',
  { hidden, isFiltered }: ToldContext,
): string | null {
  const name = other.replace('\u0000', '.');
  const not = otherColumns.filter((column) => hidden(other).has(column));
  if (not.length > 0)
    return does === 'looks'
      ? `a foreign key looks it up in ${quoted(not)} of ${name}`
      : `a foreign key compares it with ${quoted(not)} of ${name}`;
  return isFiltered(other) ? `a foreign key compares it with rows of ${name} that you do not see` : null;
}

/** With the columns that generated ones among them are computed from. */
function expanded(columns: readonly string[], live: LiveRelation): readonly string[] {
  const sources = live.columns
    .filter(({ name }) => columns.includes(name))
    .flatMap(({ generatedFrom }) => generatedFrom);
  return [...new Set([...columns, ...sources])];
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(' and ');
}
