/** A schema, as queries are read against it. An origin is a {@link ColumnPlace}. */
import { relationKey } from '@dlpc/runtime/abi';
import type { Column, Relation, Schema } from '../schema/model.ts';
import type { CatalogRelation, QueryCatalog } from '../schema/query/catalog.ts';
import { type Lineage, NOTHING } from '../schema/query/lineage.ts';

/** A column of a schema. */
export interface ColumnPlace {
  readonly relation: Relation;
  readonly column: Column;
}

/** The catalog of a schema for a session with that search_path. */
export function schemaCatalog(schema: Schema, searchPath: readonly string[]): QueryCatalog {
  const known = new Map<string, CatalogRelation>();

  /** Each column has one origin, whichever way leads to it. */
  function relationAt(key: string): CatalogRelation | null {
    const relation = schema.relations.get(key);
    const found = known.get(key);
    if (relation === undefined || found !== undefined) return found ?? null;
    const columns = relation.columns.map((column) => {
      const origin: ColumnPlace = { relation, column };
      return { name: column.name, type: null, origin };
    });
    const made = { schema: relation.schema, name: relation.name, columns, rows: () => rowsOf(relation) };
    known.set(key, made);
    return made;
  }

  function rowsOf({ rows }: Relation): Lineage {
    if (rows === null) return NOTHING;
    const origins = rows.columns.flatMap(({ relation, column: name }) => {
      const column = relationAt(relation)?.columns.find((candidate) => candidate.name === name);
      return column === undefined ? [] : [column.origin];
    });
    return { origins: new Set(origins), opaque: rows.opaque };
  }

  return {
    findRelation(schemaName, name) {
      for (const candidate of schemaName === undefined ? searchPath : [schemaName]) {
        const found = relationAt(relationKey(candidate, name));
        if (found !== null) return found;
      }
      return null;
    },
    // What type a column of a statement has is not asked here.
    findType: () => null,
    isAddedFunction: (name) => schema.functions.has(name),
  };
}
