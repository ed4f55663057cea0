/**
 * Whether a live relation is the one that the policy was compiled against. A column that only the live one has is no
 * disagreement: it is hidden.
 */
import { type ColumnEntry, type RelationEntry, type RelationKind, relationKey } from '../abi.ts';
import type { Catalog, LiveRelation } from './catalog.ts';

const kinds: Readonly<Record<string, RelationKind | undefined>> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
};

/** Whether a relation has rows of its own, so that the labels of its own columns say what is in them. */
export function holdsRows(kind: RelationKind | null | undefined): boolean {
  return kind === 'table' || kind === 'partitioned table' || kind === 'materialized view';
}

export function relationKindOf(live: LiveRelation): RelationKind | null {
  return kinds[live.relkind] ?? null;
}

/** The first difference, as a sentence's end; null where they agree. */
export function disagreement(
  entry: RelationEntry,
  live: LiveRelation,
  catalog: Catalog,
  entries: ReadonlyMap<string, RelationEntry>,
): string | null {
  const kind = relationKindOf(live);
  if (kind !== entry.kind) return `it is a ${kind ?? 'relation of another kind'} and no ${entry.kind}`;
  const liveTypes = new Map(live.columns.map((column) => [column.name, column.type]));
  for (const column of entry.columns) {
    const type = liveTypes.get(column.name);
    if (type === undefined) return `it has no column "${column.name}"`;
    if (type !== column.type) return `column "${column.name}" is ${type} and not ${column.type}`;
  }
  return generationDisagreement(entry, live) ?? inheritanceDisagreement(entry, catalog, entries);
}

/** A column that is generated from others tells of them, so that it must carry their labels. */
function generationDisagreement(entry: RelationEntry, live: LiveRelation): string | null {
  const entries = new Map(entry.columns.map((column) => [column.name, column]));
  for (const { name, generatedFrom } of live.columns) {
    const column = entries.get(name);
    // A column that the policy does not know is hidden.
    if (column === undefined) continue;
    const own = new Set(column.labels.map(({ label }) => label));
    for (const source of generatedFrom) {
      const { labels = [], parts = [] } = entries.get(source) ?? {};
      // What is generated from a value may have come from any part of it.
      const carried = [...labels, ...parts.flatMap((part) => part.labels)].map(({ label }) => label);
      const missing = carried.find((label) => !own.has(label));
      if (missing !== undefined)
        return `column "${name}" is generated from "${source}" and is not labelled as ${missing}`;
    }
  }
  return null;
}

/**
 * Reading a table reads its children too. So each column that a child labels must carry the same labels here, or its rows
 * would come out by this name.
 */
function inheritanceDisagreement(
  entry: RelationEntry,
  catalog: Catalog,
  entries: ReadonlyMap<string, RelationEntry>,
): string | null {
  for (const key of descendants(relationKey(entry.schema, entry.name), catalog)) {
    const child = entries.get(key);
    const live = catalog.relations.get(key);
    const generation = live === undefined ? null : generationDisagreement(entry, live);
    if (generation !== null) return generation;
    for (const column of child?.columns ?? []) {
      const own = entry.columns.find((candidate) => candidate.name === column.name);
      const missing = own && missingLabel(column, own);
      if (missing) return `"${child?.name}" inherits from it and labels "${column.name}" as ${missing}`;
    }
  }
  return null;
}

/** A label of a child's column that its parent's lacks, on the whole or on the same part of it; null where there is none. */
function missingLabel(child: ColumnEntry, parent: ColumnEntry): string | null {
  const whole = new Set(parent.labels.map(({ label }) => label));
  const ofPart = new Set(
    parent.parts.flatMap(({ part, labels }) => labels.map(({ label }) => `${part} ${label}`)),
  );
  const missing = child.labels.find(({ label }) => !whole.has(label));
  if (missing !== undefined) return missing.label;
  for (const { part, labels } of child.parts)
    for (const { label } of labels) if (!whole.has(label) && !ofPart.has(`${part} ${label}`)) return label;
  return null;
}

/** Keys of all tables above one, however far. */
export function ancestors(key: string, catalog: Catalog): ReadonlySet<string> {
  const found = new Set(catalog.relations.get(key)?.parents);
  // A set is walked in the order of insertion, also of what is added on the way.
  for (const above of found)
    for (const parent of catalog.relations.get(above)?.parents ?? []) found.add(parent);
  return found;
}

/** Keys of all tables below one, however far. */
export function descendants(root: string, catalog: Catalog): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [root];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const [key, relation] of catalog.relations) {
      if (relation.parents.includes(parent) && !found.has(key)) {
        found.add(key);
        open.push(key);
      }
    }
  }
  return found;
}
