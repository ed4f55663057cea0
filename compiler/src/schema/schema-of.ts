/** From the database that a text describes to the model of it. */
import type { RelationKind } from '@dlpc/runtime/abi';
import { relationKey } from '@dlpc/runtime/abi';
import type { Database } from './ddl/database.ts';
import type { ColumnState, RelationState, StateKind } from './ddl/relation-state.ts';
import { TEMPORARY } from './ddl/search-path.ts';
import { type Column, type ColumnType, type Relation, type Schema, UNKNOWN_TYPE } from './model.ts';
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
  for (const state of database.relations) {
    const relation = relationOf(state);
    if (relation !== null) relations.set(keyOf(state), relation);
  }
  return { relations };
}

function relationOf({ schema, name, kind, columns, parents }: RelationState): Relation | null {
  if (!isRelation(kind) || schema === TEMPORARY) return null;
  const tables = parents.filter((parent) => isRelation(parent.kind));
  return { schema, name, kind, columns: columns.map(columnOf), parents: tables.map(keyOf) };
}

function columnOf({ name, type, notNull }: ColumnState): Column {
  return { name, type: type === null ? unknownType : columnType(type), notNull };
}

function keyOf({ schema, name }: RelationState): string {
  return relationKey(schema, name);
}

function isRelation(kind: StateKind): kind is RelationKind {
  return kind !== 'composite type';
}
