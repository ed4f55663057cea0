/**
 * A SELECT that locks rows of one table, and does nothing else: as job queues take their next rows, by itself or within another statement. It can be asked of the table as it is stored, since what chooses
 * rows can be told from what shows them.
 */
import { listOf, type Tree, unwrap } from '../parse/tree.ts';
import type { LockedQuery, RelationUse } from './facts.ts';
import { returned } from './returned.ts';
import { targetReading } from './target-reading.ts';
import type { Walk } from './walk.ts';

/** `node`: the SelectStmt, which was gone through; `reads`: all that it reads, also in its subqueries. Null where it is no such query. */
export function lockedQuery(
  { catalog }: Walk,
  node: Tree,
  reads: readonly RelationUse[],
): LockedQuery | null {
  const [use, ...others] = reads;
  const [from, ...more] = listOf(node.fromClause);
  if (use === undefined || others.length + more.length > 0 || from !== use.wrapper) return null;
  if (node.lockingClause === undefined || use.renamesColumns || use.tableForm || use.sample !== null)
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
