/** What a query is read against: a database whose text is being read, or a schema that was. */
import type { TypeName } from 'libpg-query';
import type { TypeRef } from '../types/named-type.ts';
import type { Lineage, Origin } from './lineage.ts';

export interface CatalogColumn {
  readonly name: string;
  /** Null where it is not known, or of no interest. */
  readonly type: TypeRef | null;
  readonly origin: Origin;
}

export interface CatalogRelation {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly CatalogColumn[];
  /** What decides which rows a view has; nothing for what is no view. */
  rows(): Lineage;
}

export interface QueryCatalog {
  /** The relation that a name means; without a schema, along the search_path. */
  findRelation(schema: string | undefined, name: string): CatalogRelation | null;
  /** The type that a cast is to; null where it is not known. */
  findType(typeName: TypeName): TypeRef | null;
  /** Whether somebody made a function of that name, so that a call may mean it and not the built-in one. */
  isAddedFunction(name: string): boolean;
}
