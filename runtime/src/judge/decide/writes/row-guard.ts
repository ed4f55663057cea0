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
import { isComputable, isPlaceable, isRepeatable } from './computed-value.ts';
import { rowChange } from './row-change.ts';

/** A value of the statement, in the place of which it stands with the check of its row. */
export interface CheckedValue {
  /** The wrapped value that is replaced. */
  readonly value: Tree;
  /** Whether it is an expression, which {@link sql} has once: it stays where it is, and what is around it is put around it. */
  readonly isComputed: boolean;
  /** Wrapped values of the same row, which the check reads; the replaced one is among them. */
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
  { target, node, changes, merge, copies, truncates }: RelationWrite,
  filters: RowFilters,
): RowGuard | Denial {
  const name = target.alias ?? target.name;
  if (truncates !== null) return denials.truncateFiltered(displayName(live));
  // Nothing can stand beside it, and another session may have changed the row since the cursor came to it.
  if (unwrap(node.whereClause)?.kind === 'CurrentOfExpr') return denials.currentOfFiltered(displayName(live));
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
    const found = checksOf(change, live, {
      target: name,
      filters,
      mayCompute: mayCompute(node),
      forEachRow: forEachRow(node, change),
    });
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
  {
    target,
    filters,
    mayCompute,
    forEachRow,
  }: {
    readonly target: string;
    readonly filters: RowFilters;
    readonly mayCompute: boolean;
    readonly forEachRow: boolean;
  },
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
    const plain: boolean[] = [];
    let computedAt: number | null = null;
    for (const column of compared.filter(isSet)) {
      const value = row[names.indexOf(column.name)];
      if (typeOf(column) === null || !isTree(value)) return column.name;
      if (!isPlain(value, column)) {
        if (!mayCompute || !isPlaceable(value, forEachRow)) return column.name;
        // One may be computed by anything; the others are written twice.
        if (computedAt === null) computedAt = holes.length;
        else if (isRepeatable(holes[computedAt])) computedAt = holes.length;
        else if (!isRepeatable(value)) return column.name;
      }
      plain.push(isPlain(value, column));
      holes.push(value);
    }
    const value = holes[computedAt ?? 0];
    const at = computedAt;
    const condition = filters.condition ?? 'true';
    const fenced = at !== null && !isComputable(value);
    const checking = { action, compared, given, target, condition, plain, fenced };
    if (value !== undefined)
      checks.push({
        value,
        holes,
        isComputed: at !== null,
        sql: (texts) => (at === null ? checked(texts, checking) : checkedOnce(texts, at, checking)),
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
  /** Of each value whether it is a constant or a parameter. */
  readonly plain: readonly boolean[];
  /** Whether the server must not put what is computed into the places where it is asked for. */
  readonly fenced: boolean;
}

/** The first of `texts`, where the row that it is part of satisfies the condition; else an error. Neither branch is computed before it is known which. */
function checked(texts: readonly string[], { action, compared, given, target, condition }: Checked): string {
  let next = 0;
  const columns = compared.map((column) => {
    const name = quoteIdentifier(column.name);
    if (given.has(column.name)) {
      next += 1;
      const value = `CAST(${texts[next - 1] ?? 'NULL'} AS ${typeOf(column)})`;
      const stored = storedType(column);
      return stored === typeOf(column) ? `${value} AS ${name}` : `CAST(${value} AS ${stored}) AS ${name}`;
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

/**
 * The same where one of the values is computed: it and what it is checked with stand in a query that sees what the expression sees, and nothing of the check.
 */
function checkedOnce(
  texts: readonly string[],
  computedAt: number,
  { action, compared, given, target, condition, plain, fenced }: Checked,
): string {
  const set = compared.filter(({ name }) => given.has(name));
  const sources = compared.map((column, place) => {
    const at = set.indexOf(column);
    const stored =
      action === 'insert' ? 'NULL' : `${quoteIdentifier(target)}.${quoteIdentifier(column.name)}`;
    const text = at === -1 ? stored : (texts[at] ?? 'NULL');
    const isTyped = at === -1 ? action !== 'insert' : plain[at] === false;
    return `${isTyped ? text : `CAST(${text} AS ${typeOf(column)})`} AS "c${place}"`;
  });
  const columns = compared.map(
    (column, place) =>
      `CAST("given"."c${place}" AS ${storedType(column)}) AS ${quoteIdentifier(column.name)}`,
  );
  const value = `"given"."c${compared.findIndex(({ name }) => name === set[computedAt]?.name)}"`;
  return (
    `(SELECT CASE WHEN (SELECT ${condition} FROM (SELECT ${columns.join(', ')}) "checked") THEN ${value}` +
    ` WHEN CAST((SELECT '${ROW_OUTSIDE_FILTER}') AS pg_catalog.bool) THEN NULL END` +
    ` FROM (SELECT ${sources.join(', ')}${fenced ? ' OFFSET 0' : ''}) "given")`
  );
}

/** With its modifier where that rounds: what is stored is what must be inside. */
function storedType(column: LiveColumn): string | null {
  return /^(?:numeric|timestamp|time|interval)/.test(column.type) ? qualified(column.type) : typeOf(column);
}

/** Whether an expression can stand in a query of its own where the statement has it: not in a select list that is grouped, sorted, counted off or united. */
function mayCompute({ selectStmt }: Tree): boolean {
  const select = unwrap(selectStmt)?.node;
  if (select === undefined || select.valuesLists !== undefined) return true;
  return Object.keys(select).every((field) => SIMPLE_SELECT.has(field));
}

const SIMPLE_SELECT: ReadonlySet<string> = new Set([
  ...['targetList', 'fromClause', 'whereClause', 'withClause', 'limitOption', 'op'],
]);

/** Whether the statement computes its values row by row, and not once for each place in its text. */
function forEachRow({ selectStmt }: Tree, { action }: RowsChange): boolean {
  return action !== 'insert' || unwrap(selectStmt)?.node.valuesLists === undefined;
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
