/** From the items of a FROM clause to the {@link ScopeItem}s that they bring into scope. */
import type { Alias, JoinExpr, Node, RangeSubselect, RangeVar } from 'libpg-query';
import { strings } from '../parse/node.ts';
import { onlyColumn, type QueryColumn, type QueryReading, type ScopeItem, tableItem } from './scope.ts';

/** The scope item of one node of a FROM clause. What is not understood is an item with unknown columns. */
export function scopeItem(reading: QueryReading, node: Node): ScopeItem {
  if ('RangeVar' in node) return tableReference(reading, node.RangeVar);
  if ('JoinExpr' in node) return join(reading, node.JoinExpr);
  if ('RangeSubselect' in node) return subquery(reading, node.RangeSubselect);
  return { columns: null, tables: [] };
}

function tableReference({ database, withs }: QueryReading, range: RangeVar): ScopeItem {
  const { schemaname, relname = '', alias } = range;
  const common = schemaname === undefined ? withs.get(relname) : undefined;
  const relation = common === undefined ? database.findRelation(schemaname, relname) : null;
  const columns = common ?? relation?.columns.map(({ name, type }) => ({ name, type })) ?? null;
  return tableItem({
    name: alias?.aliasname ?? relname,
    schema: alias === undefined ? (relation?.schema ?? null) : null,
    columns: rename(columns, alias),
  });
}

function subquery(reading: QueryReading, node: RangeSubselect): ScopeItem {
  return tableItem({
    name: node.alias?.aliasname ?? '',
    schema: null,
    columns: rename(reading.subqueryColumns(node.subquery), node.alias),
  });
}

function join(reading: QueryReading, node: JoinExpr): ScopeItem {
  if (node.larg === undefined || node.rarg === undefined) return { columns: null, tables: [] };
  const left = scopeItem(reading, node.larg);
  const right = scopeItem(reading, node.rarg);
  const columns =
    left.columns === null || right.columns === null ? null : joined(node, left.columns, right.columns);
  // An alias of the whole join hides the tables in it.
  if (node.alias === undefined) return { columns, tables: [...left.tables, ...right.tables] };
  return tableItem({
    name: node.alias.aliasname ?? '',
    schema: null,
    columns: rename(columns, node.alias),
  });
}

function joined(
  node: JoinExpr,
  left: readonly QueryColumn[],
  right: readonly QueryColumn[],
): readonly QueryColumn[] {
  const merged = new Set(
    node.isNatural === true
      ? left.map(({ name }) => name).filter((name) => right.some((column) => column.name === name))
      : strings(node.usingClause),
  );
  // A RIGHT join takes the right one's value. Where the two differ in type, the server finds a common one.
  const first = [...merged].map((name) => {
    const [a, b] = [onlyColumn(left, name)?.type, onlyColumn(right, name)?.type];
    const isSame =
      a != null && b != null && a.type === b.type && a.modifier === b.modifier && a.isArray === b.isArray;
    return { name, type: isSame ? a : null };
  });
  const rest = [...left, ...right].filter(({ name }) => !merged.has(name));
  return [...first, ...rest];
}

/** `t AS x (a, b)` renames the first columns. */
function rename(columns: readonly QueryColumn[] | null, alias: Alias | undefined) {
  const names = strings(alias?.colnames);
  return columns?.map(({ name, type }, index) => ({ name: names[index] ?? name, type })) ?? null;
}
