/**
 * The columns of a query, as far as its text tells: names always or not at all, types of plain columns and casts. What
 * would take the server's resolution of functions and operators stays unknown.
 */
import type { ColumnRef, Node, ResTarget, SelectStmt } from 'libpg-query';
import type { Database } from '../ddl/database.ts';
import { resolveType } from '../ddl/resolve-type.ts';
import { as, strings } from '../parse/node.ts';
import type { TypeRef } from '../types/named-type.ts';
import { columnName } from './column-name.ts';
import { scopeItem } from './from-clause.ts';
import {
  allColumns,
  type CommonTables,
  columnsOf,
  onlyColumn,
  type QueryColumn,
  type QueryReading,
  type ScopeItem,
} from './scope.ts';

/** The columns of `query`; null where they cannot be told. */
export function queryColumns(
  database: Database,
  query: Node | undefined,
  outer: CommonTables = new Map(),
): readonly QueryColumn[] | null {
  const select = as('SelectStmt', query);
  if (select === null) return null;
  const withs = commonTables(database, select, outer);
  if (select.op !== undefined && select.op !== 'SETOP_NONE') return setOperation(database, select, withs);
  if (select.valuesLists !== undefined) return valuesColumns(select.valuesLists);
  const reading: QueryReading = {
    database,
    withs,
    subqueryColumns: (subquery) => queryColumns(database, subquery, withs),
  };
  const scope = (select.fromClause ?? []).map((item) => scopeItem(reading, item));
  const lists = (select.targetList ?? []).map((node) => {
    const target = as('ResTarget', node);
    return target === null ? null : targetColumns(database, target, scope);
  });
  return lists.includes(null) ? null : lists.flatMap((columns) => columns ?? []);
}

function commonTables(database: Database, { withClause }: SelectStmt, outer: CommonTables): CommonTables {
  const withs = new Map(outer);
  for (const node of withClause?.ctes ?? []) {
    const common = as('CommonTableExpr', node);
    if (common?.ctename === undefined) continue;
    const names = strings(common.aliascolnames);
    const columns = queryColumns(database, common.ctequery, withs);
    // The types of a recursive query come out of both of its parts.
    const isRecursive = withClause?.recursive === true;
    withs.set(
      common.ctename,
      columns?.map(({ name, type }, index) => ({
        name: names[index] ?? name,
        type: isRecursive ? null : type,
      })) ?? null,
    );
  }
  return withs;
}

/** Names come from the left side; a type is known where both sides have the same. */
function setOperation(
  database: Database,
  select: SelectStmt,
  withs: CommonTables,
): readonly QueryColumn[] | null {
  const sides = [select.larg, select.rarg].map((side) =>
    side === undefined ? null : queryColumns(database, { SelectStmt: side }, withs),
  );
  const [left = null, right = null] = sides;
  return (
    left?.map(({ name, type }, index) => ({
      name,
      type: isSameType(type, right?.[index]?.type ?? null) ? type : null,
    })) ?? null
  );
}

function isSameType(a: TypeRef | null, b: TypeRef | null): boolean {
  return a?.type === b?.type && a?.modifier === b?.modifier && a?.isArray === b?.isArray;
}

function valuesColumns([first]: readonly Node[]): readonly QueryColumn[] {
  return (as('List', first)?.items ?? []).map((_, index) => ({ name: `column${index + 1}`, type: null }));
}

function targetColumns(
  database: Database,
  { name, val }: ResTarget,
  scope: readonly ScopeItem[],
): readonly QueryColumn[] | null {
  const reference = as('ColumnRef', val);
  if (reference !== null && isStar(reference)) {
    const [table, schema] = strings(reference.fields).toReversed();
    return table === undefined ? allColumns(scope) : columnsOf(scope, table, schema ?? null);
  }
  return [{ name: name ?? columnName(val), type: expressionType(database, val, scope) }];
}

function isStar({ fields }: ColumnRef): boolean {
  return (fields ?? []).some((field) => 'A_Star' in field);
}

function expressionType(
  database: Database,
  node: Node | undefined,
  scope: readonly ScopeItem[],
): TypeRef | null {
  const reference = as('ColumnRef', node);
  if (reference !== null) return referencedColumn(reference, scope)?.type ?? null;
  const collated = as('CollateClause', node);
  if (collated !== null) return expressionType(database, collated.arg, scope);
  const typeName = as('TypeCast', node)?.typeName;
  const resolution = typeName === undefined ? null : resolveType(database, typeName);
  return resolution?.kind === 'found' ? resolution.type : null;
}

function referencedColumn({ fields }: ColumnRef, scope: readonly ScopeItem[]): QueryColumn | null {
  const [column = '', table, schema, ...more] = strings(fields).toReversed();
  if (more.length > 0) return null;
  if (table !== undefined) return onlyColumn(columnsOf(scope, table, schema ?? null), column);
  const known = scope.flatMap((item) => item.columns ?? []);
  return onlyColumn(known, column);
}
