/** The columns that are computed from a column, one step away. */
import { relationKey } from '@dlpc/runtime/abi';
import type { Relation } from '../schema/model.ts';
import type { Source } from './program.ts';

export interface Dependent {
  readonly relation: Relation;
  readonly column: string;
}

export interface Dependents {
  /** In the order of the schema. */
  of(relation: Relation, column: string): readonly Dependent[];
}

/** Turns what columns are computed from around. */
export function dependentsIn({ schema }: Source): Dependents {
  const dependents = new Map<string, Map<string, Dependent[]>>();
  for (const relation of schema?.relations.values() ?? [])
    for (const { name, derivation } of relation.columns)
      for (const from of derivation?.columns ?? []) {
        const columns = dependents.get(from.relation) ?? new Map<string, Dependent[]>();
        dependents.set(from.relation, columns);
        const known = columns.get(from.column);
        if (known === undefined) columns.set(from.column, [{ relation, column: name }]);
        else known.push({ relation, column: name });
      }
  return {
    of: (relation, column) => dependents.get(relationKey(relation.schema, relation.name))?.get(column) ?? [],
  };
}
