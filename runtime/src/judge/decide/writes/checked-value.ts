/**
 * The check that a new row is among those that its writer sees, in the place of a value of that row: of each row of VALUES, and of what SET, ON CONFLICT and MERGE
 * assign. What the statement leaves to a default is checked with that default.
 */
import type { LiveColumn, LiveRelation } from '../../../catalog/catalog.ts';
import { ROW_OUTSIDE_FILTER } from '../../../pgwire/gate.ts';
import type { RowsChange } from '../../facts/facts.ts';
import type { SqlParser } from '../../parse/sql-parser.ts';
import { isTree, type Tree, type TreeValue, unwrap } from '../../parse/tree.ts';
import { quoteIdentifier } from '../../rewrite/quote.ts';
import type { RowFilters } from '../row-filters.ts';
import { isComputable, isPlaceable, isRepeatable } from './computed-value.ts';
import { rowChange } from './row-change.ts';
import { steadyDefault } from './steady-default.ts';
import { isPlain, storedType, typeOf } from './stored-type.ts';

/** A value of the statement, in the place of which it stands with the check of its row. */
export interface CheckedValue {
  /** The wrapped value that is replaced. */
  readonly value: Tree;
  /** Whether it is an expression, which {@link sql} has once: it stays where it is, and what is around it is put around it. */
  readonly isComputed: boolean;
  /** Wrapped values of the same row, which the check reads; the replaced one is among them, but where it is DEFAULT. */
  readonly holes: readonly Tree[];
  /** The SQL that stands in its place, given the SQL of each of {@link holes}. */
  readonly sql: (holes: readonly string[]) => string;
}

export interface CheckedValueContext {
  /** By which the target's columns are called in the statement. */
  readonly target: string;
  readonly filters: RowFilters;
  readonly parser: SqlParser;
  /** Whether the statement computes its values row by row, and not once for each place in its text. */
  readonly forEachRow: boolean;
}

/** What a column of the new row holds: a value of the statement, by its place among the holes; SQL of a default; or what is stored. */
type Source = number | string | 'stored';

/** A check for each row of values; or the name of a column that has none of which the check could be made. */
export function checkedValues(
  change: RowsChange,
  live: LiveRelation,
  context: CheckedValueContext,
): readonly CheckedValue[] | string {
  const { action, values } = change;
  if (action === 'delete') return [];
  const { filters, parser } = context;
  const { given } = rowChange(change, live);
  const compared = live.columns.filter(({ name }) => filters.columns.has(name));
  const names = change.columns ?? live.columns.map(({ name }) => name);
  const isNamed = ({ name }: LiveColumn) => names.includes(name);
  const generated = compared.find(({ generatedFrom }) =>
    generatedFrom.some((column) => action === 'insert' || given.has(column)),
  );
  if (generated !== undefined) return generated.name;
  if (action === 'update' && !compared.some(isNamed)) return [];
  const first = compared[0]?.name ?? '';
  // DEFAULT VALUES has no place for a check.
  if (values === null || (values.length === 0 && action === 'insert')) return first;
  const checks: CheckedValue[] = [];
  for (const row of values) {
    const check = checkedRow(row, { ...context, action, live, compared, names, parser });
    if (typeof check === 'string') return check;
    checks.push(check);
  }
  return checks;
}

interface RowContext extends CheckedValueContext {
  readonly action: RowsChange['action'];
  readonly live: LiveRelation;
  /** The columns that the filter compares. */
  readonly compared: readonly LiveColumn[];
  /** The columns of the values, in their order. */
  readonly names: readonly string[];
}

