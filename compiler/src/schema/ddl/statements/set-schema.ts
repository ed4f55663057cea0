/** ALTER … SET SCHEMA for relations, types and extensions. */
import type { AlterObjectSchemaStmt } from 'libpg-query';
import { type Context, lookUpRelation, objectName, qualified } from '../context.ts';

export function setSchema(context: Context, statement: AlterObjectSchemaStmt): void {
  const { newschema: schema = '' } = statement;
  switch (statement.objectType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
      moveRelation(context, statement, schema);
      break;
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      moveType(context, statement, schema);
      break;
    case 'OBJECT_EXTENSION':
      moveExtension(context, objectName(statement.object).name, schema);
      break;
    default:
    // Nothing else is kept here.
  }
}

function moveRelation(context: Context, statement: AlterObjectSchemaStmt, schema: string): void {
  const relation = lookUpRelation(context, statement.relation, statement.missing_ok);
  if (relation === null) return;
  const place = { schema, name: relation.name };
  if (context.database.relationAt(place) === null) context.database.moveRelation(relation, place);
  else context.report.error(`\`${qualified(schema, relation.name)}\` exists already`);
}

function moveType({ database, report }: Context, statement: AlterObjectSchemaStmt, schema: string): void {
  const object = objectName(statement.object);
  const type = database.findType(object.schema, object.name);
  if (type === null) {
    report.error(`no type is called \`${qualified(object.schema, object.name)}\``);
    return;
  }
  const composite = database.relationAt(type);
  if (composite?.kind === 'composite type') database.moveRelation(composite, { schema, name: type.name });
  else database.moveType(type, { schema, name: type.name });
}

function moveExtension({ database }: Context, extension: string, schema: string): void {
  for (const type of [...database.types])
    if (type.kind === 'extension' && type.extension === extension)
      database.moveType(type, { schema, name: type.name });
}
