/**
 * DROP of relations, types and schemas. What is not there is no mistake: a dump made with `--clean` begins by dropping all
 * that it is about to create.
 */
import type { DropStmt, Node, ObjectType } from 'libpg-query';
import type { NamedType } from '../../types/named-type.ts';
import { type Context, objectName } from '../context.ts';
import { dropColumn, unlink } from '../inheritance.ts';
import type { RelationState } from '../relation-state.ts';

const RELATIONS: ReadonlySet<ObjectType> = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_FOREIGN_TABLE',
]);

export function drop(context: Context, statement: DropStmt): void {
  const { removeType, behavior } = statement;
  if (removeType === undefined) return;
  const cascade = behavior === 'DROP_CASCADE';
  for (const object of statement.objects ?? [])
    if (RELATIONS.has(removeType)) dropRelation(context, object, cascade);
    else if (removeType === 'OBJECT_TYPE' || removeType === 'OBJECT_DOMAIN')
      dropType(context, object, cascade);
    else if (removeType === 'OBJECT_SCHEMA') dropSchema(context, objectName(object).name);
}

function dropRelation(context: Context, object: Node, cascade: boolean): void {
  const { schema, name } = objectName(object);
  const relation = context.database.findRelation(schema, name);
  if (relation !== null) removeRelation(context, relation, cascade);
}

/** With CASCADE, what inherits from it goes along, and the views that read it. Partitions always go along. */
function removeRelation({ database }: Context, dropped: RelationState, cascade: boolean): void {
  const pending = [dropped];
  for (let relation = pending.pop(); relation !== undefined; relation = pending.pop()) {
    const current = relation;
    if (cascade || current.kind === 'partitioned table') pending.push(...current.children);
    if (cascade) pending.push(...[...database.relations].filter((view) => view.reads.has(current)));
    for (const child of [...current.children]) unlink(child, current);
    for (const parent of [...current.parents]) unlink(current, parent);
    database.removeRelation(current);
  }
}

function dropType(context: Context, object: Node, cascade: boolean): void {
  const { schema, name } = objectName(object);
  const type = context.database.findType(schema, name);
  if (type !== null) removeType(context, type, cascade);
}

function removeType(context: Context, type: NamedType, cascade: boolean): void {
  const { database } = context;
  const composite = database.relationAt(type);
  if (composite?.kind === 'composite type') removeRelation(context, composite, cascade);
  database.removeType(type);
  if (!cascade) return;
  for (const relation of [...database.relations])
    for (const column of [...relation.columns])
      if (column.type?.type === type) dropColumn(relation, column.name, true);
}

/** A schema goes with all that is in it, or was empty. */
function dropSchema(context: Context, name: string): void {
  const { database } = context;
  for (const relation of [...database.relations])
    if (relation.schema === name) removeRelation(context, relation, true);
  for (const type of [...database.types]) if (type.schema === name) removeType(context, type, true);
  database.removeSchema(name);
}
