/** CREATE EXTENSION: the types that it brings. */
import type { CreateExtensionStmt } from 'libpg-query';
import { as } from '../../parse/node.ts';
import { extensionTypes } from '../../types/extension-types.ts';
import type { Context } from '../context.ts';

export function createExtension({ database, report }: Context, statement: CreateExtensionStmt): void {
  const { extname: extension = '' } = statement;
  const option = (statement.options ?? [])
    .map((node) => as('DefElem', node))
    .find((element) => element?.defname === 'schema');
  const schema = as('String', option?.arg)?.sval ?? database.creationSchema();
  if (schema === null) {
    report.error(`the extension \`${extension}\` has no schema to go into`);
    return;
  }
  const types = extensionTypes(extension, schema);
  if (types === null) database.opaqueExtensions.set(schema, extension);
  for (const type of types ?? []) if (database.findType(schema, type.name) === null) database.addType(type);
}
