/** From a statement to what it does to the database: one row for each kind that does anything. */
import type { Node } from 'libpg-query';
import { type NodeOf, type NodeTag, strings, tagOf } from '../parse/node.ts';
import type { Context } from './context.ts';
import { INERT_STATEMENTS } from './inert-statements.ts';
import { alterTable } from './statements/alter-table.ts';
import { createCompositeType } from './statements/composite-type.ts';
import { createExtension } from './statements/create-extension.ts';
import { createIndex } from './statements/create-index.ts';
import { createSchema } from './statements/create-schema.ts';
import { createForeignTable, createTable } from './statements/create-table.ts';
import { createTableAs } from './statements/create-table-as.ts';
import { createRule, createView } from './statements/create-view.ts';
import { drop } from './statements/drop.ts';
import { renameObject } from './statements/rename.ts';
import { setSchema } from './statements/set-schema.ts';
import { select, setVariable } from './statements/settings.ts';
import { alterEnum, createDomain, createEnum, createRange, define } from './statements/user-types.ts';

type Handlers = { readonly [T in NodeTag]?: (context: Context, statement: NodeOf<T>) => void };

const HANDLERS: Handlers = {
  AlterEnumStmt: alterEnum,
  AlterObjectSchemaStmt: setSchema,
  AlterTableStmt: alterTable,
  CallStmt: ({ report }) => report.warning('what this CALL does to the schema is not known'),
  CompositeTypeStmt: createCompositeType,
  CreateDomainStmt: createDomain,
  CreateEnumStmt: createEnum,
  CreateExtensionStmt: createExtension,
  // Of its body nothing is known: queries that call it cannot be followed.
  CreateFunctionStmt: ({ database }, { funcname }) => database.addFunction(strings(funcname).at(-1) ?? ''),
  CreateForeignTableStmt: createForeignTable,
  CreateRangeStmt: createRange,
  CreateSchemaStmt: (context, statement) => createSchema(context, statement, applyStatement),
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  DefineStmt: define,
  DiscardStmt: ({ database }, { target }) => {
    if (target === 'DISCARD_ALL') database.path.reset();
  },
  DoStmt: ({ report }) => report.warning('what this DO block does to the schema is not known'),
  DropOwnedStmt: ({ report }) => report.error('what DROP OWNED removes cannot be told from the text'),
  DropStmt: drop,
  ExecuteStmt: ({ report }) => report.warning('what this EXECUTE does to the schema is not known'),
  ImportForeignSchemaStmt: ({ report }) =>
    report.warning('the tables of IMPORT FOREIGN SCHEMA are not known from the text'),
  IndexStmt: createIndex,
  RenameStmt: renameObject,
  RuleStmt: createRule,
  SelectStmt: select,
  TransactionStmt: ({ report }, { kind }) => {
    if (kind === 'TRANS_STMT_ROLLBACK' || kind === 'TRANS_STMT_ROLLBACK_TO')
      report.error('what a ROLLBACK takes back has been read already: remove both');
  },
  VariableSetStmt: setVariable,
  ViewStmt: createView,
};

/** Reads one statement into the database of `context`. */
export function applyStatement(context: Context, node: Node): void {
  const tag = tagOf(node);
  // Each row takes the node of its own tag; TypeScript cannot correlate the two.
  const handler = HANDLERS[tag] as ((context: Context, statement: unknown) => void) | undefined;
  if (handler !== undefined) handler(context, (node as Readonly<Record<NodeTag, unknown>>)[tag]);
  else if (!INERT_STATEMENTS.has(tag)) context.report.error(`this kind of statement (${tag}) is not known`);
}
