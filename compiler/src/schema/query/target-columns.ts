/** From a target list, or RETURNING, to the columns that it gives. */
import type { ColumnRef, Node, ResTarget } from 'libpg-query';
import { as, strings } from '../parse/node.ts';
import type { TypeRef } from '../types/named-type.ts';
import { columnName } from './column-name.ts';
import { expressionLineage } from './expression.ts';
import { columnsOfTable, isColumnName, referencedColumn } from './resolve-reference.ts';
import { allColumns, type QueryColumn, type Reading, type Scope } from './scope.ts';

/** More than this no query gives (`MaxTupleAttributeNumber`). */
export const MOST_COLUMNS = 1664;

/** The columns of a target list or of RETURNING; null where they cannot be told. */
export function targetColumns(
  reading: Reading,
  targets: readonly Node[] | undefined,
  scope: Scope,
): readonly QueryColumn[] | null {
  const columns: QueryColumn[] = [];
  for (const node of targets ?? []) {
    const target = as('ResTarget', node);
    const found = target === null ? null : columnsOf(reading, target, scope);
    if (found === null) return null;
    columns.push(...found);
    if (columns.length > MOST_COLUMNS) return null;
  }
  return columns;
}

function columnsOf(reading: Reading, { name, val }: ResTarget, scope: Scope): readonly QueryColumn[] | null {
  const reference = as('ColumnRef', val);
  if (reference !== null && isStar(reference)) {
    const [table, schema] = strings(reference.fields).toReversed();
    return table === undefined ? allColumns(scope.items) : columnsOfTable(scope, table, schema ?? null);
  }
  const path = as('A_Indirection', val);
  if (path !== null && (path.indirection ?? []).some((part) => 'A_Star' in part)) {
    // `(t).*` is `t.*`; the fields of any other row are not known here.
    const [row, ...more] = strings(as('ColumnRef', path.arg)?.fields);
    const isRow = row !== undefined && more.length === 0 && path.indirection?.length === 1;
    return isRow && !isColumnName(scope, row) ? columnsOfTable(scope, row, null) : null;
  }
  const value = expressionLineage(reading, scope, val);
  return [{ name: name ?? columnName(val), type: expressionType(reading, val, scope), value }];
}

function isStar({ fields }: ColumnRef): boolean {
  return (fields ?? []).some((field) => 'A_Star' in field);
}

function expressionType(reading: Reading, node: Node | undefined, scope: Scope): TypeRef | null {
  const reference = as('ColumnRef', node);
  if (reference !== null) return referencedColumn(scope, strings(reference.fields))?.type ?? null;
  const collated = as('CollateClause', node);
  if (collated !== null) return expressionType(reading, collated.arg, scope);
  const typeName = as('TypeCast', node)?.typeName;
  return typeName === undefined ? null : reading.catalog.findType(typeName);
}
