/** What the FROM clause of a query brings into scope. */
import type { Node } from 'libpg-query';
import type { Database } from '../ddl/database.ts';
import type { TypeRef } from '../types/named-type.ts';

export interface QueryColumn {
  readonly name: string;
  /** Null where it would take the server's whole type system to tell. */
  readonly type: TypeRef | null;
}

/** A table under the name that the query calls it by; columns are null where they are unknown. */
export interface ScopeTable {
  readonly name: string;
  /** Of a table that is called by its own name, which may then be qualified. */
  readonly schema: string | null;
  readonly columns: readonly QueryColumn[] | null;
}

/** One item of FROM. */
export interface ScopeItem {
  /** What `*` and unqualified names see: in a join with USING, the merged columns once and first. */
  readonly columns: readonly QueryColumn[] | null;
  /** What qualified names see. */
  readonly tables: readonly ScopeTable[];
}

/** Queries of WITH that are in scope, by name; null where their columns are unknown. */
export type CommonTables = ReadonlyMap<string, readonly QueryColumn[] | null>;

/** What a query is read with. */
export interface QueryReading {
  readonly database: Database;
  readonly withs: CommonTables;
  /** The columns of a query inside; null where they cannot be told. */
  subqueryColumns(query: Node | undefined): readonly QueryColumn[] | null;
}

/** The item of a table alone. */
export function tableItem(table: ScopeTable): ScopeItem {
  return { columns: table.columns, tables: [table] };
}

/** What `*` stands for; null where any item is unknown. */
export function allColumns(scope: readonly ScopeItem[]): readonly QueryColumn[] | null {
  const lists = scope.map((item) => item.columns);
  return lists.includes(null) ? null : lists.flatMap((columns) => columns ?? []);
}

/** What `t.*` stands for. */
export function columnsOf(
  scope: readonly ScopeItem[],
  table: string,
  schema: string | null,
): readonly QueryColumn[] | null {
  const tables = scope
    .flatMap((item) => item.tables)
    .filter((candidate) => candidate.name === table && (schema === null || candidate.schema === schema));
  return tables.length === 1 ? (tables[0]?.columns ?? null) : null;
}

/** The one column of that name; null where there are none or several. */
export function onlyColumn(columns: readonly QueryColumn[] | null, name: string): QueryColumn | null {
  const found = (columns ?? []).filter((column) => column.name === name);
  return found.length === 1 ? (found[0] ?? null) : null;
}
