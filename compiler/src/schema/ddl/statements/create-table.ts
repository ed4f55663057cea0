/** CREATE TABLE in all its forms: columns, LIKE, INHERITS, PARTITION OF, OF type; and CREATE FOREIGN TABLE. */
import type { ColumnDef, Constraint, CreateForeignTableStmt, CreateStmt, Node } from 'libpg-query';
import { as, strings } from '../../parse/node.ts';
import { lineageOfOrigin } from '../../query/lineage.ts';
import { type Context, lookUpRelation } from '../context.ts';
import { link, markNotNull, mergeColumns } from '../inheritance.ts';
import {
  type ColumnState,
  ownColumn,
  type RelationState,
  relationState,
  type StateKind,
} from '../relation-state.ts';
import { columnOf, isNotNull, noteGenerated } from './column-definition.ts';
import { lookUpCompositeType } from './composite-type.ts';
import { placeNew } from './place-new.ts';

/** More than this no table has. */
const MOST_COLUMNS = 1600;

export function createTable(context: Context, statement: CreateStmt): void {
  create(context, statement, statement.partspec === undefined ? 'table' : 'partitioned table');
}

export function createForeignTable(context: Context, { base }: CreateForeignTableStmt): void {
  if (base !== undefined) create(context, base, 'foreign table');
}

function create(context: Context, statement: CreateStmt, kind: StateKind): void {
  const place = placeNew(context, statement.relation, { ifNotExists: statement.if_not_exists });
  if (place === null) return;
  const parents = parentsOf(context, statement);
  const columns: ColumnState[] = [];
  for (const parent of parents) mergeColumns(columns, parent);
  for (const element of statement.tableElts ?? []) addElement(context, columns, element);
  for (const element of statement.tableElts ?? [])
    constrain(context, columns, as('Constraint', element) ?? undefined);
  if (columns.length > MOST_COLUMNS) {
    context.report.error(`a table has at most ${MOST_COLUMNS} columns`);
    return;
  }
  const definitions = (statement.tableElts ?? []).flatMap((element) => as('ColumnDef', element) ?? []);
  noteGenerated(context, { ...place, columns }, definitions);
  const relation = relationState(place, kind, columns);
  relation.partitionKey = keyColumns(statement.partspec?.partParams ?? [], columns);
  context.database.addRelation(relation);
  for (const parent of parents) link(relation, parent);
}

/** The columns that a partition key names, or that an expression in it reads. */
function keyColumns(params: readonly Node[], columns: readonly ColumnState[]): readonly ColumnState[] {
  const names = new Set<string | undefined>();
  for (const node of params) {
    const element = as('PartitionElem', node);
    names.add(element?.name);
    for (const { sval } of stringsWithin(element?.expr)) names.add(sval);
  }
  return columns.filter(({ name }) => names.has(name));
}

/** All strings of an expression, names of columns among them: one that only looks like a column makes the key larger. */
function* stringsWithin(value: unknown): Generator<{ readonly sval: string }> {
  if (typeof value !== 'object' || value === null) return;
  if ('sval' in value && typeof value.sval === 'string') yield { sval: value.sval };
  for (const inner of Object.values(value)) yield* stringsWithin(inner);
}

function parentsOf(context: Context, statement: CreateStmt): readonly RelationState[] {
  if (statement.ofTypename !== undefined) {
    const type = lookUpCompositeType(context, statement.ofTypename);
    return type === null ? [] : [type];
  }
  const parents = (statement.inhRelations ?? []).map((node) =>
    lookUpRelation(context, as('RangeVar', node) ?? undefined),
  );
  return parents.filter((parent) => parent !== null);
}

function addElement(context: Context, columns: ColumnState[], element: Node): void {
  if (columns.length > MOST_COLUMNS) return;
  const definition = as('ColumnDef', element);
  if (definition !== null) addDefinition(context, columns, definition);
  const like = as('TableLikeClause', element);
  if (like === null) return;
  const source = lookUpRelation(context, like.relation);
  // A copy is made to hold the same values, whatever it holds today.
  for (const column of source?.columns ?? [])
    addOwn(context, columns, {
      ...ownColumn(column.name, column.type, { notNull: column.notNull }),
      derivation: lineageOfOrigin(column),
    });
}

function addDefinition(context: Context, columns: ColumnState[], definition: ColumnDef): void {
  if (definition.typeName !== undefined) {
    const column = columnOf(context, definition);
    if (column !== null) addOwn(context, columns, column);
    return;
  }
  // In PARTITION OF and OF, an element without a type adds constraints to a column that is there.
  const existing = columns.find((column) => column.name === definition.colname);
  if (existing === undefined)
    context.report.error(`there is no column \`${definition.colname}\` to add to`, definition.location);
  else if (isNotNull(definition)) markNotNull(existing);
}

/** A column that a parent has too is merged with it; any other of that name is a mistake. */
function addOwn({ report }: Context, columns: ColumnState[], column: ColumnState): void {
  const existing = columns.find((other) => other.name === column.name);
  if (existing === undefined) columns.push(column);
  else if (existing.isLocal) report.error(`the column \`${column.name}\` is defined twice`);
  else {
    existing.isLocal = true;
    existing.derivation ??= column.derivation;
    if (column.notNull) markNotNull(existing);
  }
}

function constrain({ report }: Context, columns: readonly ColumnState[], constraint?: Constraint): void {
  if (constraint?.contype !== 'CONSTR_PRIMARY' && constraint?.contype !== 'CONSTR_NOTNULL') return;
  for (const name of strings(constraint.keys)) {
    const column = columns.find((other) => other.name === name);
    if (column === undefined) report.error(`there is no column \`${name}\``, constraint.location);
    else if (constraint.is_no_inherit === true) column.notNull = true;
    else markNotNull(column);
  }
}
