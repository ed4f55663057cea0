/**
 * Whether a live relation is the one that the policy was compiled against. A column that only the live one has is no
 * disagreement: it is hidden.
 */
import { type RelationEntry, type RelationKind, relationKey } from '../abi.ts';
import type { Catalog, LiveRelation } from './catalog.ts';

const kinds: Readonly<Record<string, RelationKind | undefined>> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
};

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
  const labels = new Map(
    entry.columns.map(({ name, labels }) => [name, new Set(labels.map(({ label }) => label))]),
  );
  for (const { name, generatedFrom } of live.columns) {
    const own = labels.get(name);
    // A column that the policy does not know is hidden.
    if (own === undefined) continue;
    for (const source of generatedFrom) {
      const missing = [...(labels.get(source) ?? [])].find((label) => !own.has(label));
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
      const ownLabels = new Set(own?.labels.map((label) => label.label));
      const missing = own && column.labels.find((label) => !ownLabels.has(label.label));
      if (missing) return `"${child?.name}" inherits from it and labels "${column.name}" as ${missing.label}`;
    }
  }
  return null;
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
