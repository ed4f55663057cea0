/** The columns and constraints of CREATE TABLE and ALTER TABLE, as far as they run or compare something when rows are written. */
import type {
  AlterTableCmd,
  AlterTableStmt,
  CollateClause,
  ColumnDef,
  Constraint,
  CreateStmt,
  Node,
  TableLikeClause,
} from 'libpg-query';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import { as, strings } from '../../schema/parse/node.ts';
import { columnsIn, firstLocation } from './expression-tree.ts';
import { observeIndexConstraint } from './observe-indexes.ts';
import type { Observing } from './observing.ts';
import type { Effects } from './surroundings.ts';

/** Bits of `TableLikeClause.options` (parsenodes.h). */
const LIKE = {
  constraints: 1 << 2,
  defaults: 1 << 3,
  generated: 1 << 4,
  identity: 1 << 5,
  indexes: 1 << 6,
} as const;

const SERIAL = /^(?:small|big)?serial[248]?$/;

export function observeTable(seen: Observing, statement: CreateStmt): void {
  const relation = seen.find(statement.relation);
  if (relation === null) return;
  const { partParams } = statement.partspec ?? {};
  if (partParams !== undefined)
    seen.surroundings.of(relation).partitionKey = partitionKey(relation, partParams);
  for (const element of statement.tableElts ?? []) {
    const column = as('ColumnDef', element);
    if (column !== null) observeColumn(seen, relation, column);
    const constraint = as('Constraint', element);
    if (constraint !== null) observeConstraint(seen, relation, constraint, null);
    const like = as('TableLikeClause', element);
    if (like !== null) observeLike(seen, relation, like);
  }
}

/** All columns where a key is an expression. */
function partitionKey(relation: RelationState, params: readonly Node[]): readonly string[] {
  const names = params.map((node) => as('PartitionElem', node)?.name);
  const columns = relation.columns.map(({ name }) => name);
  return names.includes(undefined) ? columns : columns.filter((name) => names.includes(name));
}

export function observeAlterTable(seen: Observing, statement: AlterTableStmt): void {
  const relation = seen.find(statement.relation);
  if (relation === null) return;
  for (const node of statement.cmds ?? []) {
    const command = as('AlterTableCmd', node);
    if (command !== null) observeCommand(seen, relation, command);
  }
}

function observeCommand(seen: Observing, relation: RelationState, command: AlterTableCmd): void {
  const effects = seen.surroundings.of(relation);
  const name = command.name ?? '';
  const column = as('ColumnDef', command.def);
  const constraint = as('Constraint', command.def);
  switch (command.subtype) {
    case 'AT_AddColumn':
      if (column !== null) observeColumn(seen, relation, column);
      return;
    case 'AT_AddConstraint':
      if (constraint !== null) observeConstraint(seen, relation, constraint, null);
      return;
    case 'AT_ValidateConstraint': {
      const check = effects.checks.get(name);
      if (check !== undefined) effects.checks.set(name, { ...check, validated: true });
      return;
    }
    case 'AT_DropIdentity':
      effects.defaults.delete(name);
      return;
    case 'AT_AlterColumnType':
      observeCollation(seen, relation, name, column?.collClause);
      return;
    case 'AT_AddIdentity':
      effects.defaults.set(name, null);
      addSequence(seen, relation, name, constraint?.options ?? []);
      return;
    case 'AT_ColumnDefault': {
      const at = firstLocation(command.def);
      const text = at === null ? null : seen.text.around(at, 'default');
      if (text === null) effects.defaults.delete(name);
      else effects.defaults.set(name, text);
      return;
    }
    case 'AT_DropExpression':
    case 'AT_DropColumn':
      effects.defaults.delete(name);
      effects.generatedFrom.delete(name);
      return;
    case 'AT_DropConstraint':
      effects.checks.delete(name);
      effects.indexes.delete(name);
      removeWhere(effects.foreignKeys, (key) => key.name === name);
      return;
    case 'AT_SetRelOptions':
      for (const option of (as('List', command.def)?.items ?? []).flatMap(
        (item) => as('DefElem', item) ?? [],
      ))
        if (option.defname === 'security_barrier') effects.securityBarrier = isTrue(option.arg);
      return;
    default:
  }
}

/** Whether the value of an option is true; one without a value is. */
export function isTrue(value: Node | undefined): boolean {
  if (value === undefined) return true;
  const text =
    as('String', value)?.sval ?? String(as('Boolean', value)?.boolval ?? as('Integer', value)?.ival ?? '');
  return /^(?:true|on|yes|1)$/i.test(text);
}

function observeColumn(seen: Observing, relation: RelationState, definition: ColumnDef): void {
  const { colname: name = '' } = definition;
  observeCollation(seen, relation, name, definition.collClause);
  const [type = '', ...rest] = strings(definition.typeName?.names);
  if (rest.length === 0 && SERIAL.test(type)) {
    const sequence = addSequence(seen, relation, name, []);
    seen.surroundings.of(relation).defaults.set(name, `nextval('${sequence}'::regclass)`);
  }
  for (const node of definition.constraints ?? []) {
    const constraint = as('Constraint', node);
    if (constraint !== null) observeConstraint(seen, relation, constraint, name);
  }
}

/** Collations go by their last name: of two in different schemas, both count. */
function observeCollation(
  { surroundings }: Observing,
  relation: RelationState,
  column: string,
  collation: CollateClause | undefined,
): void {
  const { nondeterministic } = surroundings.of(relation);
  const name = strings(collation?.collname).at(-1);
  if (name !== undefined && surroundings.nondeterministicCollations.has(name)) nondeterministic.add(column);
  else nondeterministic.delete(column);
}

