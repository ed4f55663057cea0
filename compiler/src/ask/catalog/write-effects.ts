/** What runs when a table is written: its own, and what it has from the tables above it. */
import { relationKey } from '@dlpc/runtime/abi';
import type { ForeignKeyEnd, WriteEffects } from '@dlpc/runtime/catalog/catalog';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import { descendantsOf } from './observe-statement.ts';
import type { ForeignKey, Surroundings } from './surroundings.ts';

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
  const defaults = firstOf([relation, ...above].flatMap((table) => [...surroundings.of(table).defaults]));
  const triggers = [relation, ...partitioned].flatMap((table) => [...surroundings.of(table).triggers]);
  const ofColumn = new Map(defaults);
  return {
    calls: ordered([
      ...triggers.map((name) => `the trigger ${name}`),
      ...[...own.rules].map((name) => `the rule ${name}`),
    ]),
    defaults: relation.columns.flatMap(({ name }) => {
      const sql = ofColumn.get(name);
      const isGenerated = [relation, ...above].some((table) =>
        surroundings.of(table).generatedFrom.has(name),
      );
      return sql === undefined ? [] : [{ column: name, sql, isGenerated }];
    }),
    checks: [relation, ...above].flatMap((table) => [...surroundings.of(table).checks.values()]),
    indexes: distinct(
      [relation, ...partitioned].flatMap((table) => [...surroundings.of(table).indexes.values()]),
    ),
    rowSecurity: [...own.rowPolicies.values()].flat(),
    partitionKey: own.partitionKey,
    references: distinct(links.flatMap((link) => (link.from === relation ? [endOf(link, 'from')] : []))),
    referencedBy: distinct(links.flatMap((link) => (link.to === relation ? [endOf(link, 'to')] : []))),
  };
}

function endOf({ from, to, key }: Link, here: 'from' | 'to'): ForeignKeyEnd {
  const { columns, targetColumns, onDelete, onUpdate } = key;
  const ends = { onDelete, onUpdate };
  return here === 'from'
    ? { columns, other: keyOf(to), otherColumns: targetColumns, ...ends }
    : { columns: targetColumns, other: keyOf(from), otherColumns: columns, ...ends };
}

/** Two that say the same are one. */
function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** The default of the table itself before those of the tables above it. */
function firstOf<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  const first = new Map<string, T>();
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
