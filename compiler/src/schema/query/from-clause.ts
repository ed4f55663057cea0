/** From the items of a FROM clause to the {@link ScopeItem}s that they bring into scope. */
import type { JoinExpr, Node, RangeSubselect, RangeVar } from 'libpg-query';
import { strings } from '../parse/node.ts';
import type { CatalogRelation } from './catalog.ts';
import { expressionLineage } from './expression.ts';
import { lineageOfOrigin, NOTHING, opaque, union } from './lineage.ts';
import { renameColumns } from './rename-columns.ts';
import {
  onlyColumn,
  type QueryColumn,
  type Reading,
  type Scope,
  type ScopeItem,
  scopeOf,
  tableItem,
} from './scope.ts';
import { functionItem, jsonTableItem, xmlTableItem } from './table-function.ts';

/**
 * The scope item of one node of a FROM clause. `before` are the items that stand before it, which LATERAL sees. What is not
 * understood is an item with unknown columns.
 */
export function scopeItem(
  reading: Reading,
  node: Node,
  before: readonly ScopeItem[],
  outer: Scope | null,
): ScopeItem {
  if (!reading.log.step()) return unknownItem('the query is too complex to be followed');
  const lateral = scopeOf(before, outer);
  if ('RangeVar' in node) return tableReference(reading, node.RangeVar);
  if ('JoinExpr' in node) return join(reading, node.JoinExpr, before, outer);
  if ('RangeSubselect' in node)
    return subquery(reading, node.RangeSubselect, node.RangeSubselect.lateral === true ? lateral : outer);
  if ('RangeFunction' in node) return functionItem(reading, lateral, node.RangeFunction);
  if ('RangeTableFunc' in node) return xmlTableItem(reading, lateral, node.RangeTableFunc);
  if ('JsonTable' in node) return jsonTableItem(reading, lateral, node.JsonTable);
  if ('RangeTableSample' in node) {
    const { relation, args, repeatable } = node.RangeTableSample;
    if (relation === undefined) return unknownItem('a sample of nothing');
    const item = scopeItem(reading, relation, before, outer);
    return { ...item, rows: union([item.rows, expressionLineage(reading, lateral, [args, repeatable])]) };
  }
  return unknownItem(`this kind of FROM item (${Object.keys(node)[0]}) is not known`);
}

/** A stored relation under its own name, as FROM or as what a statement changes. */
export function relationItem(relation: CatalogRelation, range: RangeVar): ScopeItem {
  const { relname = '', alias } = range;
  const columns = relation.columns.map(({ name, type, origin }) => ({
    name,
    type,
    value: lineageOfOrigin(origin),
  }));
  const table = {
    name: alias?.aliasname ?? relname,
    schema: alias === undefined ? relation.schema : null,
    columns: renameColumns(columns, alias),
    isStored: true,
  };
  return tableItem(table, relation.rows());
}

function unknownItem(reason: string): ScopeItem {
  return { columns: null, tables: [], rows: opaque(reason) };
}

function tableReference({ catalog, log, withs }: Reading, range: RangeVar): ScopeItem {
  const { schemaname, relname = '', alias } = range;
  const name = alias?.aliasname ?? relname;
  const common = schemaname === undefined ? withs.get(relname) : undefined;
  if (common !== undefined) {
    const { columns, rows } = common();
    return tableItem({ name, schema: null, columns: renameColumns(columns, alias), isStored: false }, rows);
  }
  const relation = catalog.findRelation(schemaname, relname);
  if (relation !== null) {
    log.add(relation, 'select');
    return relationItem(relation, range);
  }
  log.addUnknown(schemaname === undefined ? relname : `${schemaname}.${relname}`);
  return tableItem({ name, schema: schemaname ?? null, columns: null, isStored: false });
}

function subquery(reading: Reading, node: RangeSubselect, outer: Scope | null): ScopeItem {
  const { columns, rows } = reading.readQuery(reading, node.subquery, outer);
  const name = node.alias?.aliasname ?? '';
  return tableItem(
    { name, schema: null, columns: renameColumns(columns, node.alias), isStored: false },
    rows,
  );
}

function join(
  reading: Reading,
  node: JoinExpr,
  before: readonly ScopeItem[],
  outer: Scope | null,
): ScopeItem {
  if (node.larg === undefined || node.rarg === undefined) return unknownItem('a join of nothing');
  const left = scopeItem(reading, node.larg, before, outer);
  const right = scopeItem(reading, node.rarg, [...before, left], outer);
  const merged = mergedColumns(node, left, right);
  const columns =
    left.columns === null || right.columns === null || merged === null
      ? null
      : withMerged(merged, left.columns, right.columns);
  const rows = union([
    left.rows,
    right.rows,
    expressionLineage(reading, scopeOf([...before, left, right], outer), node.quals),
    ...(merged ?? []).flatMap(({ name }) => [
      onlyColumn(left.columns, name)?.value ?? opaque(`\`${name}\` of a join cannot be told`),
      onlyColumn(right.columns, name)?.value ?? opaque(`\`${name}\` of a join cannot be told`),
    ]),
    merged === null ? opaque('which columns a NATURAL join compares is not known') : NOTHING,
  ]);
  const { alias, join_using_alias: usingAlias } = node;
  // An alias of the whole join hides the tables in it.
  if (alias !== undefined) {
    const table = { name: alias.aliasname ?? '', schema: null, isStored: false };
    return tableItem({ ...table, columns: renameColumns(columns, alias) }, rows);
  }
  const mergedTable =
    usingAlias === undefined
      ? []
      : [{ name: usingAlias.aliasname ?? '', schema: null, columns: merged, isStored: false }];
  return { columns, tables: [...left.tables, ...right.tables, ...mergedTable], rows };
}

/** The columns that USING and NATURAL make one of two; null where they cannot be told. */
function mergedColumns(node: JoinExpr, left: ScopeItem, right: ScopeItem): readonly QueryColumn[] | null {
  if (node.isNatural === true && (left.columns === null || right.columns === null)) return null;
  const names =
    node.isNatural === true
      ? (left.columns ?? [])
          .map(({ name }) => name)
          .filter((name) => onlyColumn(right.columns, name) !== null)
      : strings(node.usingClause);
  return names.map((name) => {
    const [a, b] = [onlyColumn(left.columns, name), onlyColumn(right.columns, name)];
    const isSame =
      a?.type != null &&
      b?.type != null &&
      a.type.type === b.type.type &&
      a.type.modifier === b.type.modifier &&
      a.type.isArray === b.type.isArray;
    const unknown = opaque(`\`${name}\` of a join cannot be told`);
    const sides = [
      // The server takes the left value in a LEFT join and the right one in a RIGHT join; in an inner one, either.
      ...(node.jointype === 'JOIN_RIGHT' ? [] : [a?.value ?? unknown]),
      ...(node.jointype === 'JOIN_LEFT' ? [] : [b?.value ?? unknown]),
    ];
    return { name, type: isSame ? a.type : null, value: union(sides) };
  });
}

function withMerged(
  merged: readonly QueryColumn[],
  left: readonly QueryColumn[],
  right: readonly QueryColumn[],
): readonly QueryColumn[] {
  const names = new Set(merged.map(({ name }) => name));
  return [...merged, ...[...left, ...right].filter(({ name }) => !names.has(name))];
}
