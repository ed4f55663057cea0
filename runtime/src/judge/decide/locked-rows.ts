/**
 * A query that locks rows of a table in which something is masked, or of which some rows are seen: asked of what is stored, with the filter before its condition and the masks in its
 * select list. So the server locks the rows that are taken, and no others; nothing that chooses them may name what is masked.
 */
import type { RelationEntry } from '../../abi.ts';
import type { LiveRelation } from '../../catalog/catalog.ts';
import type { LockedQuery } from '../facts/facts.ts';
import type { Tree } from '../parse/tree.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import { qualifiedName, type RelationView } from './relation-view.ts';
import { hiddenColumns, keyOf, type SeenBy } from './writes/hidden-columns.ts';
import { readsHidden } from './writes/reads-hidden.ts';
import { type ReturnedMasks, returnedMasks } from './writes/returned-masks.ts';

export interface LockedRows {
  /** Where the name of the table starts, in bytes of UTF-8. */
  readonly location: number;
  /** The SelectStmt. */
  readonly node: Tree;
  /** By which the table is called in it. */
  readonly target: string;
  /** What must hold for a row to be there, over bare columns; null where all are. */
  readonly condition: string | null;
  /** What its select list shows in the place of columns; null where it shows nothing masked. */
  readonly masks: ReturnedMasks | null;
}

/** Null where it could not be told from the world of masks that the table is read as it is stored. */
export function lockedRows(
  { use, node, shown, choosing }: LockedQuery,
  live: LiveRelation,
  entry: RelationEntry,
  view: RelationView,
  seenBy: SeenBy,
): LockedRows | null {
  if (view.kind !== 'masked' || view.source !== qualifiedName(live)) return null;
  const hidden = hiddenColumns(keyOf(live), seenBy);
  // A column that is shown as another type is shown so by the subquery alone.
  const isElse = view.columns.some(({ name, sql }) => sql !== quoteIdentifier(name) && !hidden.has(name));
  if (isElse || readsHidden(choosing, live, hidden) || readsHidden(shown.reading, live, hidden)) return null;
  const masks = returnedMasks(shown, live, entry, hidden, seenBy.applicable);
  if (masks === 'unknown') return null;
  const { alias, name, location } = use;
  return { location, node, target: alias ?? name, condition: view.condition, masks };
}
