/**
 * Whether two writes of one statement could meet the same row, or the same key of an index. Which of them comes first is up to the plan (PostgreSQL, 7.8.4),
 * and so to statistics of what is stored; one of the two is left undone without a word, or fails.
 */
import { ancestors } from '../../../catalog/agreement.ts';
import type { Catalog, LiveRelation } from '../../../catalog/catalog.ts';
import type { RelationUse, RelationWrite, RowsChange } from '../../facts/facts.ts';
import { keyOf } from './hidden-columns.ts';
import { rowChange } from './row-change.ts';

/** The target of the second of them; null where there are none such. */
export function writtenTwice(writes: readonly RelationWrite[], catalog: Catalog): RelationUse | null {
  for (const [index, second] of writes.entries()) {
    const first = writes
      .slice(0, index)
      .find((one) => isOneTable(one, second, catalog) && meet(one, second, catalog));
    if (first !== undefined) return second.target;
  }
  return null;
}

/** Whether they are the same, or one is below the other, or both below a third. */
function isOneTable(one: RelationWrite, other: RelationWrite, catalog: Catalog): boolean {
  const above = ({ target }: RelationWrite) => [keyOf(target), ...ancestors(keyOf(target), catalog)];
  const known = new Set(above(one));
  return above(other).some((key) => known.has(key));
}

function meet(one: RelationWrite, other: RelationWrite, catalog: Catalog): boolean {
  const changes = (write: RelationWrite) => write.changes.filter(({ action }) => action !== 'insert');
  const inserts = (write: RelationWrite) => write.changes.some(({ action }) => action === 'insert');
  if (changes(one).length > 0 && changes(other).length > 0) return true;
  // Of tables one below the other, either may have indexes of its own.
  const tables = [one, other].flatMap(({ target }) => catalog.relations.get(keyOf(target)) ?? []);
  const freesKey = (write: RelationWrite) =>
    changes(write).some((change) => tables.some((live) => touchesKey(change, live)));
  return (inserts(one) && freesKey(other)) || (inserts(other) && freesKey(one));
}

/** Whether an index that compares rows has another key of the row afterwards, or none. */
function touchesKey(change: RowsChange, live: LiveRelation): boolean {
  const { given } = rowChange(change, live);
  return live.onWrite.indexes.some(
    ({ compares, columns }) =>
      compares && (change.action === 'delete' || columns.some((column) => given.has(column))),
  );
}
