/** ORDER BY, LIMIT, GROUP BY and DISTINCT ON: they decide which rows there are and in what order. */
import type { Node, SelectStmt } from 'libpg-query';
import { as, integerOf, strings } from '../parse/node.ts';
import { expressionLineage } from './expression.ts';
import { type Lineage, NOTHING, opaque, union } from './lineage.ts';
import { isColumnName } from './resolve-reference.ts';
import type { QueryColumn, Reading, Scope } from './scope.ts';

/** ORDER BY, LIMIT and OFFSET. */
export function orderLineage(
  reading: Reading,
  select: SelectStmt,
  scope: Scope,
  columns: readonly QueryColumn[] | null,
): Lineage {
  const keys = (select.sortClause ?? []).map((node) => as('SortBy', node)?.node);
  return union([
    ...keys.map((key) => itemLineage(reading, scope, columns, key)),
    expressionLineage(reading, scope, [select.limitCount, select.limitOffset]),
  ]);
}

/** An item of ORDER BY, GROUP BY or DISTINCT ON, which may be the number or the name of a column of the query. */
export function itemLineage(
  reading: Reading,
  scope: Scope,
  columns: readonly QueryColumn[] | null,
  node: Node | undefined,
): Lineage {
  if (node === undefined || Object.keys(node).length === 0) return NOTHING;
  const grouping = as('GroupingSet', node) ?? as('RowExpr', node);
  if (grouping !== null) {
    const parts = 'content' in grouping ? grouping.content : 'args' in grouping ? grouping.args : [];
    return union((parts ?? []).map((part) => itemLineage(reading, scope, columns, part)));
  }
  const number = integerOf(node);
  if (number !== null)
    return columns === null
      ? opaque('the columns of the query cannot be told')
      : (columns[number - 1]?.value ?? NOTHING);
  const [name, ...more] = strings(as('ColumnRef', node)?.fields);
  const own = name !== undefined && more.length === 0 ? onlyNamed(columns, name) : [];
  if (own.length > 0 && name !== undefined && !isColumnName(scope, name)) return union(own);
  return union([...own, expressionLineage(reading, scope, node)]);
}

function onlyNamed(columns: readonly QueryColumn[] | null, name: string): readonly Lineage[] {
  return (columns ?? []).filter((column) => column.name === name).map((column) => column.value);
}
