/**
 * Whether a relation may be written: the policy allows it, nothing in it is labelled, and nothing that the server runs along with the
 * write can tell of values that are. Rows with labels may be deleted by what is not masked in them: that asks no constraint about a label.
 */
import { type Matcher, type RelationEntry, relationKey } from '../../abi.ts';
import { ancestors, descendants, disagreement, relationKindOf } from '../../catalog/agreement.ts';
import type { Catalog, LiveRelation, WriteEffects } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import { refuseExpression } from '../facts/collect-facts.ts';
import type { RelationWrite } from '../facts/facts.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { type Command, type PolicySet, SELECT } from './decide.ts';
import { readAs } from './read-as.ts';
import { displayName } from './relation-view.ts';
import { isFiltered } from './row-filters.ts';
import { labelsOf } from './treat.ts';

export interface WriteContext {
  readonly matcher: Matcher;
  readonly catalog: Catalog;
  readonly parser: SqlParser;
  /** Null where the policy allows the action on the relation. */
  readonly refuseCommand: (entry: RelationEntry, command: Command) => Denial | null;
  readonly applicable: PolicySet;
}

/** A write, and whether it could read what is masked in its target. */
export type JudgedWrite = Omit<RelationWrite, 'target'> & { readonly meetsMasked: boolean };

/** Null where the write may go on. */
export function refuseWrite(
  live: LiveRelation,
  { action, readsTarget, lacksWhere, meetsMasked }: JudgedWrite,
  context: WriteContext,
): Denial | null {
  const { matcher, catalog } = context;
  const name = displayName(live);
  const key = relationKey(live.schema, live.name);
  const entry = matcher.relations.get(key);
  if (live.builtIn) return denials.systemRelation(name, 'it belongs to the server');
  if (entry === undefined) return denials.relationNotInPolicy(name);
  const command =
    context.refuseCommand(entry, { action, lacksWhere }) ??
    (readsTarget ? context.refuseCommand(entry, SELECT) : null);
  if (command !== null) return command;
  const kind = relationKindOf(live);
  if (kind !== 'table' && kind !== 'partitioned table')
    return denials.construct(`a write to a ${kind ?? 'relation of another kind'}`);

  const difference = disagreement(entry, live, catalog, matcher.relations) ?? unknownColumn(entry, live);
  if (difference !== null) return denials.relationDisagrees(name, difference);
  // Rows that are only added change no others; where they may conflict, the ones there may be changed.
  const changesRows = action !== 'insert' || readsTarget;
  if (action === 'delete' && meetsMasked && isLabelled(entry)) return denials.deleteByMasked(name);
  return refuseReached(live, { changesRows, mayBeLabelled: action === 'delete' }, context);
}

/** What is written with a relation: its children, and where rows change, the relations to which foreign keys carry that on. */
function refuseReached(
  live: LiveRelation,
  { changesRows, mayBeLabelled }: { readonly changesRows: boolean; readonly mayBeLabelled: boolean },
  context: WriteContext,
): Denial | null {
  const { matcher, catalog } = context;
  const name = displayName(live);
  const root = relationKey(live.schema, live.name);
  const children = descendants(root, catalog);
  // A set is walked in the order of insertion, also of what is added on the way.
  const reached = new Set([root]);
  for (const key of reached) {
    const entry = matcher.relations.get(key);
    const member = catalog.relations.get(key);
    if (member === undefined) continue;
    for (const child of descendants(key, catalog)) reached.add(child);
    if (changesRows) for (const other of member.onWrite.cascades) reached.add(other);
    // An error on the way quotes the row in which it came up.
    const isTarget = key === root || children.has(key);
    if (isLabelled(entry) && !(mayBeLabelled && isTarget))
      return denials.writeOfLabelled(name, displayName(member));
    // So does a constraint, of rows that the writer may not know of.
    if (isAnyFiltered(key, context)) return denials.writeOfFiltered(name, displayName(member));
    const refusal = refuseEffects(name, member, context);
    if (refusal !== null) return refusal;
    // A partition of yesterday is like its parent, which the policy knows.
    const like = entry ?? (children.has(key) ? live : null);
    if (like === null) return denials.relationNotInPolicy(displayName(member));
    const unknown = unknownColumn(like, member);
    if (unknown !== null) return denials.relationDisagrees(displayName(member), unknown);
  }
  return null;
}

function isLabelled(entry: RelationEntry | undefined): boolean {
  return entry?.columns.some((column) => labelsOf(column).length > 0) ?? false;
}

function isAnyFiltered(key: string, { matcher, catalog, applicable }: WriteContext): boolean {
  return [key, ...ancestors(key, catalog)].some((above) =>
    isFiltered(matcher.relations.get(above), applicable),
  );
}

/** RETURNING would show it, and a check on it would tell of it. */
function unknownColumn(like: RelationEntry | LiveRelation, live: LiveRelation): string | null {
  const known = new Set(like.columns.map((column) => column.name));
  const unknown = live.columns.find((column) => !known.has(column.name));
  return unknown === undefined ? null : `it has the column "${unknown.name}"`;
}

function refuseEffects(name: string, live: LiveRelation, context: WriteContext): Denial | null {
  const { calls, expressions, compared } = live.onWrite;
  const acting = live.columns.find((column) => readAs(column, context.catalog) !== 'itself');
  if (acting !== undefined) return denials.writeCalls(name, `the type ${acting.type}`);
  const [call] = calls;
  if (call !== undefined) return denials.writeCalls(name, call);
  for (const expression of expressions) {
    const refusal = refuseExpression(expression, context.catalog, context.parser);
    if (refusal !== null) return denials.writeCalls(name, `${expression}, and ${refusal.message}`);
  }
  for (const pair of [...compared, ...comparedHere(live, context)]) {
    const entry = columnOf(pair, context);
    const tells = entry === undefined || labelsOf(entry).length > 0;
    if (tells || isAnyFiltered(pair.relation, context))
      return denials.writeCompares(name, `${pair.relation.replace('\u0000', '.')}.${pair.column}`);
  }
  return null;
}

type ComparedColumn = WriteEffects['compared'][number];

/** The columns of a relation itself that foreign keys compare: those that the relations at their other ends name. */
function comparedHere(live: LiveRelation, { catalog }: WriteContext): readonly ComparedColumn[] {
  const own = relationKey(live.schema, live.name);
  const others = new Set(live.onWrite.compared.map(({ relation }) => relation));
  return [...others].flatMap((other) =>
    (catalog.relations.get(other)?.onWrite.compared ?? []).filter(({ relation }) => relation === own),
  );
}

function columnOf({ relation, column }: ComparedColumn, { matcher }: WriteContext) {
  return matcher.relations.get(relation)?.columns.find((candidate) => candidate.name === column);
}
