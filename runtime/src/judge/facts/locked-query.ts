/**
 * A SELECT that locks rows of one table, and does nothing else: as job queues take their next rows. It can be asked of the table as it is stored, since what chooses
 * rows can be told from what shows them.
 */
import { listOf, type Tree, unwrap } from '../parse/tree.ts';
import type { LockedQuery } from './facts.ts';
import { returned } from './returned.ts';
import { targetReading } from './target-reading.ts';
import type { Walk } from './walk.ts';

/** `node`: the SelectStmt, which was gone through. Null where it is no such query. */
export function lockedQuery(walk: Walk, node: Tree): LockedQuery | null {
  const { reads, locks, systemColumns, catalog } = walk;
  const [use, ...others] = reads;
  const [from, ...more] = listOf(node.fromClause);
  if (use === undefined || others.length + more.length > 0 || from !== use.wrapper) return null;
  if (
    locks.length === 0 ||
    use.renamesColumns ||
    use.tableForm ||
    use.sample !== null ||
    systemColumns.size > 0
  )
    return null;
  if (Object.keys(node).some((field) => !FIELDS.has(field)) || unwrap(from)?.kind !== 'RangeVar') return null;
  const shown = returned(use, { exprs: node.targetList }, catalog, true);
  const choosing = [node.whereClause, node.sortClause, node.limitCount, node.limitOffset];
  return shown && { use, node, shown, choosing: targetReading(use.alias ?? use.name, choosing, undefined) };
}

const FIELDS: ReadonlySet<string> = new Set([
  ...['targetList', 'fromClause', 'whereClause', 'sortClause', 'limitCount', 'limitOffset', 'limitOption'],
  ...['lockingClause', 'op'],
]);
