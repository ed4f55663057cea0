/** From a column reference to what it reads, as `transformColumnRef` and `colNameToVar` of the server find it. */
import { type Lineage, NOTHING, opaque, union } from './lineage.ts';
import type { QueryColumn, Scope, ScopeItem, ScopeTable } from './scope.ts';

/** System columns that tell nothing of stored values. A row's place, `ctid`, depends on the length of those before it. */
const SYSTEM_COLUMNS: ReadonlyMap<string, 'nothing' | 'everything'> = new Map([
  ['tableoid', 'nothing'],
  ['xmin', 'nothing'],
  ['xmax', 'nothing'],
  ['cmin', 'nothing'],
  ['cmax', 'nothing'],
  ['ctid', 'everything'],
]);

/** The lineage of `names`, the parts of a reference without a star. */
export function resolveReference(scope: Scope | null, names: readonly string[]): Lineage {
  const [column = '', table, schema] = names.toReversed();
  if (table === undefined) return resolveUnqualified(scope, column);
  const found = findTable(scope, table, schema ?? null);
  return found === null
    ? opaque(`\`${names.join('.')}\` leads to no table of the query`)
    : inTable(found, column);
}

/** The columns of `table`, or of the table of that name; null where they are unknown. */
export function columnsOfTable(
  scope: Scope | null,
  table: string,
  schema: string | null,
): readonly QueryColumn[] | null {
  return findTable(scope, table, schema)?.columns ?? null;
}

/** The one column that a reference names, for its type; null where it is none or several. */
export function referencedColumn(scope: Scope, names: readonly string[]): QueryColumn | null {
  const [column = '', table, schema, ...more] = names.toReversed();
  if (more.length > 0) return null;
  const known =
    table === undefined
      ? scope.items.flatMap((item) => item.columns ?? [])
      : (columnsOfTable(scope, table, schema ?? null) ?? []);
  const found = known.filter(({ name }) => name === column);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** What a reference to a whole row reads; null where the name is no table's. */
function wholeRow(scope: Scope | null, table: string): Lineage | null {
  const found = findTable(scope, table, null);
  return found === null ? null : rowOf(found);
}

/** Whether a name is a column of the scope, so that it is no whole row. */
export function isColumnName(scope: Scope | null, name: string): boolean {
  for (let level = scope; level !== null; level = level.outer)
    if (level.items.some((item) => item.columns?.some((column) => column.name === name) !== false))
      return true;
  return false;
}

function resolveUnqualified(scope: Scope | null, name: string): Lineage {
  for (let level = scope; level !== null; level = level.outer) {
    const found = level.items.flatMap((item) => inItem(item, name));
    if (found.length > 0) return union(found);
    if (level.items.some((item) => item.columns === null))
      return opaque(`\`${name}\` may be of a relation or function whose columns are not known`);
  }
  return wholeRow(scope, name) ?? opaque(`\`${name}\` leads to no column of the query`);
}

function inItem(item: ScopeItem, name: string): readonly Lineage[] {
  const columns = (item.columns ?? []).filter((column) => column.name === name);
  if (columns.length > 0) return columns.map((column) => column.value);
  return item.tables.flatMap((table) => systemColumn(table, name) ?? []);
}

function inTable(table: ScopeTable, name: string): Lineage {
  if (table.columns === null) return opaque(`the columns of \`${table.name}\` are not known`);
  const columns = table.columns.filter((column) => column.name === name);
  if (columns.length > 0) return union(columns.map((column) => column.value));
  // `t.f` may be the call of a function with the whole row.
  return systemColumn(table, name) ?? opaque(`\`${table.name}.${name}\` is no column`);
}

function systemColumn(table: ScopeTable, name: string): Lineage | null {
  const tells = table.isStored ? SYSTEM_COLUMNS.get(name) : undefined;
  if (tells === undefined) return null;
  return tells === 'nothing' ? NOTHING : rowOf(table);
}

function rowOf({ name, columns }: ScopeTable): Lineage {
  return columns === null
    ? opaque(`the columns of \`${name}\` are not known`)
    : union(columns.map((column) => column.value));
}

/** The innermost table of that name. */
function findTable(scope: Scope | null, name: string, schema: string | null): ScopeTable | null {
  for (let level = scope; level !== null; level = level.outer)
    for (const item of level.items)
      for (const table of item.tables)
        if (table.name === name && (schema === null || table.schema === schema)) return table;
  return null;
}
