/** Whether a statement has relations of its own making, whose columns may be others under another name. */
import { isTree, nodesWithin, type Tree } from '../parse/tree.ts';

/** What makes relations of which the columns have names that the statement gave, or none of their own. */
const DERIVING: ReadonlySet<string> = new Set([
  ...['RangeSubselect', 'RangeFunction', 'CommonTableExpr', 'RangeTableFunc', 'JsonTable'],
]);

export function derives(node: Tree): boolean {
  for (const inner of nodesWithin(node)) {
    if (DERIVING.has(inner.kind)) return true;
    const { alias } = inner.node;
    if (inner.kind === 'JoinExpr' && alias !== undefined) return true;
    if (isTree(alias) && alias.colnames !== undefined) return true;
  }
  return false;
}