function checkedRow(row: readonly TreeValue[], context: RowContext): CheckedValue | string {
  const { action, live, compared, names, parser, forEachRow, filters, target } = context;
  const cellOf = ({ name }: LiveColumn) => (names.includes(name) ? row[names.indexOf(name)] : undefined);
  const holes: Tree[] = [];
  const plain: boolean[] = [];
  const sources: Source[] = [];
  let computedAt: number | null = null;
  /** Where the check may stand: whatever is given, and best what it compares. */
  let carrier: { readonly value: Tree; readonly column: LiveColumn; readonly source: Source } | null = null;
  for (const column of compared) {
    const value = cellOf(column);
    if (action === 'update' && value === undefined) {
      sources.push('stored');
      continue;
    }
    if (typeOf(column) === null) return column.name;
    if (value === undefined || isDefault(value)) {
      const own = steadyDefault(column, live, parser);
      if (own === null) return column.name;
      sources.push(own);
      if (isTree(value)) carrier ??= { value, column, source: own };
      continue;
    }
    if (!isTree(value)) return column.name;
    const place = holes.length;
    if (!isPlain(value, column)) {
      if (!isPlaceable(value, forEachRow)) return column.name;
      // One may be computed by anything; the others are written twice.
      if (computedAt === null || isRepeatable(holes[computedAt])) computedAt = place;
      else if (!isRepeatable(value)) return column.name;
    }
    plain.push(isPlain(value, column));
    holes.push(value);
    sources.push(place);
    carrier =
      carrier === null || typeof carrier.source === 'string' ? { value, column, source: place } : carrier;
  }
  if (carrier === null) {
    const other = live.columns.find((column) => {
      const value = cellOf(column);
      return typeOf(column) !== null && isTree(value) && isPlain(value, column);
    });
    const value = other === undefined ? undefined : cellOf(other);
    if (other === undefined || !isTree(value)) return compared[0]?.name ?? '';
    carrier = { value, column: other, source: holes.length };
    plain.push(true);
    holes.push(value);
  }
  const condition = filters.condition ?? 'true';
  const checking = { compared, sources, plain, target, condition };
  const at = computedAt;
  const value = at === null ? carrier.value : holes[at];
  if (value === undefined) return compared[0]?.name ?? '';
  const { column, source } = carrier;
  const fenced = at !== null && !isComputable(value);
  return {
    value,
    holes,
    isComputed: at !== null,
    sql: (texts) =>
      at === null ? checked(texts, { column, source }, checking) : checkedOnce(texts, at, fenced, checking),
  };
}

interface Checked {
  readonly compared: readonly LiveColumn[];
  /** In the order of {@link compared}. */
  readonly sources: readonly Source[];
  readonly target: string;
  readonly condition: string;
  /** Of each hole whether it is a constant or a parameter. */
  readonly plain: readonly boolean[];
}

/** The carrier's value, where the row that it is part of satisfies the condition; else an error. Neither branch is computed before it is known which. */
function checked(
  texts: readonly string[],
  carrier: { readonly column: LiveColumn; readonly source: Source },
  { compared, sources, target, condition }: Checked,
): string {
  const given = (column: LiveColumn, source: Source) =>
    `CAST(${typeof source === 'number' ? (texts[source] ?? 'NULL') : source} AS ${typeOf(column)})`;
  const columns = compared.map((column, place) => {
    const name = quoteIdentifier(column.name);
    const source = sources[place] ?? 'stored';
    if (source === 'stored') return `${quoteIdentifier(target)}.${name} AS ${name}`;
    const value = given(column, source);
    const stored = storedType(column);
    return stored === typeOf(column) ? `${value} AS ${name}` : `CAST(${value} AS ${stored}) AS ${name}`;
  });
  return caseOf(condition, `SELECT ${columns.join(', ')}`, given(carrier.column, carrier.source));
}

/**
 * The same where one of the values is computed: it and what it is checked with stand in a query that sees what the expression sees, and nothing of the check.
 * `fenced`: whether the server must not put what is computed into the places where it is asked for.
 */
function checkedOnce(
  texts: readonly string[],
  computedAt: number,
  fenced: boolean,
  { compared, sources, target, condition, plain }: Checked,
): string {
  const given = compared.map((column, place) => {
    const source = sources[place] ?? 'stored';
    if (source === 'stored')
      return `${quoteIdentifier(target)}.${quoteIdentifier(column.name)} AS "c${place}"`;
    const text = typeof source === 'number' ? (texts[source] ?? 'NULL') : source;
    const isTyped = typeof source === 'number' && plain[source] === false;
    return `${isTyped ? text : `CAST(${text} AS ${typeOf(column)})`} AS "c${place}"`;
  });
  const columns = compared.map(
    (column, place) =>
      `CAST("given"."c${place}" AS ${storedType(column)}) AS ${quoteIdentifier(column.name)}`,
  );
  const value = `"given"."c${sources.indexOf(computedAt)}"`;
  const check = caseOf(condition, `SELECT ${columns.join(', ')}`, value).slice(1, -1);
  return `(SELECT ${check} FROM (SELECT ${given.join(', ')}${fenced ? ' OFFSET 0' : ''}) "given")`;
}

/** `value` where the one row of `row` satisfies the condition; else an error that the proxy knows again. */
export function caseOf(condition: string, row: string, value: string): string {
  return (
    `(CASE WHEN (SELECT ${condition} FROM (${row}) "checked") THEN ${value}` +
    ` WHEN CAST((SELECT '${ROW_OUTSIDE_FILTER}') AS pg_catalog.bool) THEN NULL END)`
  );
}

function isDefault(value: TreeValue): boolean {
  return unwrap(value)?.kind === 'SetToDefault';
}
