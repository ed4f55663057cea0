/**
 * What keeps a write within a row filter: its condition before the statement's own, and a check of the new row where the statement sets what the filter
 * compares. The check stands in the place of a value, and the server makes it; no object has to be there for it.
 */
import type { LiveColumn, LiveRelation } from '../../../catalog/catalog.ts';
import { type Denial, ROW_OUTSIDE_FILTER } from '../../../pgwire/gate.ts';
import { denials } from '../../denials.ts';
import type { RelationWrite, RowsChange } from '../../facts/facts.ts';
import { isTree, type Tree, type TreeValue, unwrap } from '../../parse/tree.ts';
import { quoteIdentifier } from '../../rewrite/quote.ts';
import { qualified } from '../read-as.ts';
import { displayName } from '../relation-view.ts';
import type { RowFilters } from '../row-filters.ts';
import { rowChange } from './row-change.ts';

/** A value of the statement, in the place of which it stands with the check of its row. */
export interface CheckedValue {
  /** The wrapped constant or parameter that is replaced. */
  readonly value: Tree;
  /** Wrapped constants and parameters of the same row, which the check reads; the replaced one is among them. */
  readonly holes: readonly Tree[];
  /** The SQL that stands in its place, given the SQL of each of {@link holes}. */
  readonly sql: (holes: readonly string[]) => string;
}

export interface RowGuard {
  /** Over bare columns of the target; null where no stored row is chosen. */
  readonly condition: string | null;
  /** By which the target's columns are called in the statement. */
  readonly target: string;
  readonly checks: readonly CheckedValue[];
  /** Of COPY: what is asked of each row that comes; null for everything else. */
  readonly copied: CopiedRows | null;
}

/** A condition over bare columns of the target, and one of them, or none. */
export interface CopiedRows {
  readonly condition: string;
  readonly column: string | null;
}

/** The guard of a write to a table of which some rows are seen; or why there can be none. */
export function rowGuard(
  live: LiveRelation,
  { target, changes, merge, copies }: RelationWrite,
  filters: RowFilters,
): RowGuard | Denial {
  const name = target.alias ?? target.name;
  if (copies) {
    // What is generated is computed after the server asks COPY's condition.
    const generated = live.columns.find(
      (column) => filters.columns.has(column.name) && column.generatedFrom.length > 0,
    );
    if (generated !== undefined) return denials.writeUnchecked(displayName(live), generated.name);
    const copied = { condition: filters.condition ?? 'true', column: [...filters.columns][0] ?? null };
    return { condition: null, target: name, checks: [], copied };
  }
  // To keep such rows apart from others, the filter would have to stand where the server cannot join by it.
  if (merge?.bySource === true) return denials.mergeBySource(displayName(live));
  const checks: CheckedValue[] = [];
  for (const change of changes) {
    const found = checksOf(change, live, name, filters);
    if (typeof found === 'string') return denials.writeUnchecked(displayName(live), found);
    checks.push(...found);
  }
  const choosesRows = merge !== null || changes.every(({ action }) => action !== 'insert');
  return { condition: choosesRows ? filters.condition : null, target: name, checks, copied: null };
}

/** A check for each row of values; or the column that has none of which the check could be made. */
function checksOf(
  change: RowsChange,
  live: LiveRelation,
  target: string,
  filters: RowFilters,
): readonly CheckedValue[] | string {
  const { action, values } = change;
  if (action === 'delete') return [];
  const { given, surelyNull } = rowChange(change, live);
  const compared = live.columns.filter(({ name }) => filters.columns.has(name));
  const computed = compared.find(({ generatedFrom }) =>
    generatedFrom.some((column) => action === 'insert' || given.has(column)),
  );
  if (computed !== undefined) return computed.name;
  const isSet = ({ name }: LiveColumn) => given.has(name);
  if (action === 'update' && !compared.some(isSet)) return [];
  const missing = compared.find(
    (column) => action === 'insert' && !isSet(column) && !surelyNull.has(column.name),
  );
  const [first] = compared.filter(isSet);
  if (missing !== undefined || first === undefined || values === null)
    return (missing ?? compared[0])?.name ?? '';
  const names = change.columns ?? live.columns.map(({ name }) => name);
  const checks: CheckedValue[] = [];
  for (const row of values) {
    const holes: Tree[] = [];
    for (const column of compared.filter(isSet)) {
      const value = row[names.indexOf(column.name)];
      if (typeOf(column) === null || !isPlain(value, column)) return column.name;
      holes.push(value);
    }
    const [value] = holes;
    if (value !== undefined)
      checks.push({
        value,
        holes,
        sql: (texts) =>
          checked(texts, { action, compared, given, target, condition: filters.condition ?? 'true' }),
      });
  }
  return checks;
}

interface Checked {
  readonly action: RowsChange['action'];
  readonly compared: readonly LiveColumn[];
  readonly given: ReadonlySet<string>;
  readonly target: string;
  readonly condition: string;
}

/** The first of `texts`, where the row that it is part of satisfies the condition; else an error. Neither branch is computed before it is known which. */
function checked(texts: readonly string[], { action, compared, given, target, condition }: Checked): string {
  let next = 0;
  const columns = compared.map((column) => {
    const name = quoteIdentifier(column.name);
    if (given.has(column.name)) {
      next += 1;
      return `CAST(${texts[next - 1] ?? 'NULL'} AS ${typeOf(column)}) AS ${name}`;
    }
    return action === 'insert'
      ? `CAST(NULL AS ${typeOf(column)}) AS ${name}`
      : `${quoteIdentifier(target)}.${name} AS ${name}`;
  });
  const [first] = compared.filter(({ name }) => given.has(name));
  const value = `CAST(${texts[0] ?? 'NULL'} AS ${first === undefined ? 'pg_catalog.text' : typeOf(first)})`;
  return (
    `(CASE WHEN (SELECT ${condition} FROM (SELECT ${columns.join(', ')}) "checked") THEN ${value}` +
    ` WHEN CAST((SELECT '${ROW_OUTSIDE_FILTER}') AS pg_catalog.bool) THEN NULL END)`
  );
}

/** The type of a column without its modifier, which the server applies when it stores the value; null where that is another type. */
function typeOf({ type }: LiveColumn): string | null {
  const bare = type.replace(/\s*\([0-9,]*\)/, '');
  if (bare === 'character') return 'pg_catalog.bpchar';
  return bare.startsWith('bit') && !bare.startsWith('bit varying') ? null : qualified(bare);
}

const NUMBERS = /^(?:smallint|integer|bigint|numeric|real|double precision)/;

/** A constant or a parameter that means the same by itself and in a cast to the type of its column: it is written twice, and converted twice. */
function isPlain(value: TreeValue | undefined, { type }: LiveColumn): value is Tree {
  const inner = unwrap(value);
  if (inner?.kind === 'ParamRef') return true;
  if (inner?.kind !== 'A_Const' || !isTree(value)) return false;
  const { sval, isnull, ival, fval, boolval } = inner.node;
  if (ival !== undefined || fval !== undefined) return NUMBERS.test(type);
  return sval !== undefined || isnull === true || (boolval !== undefined && type === 'boolean');
}
