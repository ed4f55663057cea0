/** CREATE SCHEMA, with or without the objects in it. */
import type { CreateSchemaStmt, Node } from 'libpg-query';
import type { Context } from '../context.ts';

/** `apply` reads one of the statements inside. */
export function createSchema(
  context: Context,
  statement: CreateSchemaStmt,
  apply: (context: Context, node: Node) => void,
): void {
  const { database } = context;
  const name = statement.schemaname ?? statement.authrole?.rolename ?? '';
  database.addSchema(name);
  // The server makes the tables first, wherever they stand.
  const elements = (statement.schemaElts ?? []).toSorted((a, b) => rank(a) - rank(b));
  database.path.within(name, () => {
    for (const element of elements) apply(context, element);
  });
}

function rank(node: Node): number {
  return 'CreateStmt' in node ? 0 : 1;
}
