/**
 * The check that new rows are among those that their writer sees, where a query gives them: it becomes a subquery of one that gives the same columns, and the check
 * stands there in the place of one of them. So the query means what it meant, whatever it groups, sorts, counts off or unites.
 */
import type { LiveColumn, LiveRelation } from '../../../catalog/catalog.ts';
import type { RowsChange } from '../../facts/facts.ts';
import type { SqlParser } from '../../parse/sql-parser.ts';
import { endsInStar, isTree, listOf, nodesWithin, type Tree, unwrap } from '../../parse/tree.ts';
import { quoteIdentifier } from '../../rewrite/quote.ts';
import type { RowFilters } from '../row-filters.ts';
import { caseOf } from './checked-value.ts';
import { steadyDefault } from './steady-default.ts';
import { storedType, typeOf } from './stored-type.ts';

export interface CheckedQuery {
  /** The wrapped SelectStmt. */
  readonly query: Tree;
  /** What stands before it, up to the parenthesis in front of it, and behind. */
  readonly before: string;
  readonly after: string;
  /** Items of its select list of which the server would take the type from the column that they go to: within a subquery they must say it. */
  readonly typed: readonly { readonly value: Tree; readonly type: string }[];
}

export interface CheckedQueryContext {
  readonly filters: RowFilters;
  readonly parser: SqlParser;
  /** How many columns the query gives; null where it cannot be told. */
  readonly width: number | null;
}

/** The query of an INSERT, where it is more than the rows of a VALUES (PostgreSQL: analyze.c, transformInsertStmt); else null. */
export function insertedQuery({ selectStmt }: Tree): Tree | null {
  const select = unwrap(selectStmt);
  if (select?.kind !== 'SelectStmt' || !isTree(selectStmt)) return null;
  const isRows = Object.keys(select.node).every((field) => ROWS_ALONE.has(field));
  return isRows ? null : selectStmt;
}

const ROWS_ALONE: ReadonlySet<string> = new Set(['valuesLists', 'limitOption', 'op']);

/** The name of a column where no check can be made. `query`: see {@link insertedQuery}. */
export function checkedQuery(
  query: Tree,
  { columns }: RowsChange,
  live: LiveRelation,
  { filters, parser, width }: CheckedQueryContext,
): CheckedQuery | string {
  const compared = live.columns.filter(({ name }) => filters.columns.has(name));
  const first = compared[0]?.name ?? '';
  const select = unwrap(query)?.node ?? {};
  // The server takes writes in WITH of what is outermost alone.
  if (width === null || width === 0 || writesWithin(select)) return first;
  const names = columns ?? live.columns.slice(0, width).map(({ name }) => name);
  if (names.length !== width) return first;
  const given = (at: number) => `"given"."c${at}"`;
  const row: string[] = [];
  for (const column of compared) {
    const at = names.indexOf(column.name);
    const value = at === -1 ? steadyDefault(column, live, parser) : given(at);
    if (value === null || typeOf(column) === null || column.generatedFrom.length > 0) return column.name;
    row.push(`CAST(${value} AS ${storedType(column)}) AS ${quoteIdentifier(column.name)}`);
  }
  const typed = typedItems(select, names, live);
  if (typeof typed === 'string') return typed;
  const carrier = Math.max(
    0,
    names.findIndex((name) => filters.columns.has(name)),
  );
  const items = names.map((_, at) =>
    at === carrier ? caseOf(filters.condition ?? 'true', `SELECT ${row.join(', ')}`, given(at)) : given(at),
  );
  const aliases = names.map((_, at) => `"c${at}"`);
  return {
    query,
    before: `SELECT ${items.join(', ')} FROM (`,
    after: `) "given" (${aliases.join(', ')})`,
    typed,
  };
}

/** Of a query that stands alone: there, the server converts texts, NULL and parameters of the select list to the column that they go to. */
function typedItems(
  { larg, targetList, valuesLists }: Tree,
  names: readonly string[],
  live: LiveRelation,
): CheckedQuery['typed'] | string {
  if (larg !== undefined || valuesLists !== undefined) return [];
  const items = listOf(targetList).map((item) => unwrap(item)?.node.val);
  const typed: { value: Tree; type: string }[] = [];
  // Behind a star, nobody counts here which column an item goes to.
  let counts = true;
  for (const [place, value] of items.entries()) {
    const inner = unwrap(value);
    counts &&= !endsInStar(inner?.node.fields) && !endsInStar(inner?.node.indirection);
    if (!isTree(value) || !isOpen(value)) continue;
    const column: LiveColumn | undefined = live.columns.find(({ name }) => name === names[place]);
    const type = column === undefined || !counts ? null : typeOf(column);
    if (type === null) return column?.name ?? names[place] ?? '';
    typed.push({ value, type });
  }
  return typed;
}

/** Whether it has no type of its own. */
function isOpen(value: Tree): boolean {
  const inner = unwrap(value);
  if (inner?.kind === 'ParamRef') return true;
  return inner?.kind === 'A_Const' && (inner.node.sval !== undefined || inner.node.isnull === true);
}

function writesWithin({ withClause }: Tree): boolean {
  return [...nodesWithin(withClause)].some(({ kind }) => WRITES.has(kind));
}

const WRITES: ReadonlySet<string> = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);
