/** Which columns of a live relation the callers of one set of policies do not see as they are stored. */
import { type ColumnEntry, type Matcher, type RelationEntry, relationKey } from '../../../abi.ts';
import { ancestors } from '../../../catalog/agreement.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { decideCommand, type PolicySet, SELECT } from '../decide.ts';
import { labelsOf, treatColumn } from '../treat.ts';

export interface SeenBy {
  readonly matcher: Matcher;
  readonly catalog: Catalog;
  readonly applicable: PolicySet;
}

/**
 * Also columns that the policy does not know, and those with a label of a relation that may not be read. A partition of yesterday, which the policy does
 * not know, is like what it is part of.
 */
export function hiddenColumns(
  relation: string,
  { matcher, catalog, applicable }: SeenBy,
): ReadonlySet<string> {
  const live = catalog.relations.get(relation);
  const entry = entryLike(relation, matcher, catalog);
  const mayRead = entry !== null && decideCommand(entry, SELECT, applicable).effect === 'allow';
  const entries = new Map(entry?.columns.map((column) => [column.name, column]));
  const isHidden = (column: ColumnEntry | undefined) =>
    column === undefined ||
    treatColumn(column, applicable).sql !== null ||
    (!mayRead && labelsOf(column).length > 0);
  return new Set(live?.columns.map(({ name }) => name).filter((name) => isHidden(entries.get(name))));
}

/** What the policy says of a relation, or else of the nearest above it. */
export function entryLike(relation: string, matcher: Matcher, catalog: Catalog): RelationEntry | null {
  for (const key of [relation, ...ancestors(relation, catalog)]) {
    const entry = matcher.relations.get(key);
    if (entry !== undefined) return entry;
  }
  return null;
}

/** Columns of which what is seen is computed with a key, with those that are generated from others on the way. */
export function secretColumns(relation: string, { matcher, applicable }: SeenBy): ReadonlySet<string> {
  const columns = matcher.relations.get(relation)?.columns ?? [];
  return new Set(
    columns.filter((column) => treatColumn(column, applicable).isSecret).map(({ name }) => name),
  );
}

export function keyOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return relationKey(schema, name);
}
