/** Of a statement with several writes: whether what one of them returns is shown masked, and whether another could store that. */
import type { RelationWrite } from '../../facts/facts.ts';
import { nodesWithin } from '../../parse/tree.ts';
import { hiddenColumns, keyOf, type SeenBy } from './hidden-columns.ts';
import type { MovedColumn } from './moved-columns.ts';

/** Whether masks stand in its RETURNING. */
export function returnsHidden({ target, returned }: RelationWrite, seen: SeenBy): boolean {
  if (returned === null) return false;
  const hidden = hiddenColumns(keyOf(target), seen);
  return (
    (returned.stars.length > 0 && hidden.size > 0) ||
    returned.columns.some(({ column }) => hidden.has(column))
  );
}

/** Whether an INSERT, and nothing besides it in that write, stores columns only that are seen as they are. */
export function movesAsSeen(
  moved: readonly MovedColumn[] | null,
  { changes }: RelationWrite,
  seen: SeenBy,
): boolean {
  return (
    moved !== null &&
    changes.every(({ action }) => action === 'insert') &&
    moved.every(({ relation, column }) => !hiddenColumns(relation, seen).has(column))
  );
}

/** Whether it stores anything but constants and parameters. */
export function storesComputed({ changes }: RelationWrite): boolean {
  return changes.some(({ action, values }) => {
    if (action === 'delete') return false;
    if (values === null) return true;
    return values.some((row) =>
      row.some((value) => [...nodesWithin(value)].some(({ kind }) => READING.has(kind))),
    );
  });
}

const READING: ReadonlySet<string> = new Set(['ColumnRef', 'SubLink', 'MultiAssignRef']);
