/** Whether a WHERE chooses among rows at all: one that names no column holds for all of them or for none, whatever it says. */
import { isTree, listOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { sameTree } from '../rewrite/same-tree.ts';

const NOTHING_REPLACED: ReadonlyMap<Tree, Tree> = new Map();

/** Also true of `x = x`, and of `… OR true`. What holds for all rows in another way is not found out. */
export function lacksCondition(where: TreeValue | undefined): boolean {
  const inner = unwrap(where);
  if (inner === null) return true;
  const { kind, node } = inner;
  // It chooses one row.
  if (kind === 'CurrentOfExpr') return false;
  if (kind === 'BoolExpr') {
    const args = listOf(node.args);
    return node.boolop === 'OR_EXPR' ? args.some(lacksCondition) : args.every(lacksCondition);
  }
  if (kind === 'BooleanTest') return lacksCondition(node.arg);
  if (kind === 'A_Expr' && node.lexpr !== undefined && sameTree(node.lexpr, node.rexpr, NOTHING_REPLACED))
    return true;
  return !namesColumn(where);
}

function namesColumn(tree: TreeValue | undefined): boolean {
  const open = new Set([tree]);
  // A set is walked in the order of insertion, also of what is added on the way.
  for (const next of open) {
    if (Array.isArray(next)) for (const item of next) open.add(item);
    else if (isTree(next)) {
      if (next.ColumnRef !== undefined) return true;
      for (const field of Object.values(next)) open.add(field);
    }
  }
  return false;
}
