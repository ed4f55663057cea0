/** ALTER TABLE, for tables, foreign tables, views and composite types: one row for each kind of command. */
import type { AlterTableCmd, AlterTableStmt, AlterTableType, Constraint, Node } from 'libpg-query';
import { as, strings } from '../../parse/node.ts';
import { NOTHING, union } from '../../query/lineage.ts';
import { readExpression } from '../../query/read-query.ts';
import { type Context, lookUpColumn, lookUpRelation, lookUpType } from '../context.ts';
import * as inheritance from '../inheritance.ts';
import { catalogRelation, queryCatalog } from '../query-catalog.ts';
import { type ColumnState, findColumn, type RelationState } from '../relation-state.ts';
import { columnOf, noteGenerated } from './column-definition.ts';
import { lookUpCompositeType } from './composite-type.ts';
import { INERT_COMMANDS } from './inert-commands.ts';

interface Target {
  readonly relation: RelationState;
  /** False for `ALTER TABLE ONLY`. */
  readonly recurse: boolean;
}

type Command = (context: Context, target: Target, command: AlterTableCmd) => void;

const COMMANDS: Readonly<Partial<Record<AlterTableType, Command>>> = {
  AT_AddColumn: addColumn,
  AT_DropColumn: dropColumn,
  AT_AlterColumnType: alterColumnType,
  AT_SetExpression: (context, { relation }, command) => {
    const column = lookUpColumn(context, relation, command.name ?? '');
    if (column !== null) addDerivation(context, relation, column, command.def);
  },
  AT_SetNotNull: (context, target, command) => setNotNull(context, target, command.name, true),
  AT_DropNotNull: (context, target, command) => setNotNull(context, target, command.name, false),
  AT_AddConstraint: addConstraint,
  AT_AddInherit: (context, { relation }, command) => {
    const parent = lookUpRelation(context, as('RangeVar', command.def) ?? undefined);
    if (parent !== null) attach(context, relation, parent);
  },
  AT_DropInherit: (context, { relation }, command) => {
    const parent = lookUpRelation(context, as('RangeVar', command.def) ?? undefined);
    if (parent !== null) inheritance.unlink(relation, parent);
  },
  AT_AttachPartition: (context, { relation }, command) => {
    const partition = lookUpRelation(context, as('PartitionCmd', command.def)?.name);
    if (partition !== null) attach(context, partition, relation);
  },
  AT_DetachPartition: (context, { relation }, command) => {
    const partition = lookUpRelation(context, as('PartitionCmd', command.def)?.name);
    if (partition !== null) inheritance.unlink(partition, relation);
  },
  AT_AddOf: (context, { relation }, command) => {
    const typeName = as('TypeName', command.def);
    const type = typeName === null ? null : lookUpCompositeType(context, typeName);
    if (type !== null) inheritance.link(relation, type);
  },
  AT_DropOf: (_context, { relation }) => {
    for (const type of relation.parents.filter((parent) => parent.kind === 'composite type'))
      inheritance.unlink(relation, type);
  },
};

export function alterTable(context: Context, statement: AlterTableStmt): void {
  // Indexes and sequences are altered by this statement too, and are not kept here. An older dump says TABLE for them
  // where it changes their owner.
  if (statement.objtype === 'OBJECT_INDEX' || statement.objtype === 'OBJECT_SEQUENCE') return;
  const commands = (statement.cmds ?? [])
    .flatMap((node) => as('AlterTableCmd', node) ?? [])
    .filter(({ subtype }) => subtype === undefined || !INERT_COMMANDS.has(subtype));
  if (commands.length === 0) return;
  const relation = lookUpRelation(context, statement.relation, statement.missing_ok);
  if (relation === null) return;
  // A composite type passes its changes on to its tables without being asked.
  const recurse = statement.relation?.inh === true || relation.kind === 'composite type';
  for (const command of commands) {
    const run = command.subtype === undefined ? undefined : COMMANDS[command.subtype];
    if (run === undefined) context.report.error(`this ALTER TABLE command (${command.subtype}) is not known`);
    else run(context, { relation, recurse }, command);
  }
}

function addColumn(context: Context, { relation }: Target, command: AlterTableCmd): void {
  const definition = as('ColumnDef', command.def);
  const column = definition === null ? null : columnOf(context, definition);
  if (column === null) return;
  if (findColumn(relation, column.name) === null) {
    inheritance.addColumn(relation, column);
    if (definition !== null) noteGenerated(context, relation, [definition]);
  } else if (command.missing_ok !== true)
    context.report.error(`the column \`${column.name}\` exists already`, definition?.location);
}

function dropColumn(context: Context, { relation, recurse }: Target, command: AlterTableCmd): void {
  const column = lookUpColumn(context, relation, command.name ?? '', command.missing_ok);
  if (column === null) return;
  if (column.inherited > 0) context.report.error(`the inherited column \`${column.name}\` cannot be dropped`);
  else inheritance.dropColumn(relation, column.name, recurse);
}

function alterColumnType(context: Context, { relation }: Target, command: AlterTableCmd): void {
  const column = lookUpColumn(context, relation, command.name ?? '');
  const typeName = as('ColumnDef', command.def)?.typeName;
  const type = typeName === undefined ? null : lookUpType(context, typeName);
  if (column === null || type === null) return;
  inheritance.setColumnType(relation, column.name, type);
  // USING may take the new values from anywhere in the row.
  const using = as('ColumnDef', command.def)?.raw_default;
  if (using !== undefined) addDerivation(context, relation, column, using);
}

/** What a column held is in it still: what it is computed from now comes on top. */
function addDerivation(
  { database }: Context,
  relation: RelationState,
  column: ColumnState,
  expression: Node | undefined,
): void {
  const { origins, opaque } = readExpression(queryCatalog(database), catalogRelation(relation), expression);
  const others = { origins: new Set([...origins].filter((origin) => origin !== column)), opaque };
  if (others.origins.size > 0 || opaque !== null)
    column.derivation = union([column.derivation ?? NOTHING, others]);
}

function setNotNull(
  context: Context,
  { relation, recurse }: Target,
  name: string | undefined,
  notNull: boolean,
): void {
  const column = lookUpColumn(context, relation, name ?? '');
  if (column !== null) inheritance.setNotNull(relation, column.name, notNull, recurse);
}

function addConstraint(context: Context, target: Target, command: AlterTableCmd): void {
  const constraint = as('Constraint', command.def);
  if (constraint?.contype !== 'CONSTR_PRIMARY' && constraint?.contype !== 'CONSTR_NOTNULL') return;
  for (const name of constrainedColumns(context, target.relation, constraint))
    setNotNull(context, target, name, true);
}

function constrainedColumns(
  { report }: Context,
  relation: RelationState,
  { keys, indexname, location }: Constraint,
): readonly string[] {
  if (indexname === undefined) return strings(keys);
  const columns = relation.indexes.get(indexname);
  if (columns === undefined)
    report.error(`\`${relation.name}\` has no unique index \`${indexname}\``, location);
  return columns ?? [];
}

function attach({ report }: Context, child: RelationState, parent: RelationState): void {
  if (inheritance.inheritsFrom(parent, child))
    report.error(`\`${child.name}\` cannot inherit from \`${parent.name}\`, which inherits from it`);
  else inheritance.link(child, parent);
}
