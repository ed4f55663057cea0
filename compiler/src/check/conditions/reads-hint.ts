/** Whether a condition depends on what the client says of itself. */
import type { Condition } from '../../ir/ir.ts';

const known = new WeakMap<Condition, boolean>();

/** Also where it does so through groups, which are written out. */
export function readsHint(condition: Condition): boolean {
  const before = known.get(condition);
  if (before !== undefined) return before;
  const reads = ask(condition);
  known.set(condition, reads);
  return reads;
}

function ask(condition: Condition): boolean {
  switch (condition.op) {
    case 'not':
      return readsHint(condition.operand);
    case 'and':
    case 'or':
      return condition.operands.some(readsHint);
    case 'one-of':
      return condition.field.startsWith('hint.');
    default:
      return false;
  }
}
