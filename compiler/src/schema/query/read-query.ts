/**
 * The columns of a query, as far as its text tells: names always or not at all, types of plain columns and casts, and what
 * each value is computed from. What would take the server's resolution of functions and operators has no type.
 */
import type { Node, SelectStmt, WindowDef } from 'libpg-query';
import { as } from '../parse/node.ts';
import type { CatalogRelation, QueryCatalog } from './catalog.ts';
import { withCommonTables } from './common-tables.ts';
import { dataChange } from './data-change.ts';
import { expressionLineage, maySpread } from './expression.ts';
import { relationItem, scopeItem } from './from-clause.ts';
import { type Lineage, opaque, union } from './lineage.ts';
import { itemLineage, orderLineage } from './query-order.ts';
import { ReadLog } from './read-log.ts';
import {
  type QueryColumn,
  type QueryShape,
  type Reading,
  type Scope,
  type ScopeItem,
  scopeOf,
  tableItem,
} from './scope.ts';
import { setOperation } from './set-operation.ts';
import { MOST_COLUMNS, targetColumns } from './target-columns.ts';

/** A query with what was read for it. */
export interface QueryRead extends QueryShape {
  readonly log: ReadLog;
}

/** Reads a query, or a statement that changes data, against `catalog`. Never throws; takes bounded time. */
export function readQuery(catalog: QueryCatalog, query: Node | undefined): QueryRead {
  const log = new ReadLog();
  const shape = read({ catalog, log, withs: new Map(), readQuery: read }, query, null);
  return { ...shape, log };
}

/** What an expression over the row of a table is computed from, such as that of a generated column. */
export function readExpression(
  catalog: QueryCatalog,
  relation: CatalogRelation,
  expression: Node | undefined,
): Lineage {
  const log = new ReadLog();
  log.add(relation, 'select');
  const item = relationItem(relation, { relname: relation.name });
  const reading = { catalog, log, withs: new Map(), readQuery: read };
  const lineage = expressionLineage(reading, scopeOf([item], null), expression);
  return { ...lineage, origins: log.originsOf(lineage) };
}

function read(reading: Reading, query: Node | undefined, outer: Scope | null): QueryShape {
  if (!reading.log.step()) return unknownShape('the query is too complex to be followed');
  const select = as('SelectStmt', query);
  const shape = select === null ? dataChange(reading, query, outer) : readSelect(reading, select, outer);
  if (shape === null) return unknownShape('this kind of statement is not known');
  return shape.columns !== null && shape.columns.length > MOST_COLUMNS ? { ...shape, columns: null } : shape;
}

function unknownShape(reason: string): QueryShape {
  return { columns: null, rows: opaque(reason) };
}

function readSelect(around: Reading, select: SelectStmt, outer: Scope | null): QueryShape {
  const reading = withCommonTables(around, select.withClause, outer);
  if (select.op !== undefined && select.op !== 'SETOP_NONE') return setOperation(reading, select, outer);
  if (select.valuesLists !== undefined) return values(reading, select, select.valuesLists, outer);
  const items: ScopeItem[] = [];
  for (const node of select.fromClause ?? []) items.push(scopeItem(reading, node, items.slice(), outer));
  const scope: Scope = { items, outer, windows: windowsOf(select) };
  const columns = targetColumns(reading, select.targetList, scope);
  const distinct = select.distinctClause ?? [];
  const isDistinct = distinct.length > 0;
  const rows = union([
    ...items.map((item) => item.rows),
    expressionLineage(reading, scope, [select.whereClause, select.havingClause]),
    ...spreading(reading, select.targetList, scope),
    // Plain DISTINCT has one empty node; DISTINCT ON its expressions.
    ...(isDistinct ? (columns ?? []).map((column) => column.value) : []),
    ...[...(select.groupClause ?? []), ...distinct].map((node) => itemLineage(reading, scope, columns, node)),
    orderLineage(reading, select, scope, columns),
  ]);
  return { columns, rows };
}

function windowsOf(select: SelectStmt): ReadonlyMap<string, WindowDef> {
  const windows = (select.windowClause ?? []).flatMap((node) => as('WindowDef', node) ?? []);
  return new Map(windows.map((window) => [window.name ?? '', window]));
}

/** Targets that may make several rows of one decide how often the others are seen. */
function spreading(reading: Reading, targets: readonly Node[] | undefined, scope: Scope): readonly Lineage[] {
  return (targets ?? []).filter(maySpread).map((target) => expressionLineage(reading, scope, target));
}

function values(
  reading: Reading,
  select: SelectStmt,
  lists: readonly Node[],
  outer: Scope | null,
): QueryShape {
  const rows = lists.map((list) => as('List', list)?.items ?? []);
  const columns = (rows[0] ?? []).map((_, index): QueryColumn => {
    const cells = rows.map((row) => expressionLineage(reading, outer, row[index]));
    return { name: `column${index + 1}`, type: null, value: union(cells) };
  });
  const items = [tableItem({ name: '', schema: null, columns, isStored: false })];
  const scope: Scope = { items, outer, windows: new Map() };
  const spread = lists.filter(maySpread).map((list) => expressionLineage(reading, outer, list));
  return { columns, rows: union([...spread, orderLineage(reading, select, scope, columns)]) };
}
