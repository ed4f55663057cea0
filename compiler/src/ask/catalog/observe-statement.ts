/** From a DDL statement to what it adds to the surroundings: one row for each kind that adds or takes away anything. */
import type { CreatePolicyStmt, CreateTrigStmt, DropStmt, Node, RenameStmt, RuleStmt } from 'libpg-query';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import { as, type NodeOf, type NodeTag, strings, tagOf } from '../../schema/parse/node.ts';
import { columnsIn } from './expression-tree.ts';
import { observeAlterTable, observeTable } from './observe-columns.ts';
import { observeIndex } from './observe-indexes.ts';
import {
  forget,
  observeAlterDomain,
  observeAlterSequence,
  observeCast,
  observeDefinition,
  observeDomain,
  observeExtension,
  observeFunction,
  observeOperatorClass,
  observeRange,
  observeSequence,
} from './observe-objects.ts';
import { observeStoredView, observeView } from './observe-views.ts';
import type { Observing } from './observing.ts';

type Observers = { readonly [T in NodeTag]?: (seen: Observing, statement: NodeOf<T>) => void };

const OBSERVERS: Observers = {
  AlterDomainStmt: observeAlterDomain,
  AlterSeqStmt: observeAlterSequence,
  AlterTableStmt: observeAlterTable,
  CreateCastStmt: observeCast,
  CreateDomainStmt: observeDomain,
  CreateExtensionStmt: observeExtension,
  CreateFunctionStmt: observeFunction,
  CreateOpClassStmt: observeOperatorClass,
  CreatePolicyStmt: observeRowPolicy,
  CreateRangeStmt: observeRange,
  CreateSchemaStmt: (seen, { schemaElts }) => {
    for (const element of schemaElts ?? []) observeStatement(seen, element);
  },
  CreateSeqStmt: observeSequence,
  CreateStmt: observeTable,
  CreateTableAsStmt: observeStoredView,
  CreateTrigStmt: observeTrigger,
  DefineStmt: observeDefinition,
  DropStmt: observeDrop,
  IndexStmt: observeIndex,
  RenameStmt: observeRename,
  RuleStmt: observeRule,
  ViewStmt: observeView,
};

/** Called when the schema has taken the statement in. */
export function observeStatement(seen: Observing, node: Node): void {
  const tag = tagOf(node);
  // Each row takes the node of its own tag; TypeScript cannot correlate the two.
  const observe = OBSERVERS[tag] as ((seen: Observing, statement: unknown) => void) | undefined;
  observe?.(seen, (node as Readonly<Record<NodeTag, unknown>>)[tag]);
}

function observeTrigger(seen: Observing, { trigname = '', relation }: CreateTrigStmt): void {
  const table = seen.find(relation);
  if (table !== null) seen.surroundings.of(table).triggers.add(trigname);
}

function observeRule(seen: Observing, { rulename = '', relation, event }: RuleStmt): void {
  const table = seen.find(relation);
  if (table !== null && event !== 'CMD_SELECT') seen.surroundings.of(table).rules.add(rulename);
}

function observeRowPolicy(
  seen: Observing,
  { policy_name: name = '', table: range, qual, with_check }: CreatePolicyStmt,
): void {
  const table = seen.find(range);
  if (table === null) return;
  const texts = [
    qual === undefined ? null : seen.text.parenthesisedAfter('using', 0),
    with_check === undefined ? null : seen.text.parenthesisedAfter('check', 0),
  ];
  // Which of the two reads a column is not asked of a server either.
  const columns = columnsIn([qual, with_check], table);
  seen.surroundings.of(table).rowPolicies.set(
    name,
    texts.flatMap((sql) => (sql === null ? [] : [{ sql, columns }])),
  );
}

function observeDrop(seen: Observing, { removeType, objects = [] }: DropStmt): void {
  const { surroundings } = seen;
  for (const object of objects) {
    const names = strings(as('List', object)?.items);
    switch (removeType) {
      case 'OBJECT_FUNCTION':
      case 'OBJECT_PROCEDURE':
      case 'OBJECT_ROUTINE':
      case 'OBJECT_AGGREGATE':
        forget(seen, surroundings.functions, object);
        break;
      case 'OBJECT_OPERATOR':
        forget(seen, surroundings.operators, object);
        break;
      case 'OBJECT_TRIGGER':
      case 'OBJECT_RULE':
      case 'OBJECT_POLICY': {
        const [name = '', table = '', schema] = names.toReversed();
        const relation = surroundings.database.findRelation(schema, table);
        if (relation !== null) dropFrom(seen, relation, name);
        break;
      }
      case 'OBJECT_INDEX':
        for (const relation of surroundings.database.relations)
          surroundings.of(relation).indexes.delete(names.at(-1) ?? '');
        break;
      case 'OBJECT_EXTENSION': {
        const name = as('String', object)?.sval;
        const index = surroundings.extensions.findIndex((extension) => extension.name === name);
        if (index !== -1) surroundings.extensions.splice(index, 1);
        break;
      }
      default:
    }
  }
}

function dropFrom({ surroundings }: Observing, relation: RelationState, name: string): void {
  const { triggers, rules, rowPolicies } = surroundings.of(relation);
  triggers.delete(name);
  rules.delete(name);
  rowPolicies.delete(name);
}

/** Columns, by whose names much is kept; constraints and triggers go by names that nobody asks for but to drop them. */
function observeRename(seen: Observing, statement: RenameStmt): void {
  const { renameType, relation: range, subname = '', newname = '' } = statement;
  const relation = renameType === 'OBJECT_COLUMN' ? seen.find(range) : null;
  if (relation === null) return;
  const renamed = (name: string) => (name === subname ? newname : name);
  const { surroundings } = seen;
  for (const { owner } of surroundings.sequences)
    if (owner?.relation === relation) owner.column = renamed(owner.column);
  for (const table of [relation, ...descendantsOf(relation)]) {
    const effects = surroundings.of(table);
    for (const map of [effects.defaults, effects.generatedFrom] as Map<string, unknown>[]) {
      const value = map.get(subname);
      if (value !== undefined) map.set(newname, value);
      map.delete(subname);
    }
    if (effects.nondeterministic.delete(subname)) effects.nondeterministic.add(newname);
    effects.primaryKey = effects.primaryKey.map(renamed);
    effects.partitionKey = effects.partitionKey.map(renamed);
    for (const [key, check] of effects.checks)
      effects.checks.set(key, { ...check, columns: check.columns.map(renamed) });
    for (const [key, policies] of effects.rowPolicies)
      effects.rowPolicies.set(
        key,
        policies.map((policy) => ({ ...policy, columns: policy.columns.map(renamed) })),
      );
    for (const [key, index] of effects.indexes)
      effects.indexes.set(key, {
        ...index,
        keys: index.keys.map(renamed),
        columns: index.columns.map(renamed),
      });
    for (const [column, from] of effects.generatedFrom) effects.generatedFrom.set(column, from.map(renamed));
    for (const key of effects.foreignKeys) key.columns = key.columns.map(renamed);
  }
  for (const other of surroundings.database.relations)
    for (const key of surroundings.of(other).foreignKeys)
      if (key.target === relation) key.targetColumns = key.targetColumns.map(renamed);
}

/** All tables below one. */
export function descendantsOf(relation: RelationState): ReadonlySet<RelationState> {
  const found = new Set<RelationState>();
  const pending = [...relation.children];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...next.children);
  }
  return found;
}
