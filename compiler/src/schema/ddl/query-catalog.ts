/** The database of a text, as queries in it are read against it. An origin is the state of a column. */
import type { Node } from 'libpg-query';
import type { CatalogRelation, QueryCatalog } from '../query/catalog.ts';
import { type Lineage, NOTHING } from '../query/lineage.ts';
import { readQuery } from '../query/read-query.ts';
import type { TypeRef } from '../types/named-type.ts';
import type { Database } from './database.ts';
import type { ColumnState, RelationState } from './relation-state.ts';
import { resolveType } from './resolve-type.ts';

export function queryCatalog(database: Database): QueryCatalog {
  return {
    findRelation(schema, name): CatalogRelation | null {
      const relation = database.findRelation(schema, name);
      return relation === null ? null : catalogRelation(relation);
    },
    findType(typeName) {
      const resolution = resolveType(database, typeName);
      return resolution.kind === 'found' ? resolution.type : null;
    },
    isAddedFunction: (name) => database.functions.has(name),
  };
}

/** A relation as queries see it, also one in the making. */
export function catalogRelation({
  schema,
  name,
  columns,
  rows = NOTHING,
}: Pick<RelationState, 'schema' | 'name'> & {
  readonly columns: readonly ColumnState[];
  readonly rows?: Lineage;
}): CatalogRelation {
  const states = columns.map((state) => ({ name: state.name, type: state.type, origin: state }));
  return { schema, name, columns: states, rows: () => rows };
}

/** A column that a query gives, with what it is computed from. */
export interface DerivedColumn {
  readonly name: string;
  /** Null where the text does not tell. */
  readonly type: TypeRef | null;
  readonly derivation: Lineage;
}

export interface DerivedColumns {
  /** Null where they cannot be told. */
  readonly columns: readonly DerivedColumn[] | null;
  /** What a column would be computed from of which nothing else is known: all that the query reads. */
  readonly everything: Lineage;
  readonly rows: Lineage;
}

/** What `query` gives. Of an opaque column, all that the query reads counts as its origin. */
export function derivedColumns(database: Database, query: Node | undefined): DerivedColumns {
  const { columns, rows, log } = readQuery(queryCatalog(database), query);
  const whole = (lineage: Lineage): Lineage => ({ ...lineage, origins: log.originsOf(lineage) });
  return {
    columns: columns?.map(({ name, type, value }) => ({ name, type, derivation: whole(value) })) ?? null,
    everything: whole({ origins: new Set(), opaque: 'the columns of its query cannot be told' }),
    rows: whole(rows),
  };
}
