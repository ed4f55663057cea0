/** What runs when a table is written: its own, and what it has from the tables above it. */
import { relationKey } from '@dlpc/runtime/abi';
import type { WriteEffects } from '@dlpc/runtime/catalog/catalog';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import { descendantsOf } from './observe-statement.ts';
import type { ForeignKey, Surroundings } from './surroundings.ts';

export const NO_EFFECTS: WriteEffects = { calls: [], expressions: [], compared: [], cascades: [] };

/** A foreign key from one table to one other, partitions told apart. */
export interface Link {
  readonly from: RelationState;
  readonly to: RelationState;
  readonly key: ForeignKey;
}

/** Every foreign key, also those that partitions have of the tables that they are parts of. */
export function linksOf(surroundings: Surroundings): readonly Link[] {
  const links: Link[] = [];
  for (const relation of surroundings.database.relations)
    for (const key of surroundings.of(relation).foreignKeys)
      for (const from of withPartitions(relation))
        for (const to of withPartitions(key.target)) links.push({ from, to, key });
  return links;
}

/** The effects of writing `relation`, ordered as the server gives them. */
export function writeEffects(
  relation: RelationState,
  surroundings: Surroundings,
  links: readonly Link[],
): WriteEffects {
  const above = ancestorsOf(relation);
  const partitioned = above.filter(({ kind }) => kind === 'partitioned table');
  const own = surroundings.of(relation);
  const has = new Set(relation.columns.map(({ name }) => name));
  const defaults = [relation, ...above].flatMap((table) => [...surroundings.of(table).defaults]);
  const expressions = [
    ...firstOf(defaults).flatMap(([column, text]) => (has.has(column) ? [text] : [])),
    ...[relation, ...above].flatMap((table) => [...surroundings.of(table).checks.values()]),
    ...[relation, ...partitioned].flatMap((table) => [...surroundings.of(table).indexes.values()].flat()),
    ...[...own.rowPolicies.values()].flat(),
  ];
  const triggers = [relation, ...partitioned].flatMap((table) => [...surroundings.of(table).triggers]);
  return {
    calls: ordered([
      ...triggers.map((name) => `the trigger ${name}`),
      ...[...own.rules].map((name) => `the rule ${name}`),
    ]),
    expressions: ordered(expressions),
    compared: links.flatMap(({ from, to, key }) => [
      ...(from === relation ? columnsOf(to, key.targetColumns) : []),
      ...(to === relation ? columnsOf(from, key.columns) : []),
    ]),
    cascades: ordered(
      links.flatMap(({ from, to, key }) => (to === relation && key.cascades ? [keyOf(from)] : [])),
    ),
  };
}

function columnsOf(table: RelationState, columns: readonly string[]): WriteEffects['compared'] {
  return columns.map((column) => ({ relation: keyOf(table), column }));
}

/** The default of the table itself before those of the tables above it. */
function firstOf(entries: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const first = new Map<string, string>();
  for (const [column, text] of entries) if (!first.has(column)) first.set(column, text);
  return [...first];
}

function withPartitions(table: RelationState): readonly RelationState[] {
  return table.kind === 'partitioned table' ? [table, ...descendantsOf(table)] : [table];
}

function ancestorsOf(relation: RelationState): readonly RelationState[] {
  const found = new Set<RelationState>();
  const pending = [...relation.parents];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...next.parents);
  }
  return [...found];
}

function ordered(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

function keyOf({ schema, name }: RelationState): string {
  return relationKey(schema, name);
}
