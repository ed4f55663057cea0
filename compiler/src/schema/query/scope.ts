/** What names mean within a query: the items of FROM, those of the queries around it, and the WITH queries. */
import type { Node, WindowDef } from 'libpg-query';
import type { TypeRef } from '../types/named-type.ts';
import type { QueryCatalog } from './catalog.ts';
import { type Lineage, NOTHING } from './lineage.ts';
import type { ReadLog } from './read-log.ts';

export interface QueryColumn {
  readonly name: string;
  /** Null where it would take the server's whole type system to tell. */
  readonly type: TypeRef | null;
  readonly value: Lineage;
}

/** What a query gives. */
export interface QueryShape {
  /** Null where they cannot be told. */
  readonly columns: readonly QueryColumn[] | null;
  /** What decides which rows there are, how often and in what order. */
  readonly rows: Lineage;
}

/** A table under the name that the query calls it by; columns are null where they are unknown. */
export interface ScopeTable {
  readonly name: string;
  /** Of a table that is called by its own name, which may then be qualified. */
  readonly schema: string | null;
  readonly columns: readonly QueryColumn[] | null;
  /** Whether it is stored, and so has system columns. */
  readonly isStored: boolean;
}

/** One item of FROM. */
export interface ScopeItem {
  /** What `*` and unqualified names see: in a join with USING, the merged columns once and first. */
  readonly columns: readonly QueryColumn[] | null;
  /** What qualified names see. */
  readonly tables: readonly ScopeTable[];
  readonly rows: Lineage;
}

export interface Scope {
  readonly items: readonly ScopeItem[];
  /** Of the query around this one. */
  readonly outer: Scope | null;
  /** Those of the WINDOW clause, by name. */
  readonly windows: ReadonlyMap<string, WindowDef>;
}

/** Queries of WITH that are in scope, by name. They are read when they are asked for. */
export type CommonTables = ReadonlyMap<string, () => QueryShape>;

/** What a query is read with. */
export interface Reading {
  readonly catalog: QueryCatalog;
  readonly log: ReadLog;
  readonly withs: CommonTables;
  /** Reads a query inside, or a statement that changes data, in the scope of what is around it. */
  readQuery(reading: Reading, query: Node | undefined, outer: Scope | null): QueryShape;
}

/** The item of a table alone. */
export function tableItem(table: ScopeTable, rows: Lineage = NOTHING): ScopeItem {
  return { columns: table.columns, tables: [table], rows };
}

export function scopeOf(items: readonly ScopeItem[], outer: Scope | null): Scope {
  return { items, outer, windows: new Map() };
}

/** What `*` stands for; null where any item is unknown. */
export function allColumns(items: readonly ScopeItem[]): readonly QueryColumn[] | null {
  const lists = items.map((item) => item.columns);
  return lists.includes(null) ? null : lists.flatMap((columns) => columns ?? []);
}

/** The one column of that name; null where there are none or several. */
export function onlyColumn(columns: readonly QueryColumn[] | null, name: string): QueryColumn | null {
  const found = (columns ?? []).filter((column) => column.name === name);
  return found.length === 1 ? (found[0] ?? null) : null;
}