/** `column`: the column whose definition the constraint is part of. */
function observeConstraint(
  seen: Observing,
  relation: RelationState,
  constraint: Constraint,
  column: string | null,
): void {
  const effects = seen.surroundings.of(relation);
  const { location: at = 0, conname } = constraint;
  switch (constraint.contype) {
    case 'CONSTR_DEFAULT': {
      const text = seen.text.defaultAt(at);
      if (text !== null && column !== null) effects.defaults.set(column, text);
      return;
    }
    case 'CONSTR_GENERATED': {
      const text = seen.text.parenthesisedAfter('as', at);
      if (text === null || column === null) return;
      effects.defaults.set(column, text);
      effects.generatedFrom.set(column, columnsIn(constraint.raw_expr, relation));
      return;
    }
    case 'CONSTR_IDENTITY':
      if (column === null) return;
      effects.defaults.set(column, null);
      addSequence(seen, relation, column, constraint.options ?? []);
      return;
    case 'CONSTR_CHECK': {
      const text = seen.text.parenthesisedAfter('check', at);
      const columns = columnsIn(constraint.raw_expr, relation);
      const of = column ?? onlyOne(columns);
      const name =
        conname ?? unusedName(effects.checks, `${relation.name}${of === null ? '' : `_${of}`}_check`);
      const validated = constraint.skip_validation !== true && constraint.is_enforced === true;
      if (text !== null) effects.checks.set(name, { sql: text, columns, validated });
      return;
    }
    case 'CONSTR_PRIMARY': {
      const index =
        constraint.indexname === undefined ? undefined : relation.indexes.get(constraint.indexname);
      effects.primaryKey = index ?? (column === null ? strings(constraint.keys) : [column]);
      observeIndexConstraint(seen, relation, constraint, column);
      return;
    }
    case 'CONSTR_UNIQUE':
    case 'CONSTR_EXCLUSION':
      observeIndexConstraint(seen, relation, constraint, column);
      return;
    case 'CONSTR_FOREIGN':
      addForeignKey(seen, relation, constraint, column);
      return;
    default:
  }
}

function addForeignKey(
  seen: Observing,
  relation: RelationState,
  constraint: Constraint,
  column: string | null,
): void {
  const target = seen.find(constraint.pktable);
  if (target === null) return;
  const columns = column === null ? strings(constraint.fk_attrs) : [column];
  const named = strings(constraint.pk_attrs);
  const { fk_del_action: onDelete, fk_upd_action: onUpdate } = constraint;
  const sets = (action: string | undefined) => action === 'n' || action === 'd';
  seen.surroundings.of(relation).foreignKeys.push({
    name: constraint.conname ?? `${relation.name}_${columns.join('_')}_fkey`,
    columns,
    target,
    targetColumns: named.length > 0 ? named : seen.surroundings.of(target).primaryKey,
    onDelete: onDelete === 'c' ? 'delete' : sets(onDelete) ? 'update' : null,
    onUpdate: onUpdate === 'c' || sets(onUpdate),
  });
}

/** Gives the name of the sequence, as SQL writes it. */
function addSequence(
  { surroundings }: Observing,
  owner: RelationState,
  column: string,
  options: readonly Node[],
): string {
  const option = options
    .flatMap((node) => as('DefElem', node) ?? [])
    .find(({ defname }) => defname === 'sequence_name');
  const [given, schema = owner.schema] = strings(as('List', option?.arg)?.items).toReversed();
  const name = given ?? `${owner.name}_${column}_seq`;
  surroundings.sequences.push({ owner: { relation: owner, column }, schema, name });
  return `${schema}.${name}`;
}

function observeLike(
  seen: Observing,
  relation: RelationState,
  { relation: range, options = 0 }: TableLikeClause,
): void {
  const source = seen.find(range);
  if (source === null) return;
  const from = seen.surroundings.of(source);
  const to = seen.surroundings.of(relation);
  for (const column of from.nondeterministic) to.nondeterministic.add(column);
  const has = (bit: number) => (options & bit) !== 0;
  for (const [column, text] of from.defaults) {
    const generated = from.generatedFrom.get(column);
    const copied = text === null ? LIKE.identity : generated === undefined ? LIKE.defaults : LIKE.generated;
    if (!has(copied)) continue;
    to.defaults.set(column, text);
    if (text === null) addSequence(seen, relation, column, []);
    if (generated !== undefined) to.generatedFrom.set(column, generated);
  }
  if (has(LIKE.constraints)) copy(from.checks, to.checks);
  if (has(LIKE.indexes)) copy(from.indexes, to.indexes);
  if (has(LIKE.indexes)) to.primaryKey = from.primaryKey;
}

function copy<V>(from: ReadonlyMap<string, V>, to: Map<string, V>): void {
  for (const [name, value] of from) to.set(name, value);
}

function unusedName(names: Effects['checks'], base: string): string {
  let name = base;
  for (let number = 1; names.has(name); number += 1) name = `${base}${number}`;
  return name;
}

function onlyOne(names: readonly string[]): string | null {
  return names.length === 1 ? (names[0] ?? null) : null;
}

function removeWhere<T>(items: T[], isMeant: (item: T) => boolean): void {
  items.splice(0, items.length, ...items.filter((item) => !isMeant(item)));
}
