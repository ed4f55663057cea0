/** From columns of views to what those are computed from, through views over views. */
import type { Column, Derivation, Relation, Schema } from '../schema/model.ts';
import type { ColumnPlace } from './schema-catalog.ts';

export interface Behind {
  /** What was asked for, with all that stands behind it; each column once. */
  readonly columns: readonly ColumnPlace[];
  /** Why there may be more; null where there is not. */
  readonly opaque: string | null;
}

/** Adds what stands behind the columns of plain views. A materialized view and a generated column hold values of their own. */
export function behindViews(schema: Schema, places: Iterable<ColumnPlace>): Behind {
  const reached = new Map<Relation, Set<string>>();
  const columns: ColumnPlace[] = [];
  const pending = [...places].reverse();
  let opaque: string | null = null;
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { relation, column } = place;
    const names = reached.get(relation) ?? new Set();
    reached.set(relation, names);
    if (names.has(column.name)) continue;
    names.add(column.name);
    columns.push(place);
    if (relation.kind !== 'view' || column.derivation === null) continue;
    opaque ??= column.derivation.opaque;
    pending.push(...placesIn(schema, column.derivation).toReversed());
  }
  return { columns, opaque };
}

/**
 * Why what a column is computed from cannot be told, be it for a view that its definition reads; null where it can, or where the
 * column is filled from outside.
 */
export function unknownSources(schema: Schema, { derivation }: Column): string | null {
  if (derivation === null) return null;
  return derivation.opaque ?? behindViews(schema, placesIn(schema, derivation)).opaque;
}

/** The columns of a derivation that are in the schema. */
export function placesIn(schema: Schema, { columns }: Derivation): readonly ColumnPlace[] {
  return columns.flatMap(({ relation: key, column: name }) => {
    const relation = schema.relations.get(key);
    const column = relation?.columns.find((candidate) => candidate.name === name);
    return relation === undefined || column === undefined ? [] : { relation, column };
  });
}
