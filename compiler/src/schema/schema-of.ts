/** From the database that a text describes to the model of it. */
import type { RelationKind } from '@dlpc/runtime/abi';
import { relationKey } from '@dlpc/runtime/abi';
import type { Database } from './ddl/database.ts';
import type { ColumnState, RelationState, StateKind } from './ddl/relation-state.ts';
import { TEMPORARY } from './ddl/search-path.ts';
import {
  type Column,
  type ColumnKey,
  type ColumnType,
  type Derivation,
  type Relation,
  type Schema,
  UNKNOWN_TYPE,
} from './model.ts';
import type { Lineage, Origin } from './query/lineage.ts';
import { columnType } from './types/print-type.ts';

const unknownType: ColumnType = {
  text: UNKNOWN_TYPE,
  base: UNKNOWN_TYPE,
  family: 'other',
  ignoresCase: false,
  maxLength: null,
  enumValues: null,
};

/** The model of what is there in the end, without temporary relations. */
export function schemaOf(database: Database): Schema {
  const relations = new Map<string, Relation>();
  const places = placesIn(database);
  for (const state of database.relations) {
    const relation = relationOf(state, places);
    if (relation !== null) relations.set(keyOf(state), relation);
  }
  return { relations, functions: database.functions };
}

/** Where each column stands in the end, after all renaming, in the order of the text. */
type Places = ReadonlyMap<Origin, ColumnKey>;

function placesIn(database: Database): Places {
  const places = new Map<Origin, ColumnKey>();
  for (const state of database.relations)
    for (const column of isLasting(state) ? state.columns : [])
      places.set(column, { relation: keyOf(state), column: column.name });
  return places;
}

function relationOf(state: RelationState, places: Places): Relation | null {
  const { schema, name, kind, columns, parents, rows, partitionKey } = state;
  if (!isLasting(state) || !isRelation(kind)) return null;
  const tables = parents.filter((parent) => isRelation(parent.kind));
  return {
    schema,
    name,
    kind,
    columns: columns.map((column) => columnOf(column, places)),
    parents: tables.map(keyOf),
    ...(partitionKey.length > 0 && { partitionKey: partitionKey.map((column) => column.name) }),
    rows: kind === 'view' || kind === 'materialized view' ? derivationOf(rows, places) : null,
  };
}

function columnOf({ name, type, notNull, derivation }: ColumnState, places: Places): Column {
  return {
    name,
    type: type === null ? unknownType : columnType(type),
    notNull,
    derivation: derivation === null ? null : derivationOf(derivation, places),
  };
}

/** Of a column that is gone since, or was temporary, what that one was computed from. */
function derivationOf({ origins, opaque }: Lineage, places: Places): Derivation {
  const columns: ColumnKey[] = [];
  // A set is walked in the order of insertion, also of what is added on the way.
  const reached = new Set<Origin>(origins);
  for (const origin of reached) {
    const place = places.get(origin);
    if (place !== undefined) columns.push(place);
    else for (const behind of (origin as ColumnState).derivation?.origins ?? []) reached.add(behind);
  }
  return { columns: columns.sort(byPlace), opaque };
}

function byPlace(a: ColumnKey, b: ColumnKey): number {
  const [x, y] = [`${a.relation}\u0000${a.column}`, `${b.relation}\u0000${b.column}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

function keyOf({ schema, name }: RelationState): string {
  return relationKey(schema, name);
}

function isLasting({ kind, schema }: RelationState): boolean {
  return isRelation(kind) && schema !== TEMPORARY;
}

function isRelation(kind: StateKind): kind is RelationKind {
  return kind !== 'composite type';
}
