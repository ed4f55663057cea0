/** ALTER … RENAME: relations, columns, types, schemas and the attributes of composite types. */
import type { ObjectType, RenameStmt } from 'libpg-query';
import { type Context, lookUpColumn, lookUpRelation, objectName, qualified } from '../context.ts';
import { renameColumn } from '../inheritance.ts';
import { findColumn } from '../relation-state.ts';

type Rename = (context: Context, statement: RenameStmt) => void;

const RENAMES: Readonly<Partial<Record<ObjectType, Rename>>> = {
  OBJECT_TABLE: rename,
  OBJECT_VIEW: rename,
  OBJECT_MATVIEW: rename,
  OBJECT_FOREIGN_TABLE: rename,
  OBJECT_COLUMN: renameMember,
  OBJECT_ATTRIBUTE: renameMember,
  OBJECT_TYPE: renameType,
  OBJECT_DOMAIN: renameType,
  OBJECT_SCHEMA: ({ database }, { subname = '', newname = '' }) => database.renameSchema(subname, newname),
};

export function renameObject(context: Context, statement: RenameStmt): void {
  if (statement.renameType !== undefined) RENAMES[statement.renameType]?.(context, statement);
}

function rename(context: Context, statement: RenameStmt): void {
  const { relation: range, newname: name = '', missing_ok: missingOk } = statement;
  const relation = lookUpRelation(context, range, missingOk);
  if (relation === null) return;
  const place = { schema: relation.schema, name };
  if (context.database.relationAt(place) === null) context.database.moveRelation(relation, place);
  else context.report.error(`\`${qualified(place.schema, name)}\` exists already`);
}

function renameMember(context: Context, statement: RenameStmt): void {
  const { relation: range, subname = '', newname = '', missing_ok: missingOk } = statement;
  const relation = lookUpRelation(context, range, missingOk);
  if (relation === null || lookUpColumn(context, relation, subname) === null) return;
  if (findColumn(relation, newname) === null) renameColumn(relation, subname, newname);
  else context.report.error(`the column \`${newname}\` exists already`);
}

function renameType(context: Context, statement: RenameStmt): void {
  const { database, report } = context;
  const { schema, name } = objectName(statement.object);
  const type = database.findType(schema, name);
  if (type === null) {
    report.error(`no type is called \`${qualified(schema, name)}\``);
    return;
  }
  const place = { schema: type.schema, name: statement.newname ?? '' };
  const composite = database.relationAt(type);
  if (composite?.kind === 'composite type') database.moveRelation(composite, place);
  else database.moveType(type, place);
}
