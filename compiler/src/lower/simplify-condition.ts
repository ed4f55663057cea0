/** Makes conditions as small as can be without asking who there is: flat, without constants and repetitions. */
import type { Condition } from '../ir/ir.ts';

const TRUE: Condition = { op: 'constant', value: true };
const FALSE: Condition = { op: 'constant', value: false };

/** A condition that holds for the same callers. */
export function simplify(condition: Condition): Condition {
  switch (condition.op) {
    case 'not':
      return negate(simplify(condition.operand));
    case 'and':
    case 'or':
      return junction(condition.op, condition.operands.map(simplify));
    case 'sub-in':
      return oneOf(condition.values);
    case 'constant':
    case 'kind-is':
    case 'has-group':
      return condition;
  }
}

function negate(condition: Condition): Condition {
  if (condition.op === 'not') return condition.operand;
  if (condition.op === 'constant') return condition.value ? FALSE : TRUE;
  // There are two kinds of callers.
  if (condition.op === 'kind-is')
    return { op: 'kind-is', kind: condition.kind === 'human' ? 'service' : 'human' };
  return { op: 'not', operand: condition };
}

function junction(op: 'and' | 'or', operands: readonly Condition[]): Condition {
  // `false` decides a conjunction, `true` a disjunction; the other constant says nothing.
  const deciding = op === 'or';
  const parts = new Map<string, Condition>();
  for (const part of mergeSubs(op, flatten(op, operands))) {
    if (part.op === 'constant') {
      if (part.value === deciding) return part;
    } else parts.set(keyOf(part), part);
  }
  for (const part of parts.values()) if (parts.has(keyOf(negate(part)))) return deciding ? TRUE : FALSE;
  const [only, ...others] = parts.values();
  if (only === undefined) return deciding ? FALSE : TRUE;
  return others.length === 0 ? only : { op, operands: [only, ...others] };
}

function flatten(op: 'and' | 'or', operands: readonly Condition[]): readonly Condition[] {
  return operands.flatMap((operand) => (operand.op === op ? operand.operands : [operand]));
}

/** A caller has one sub: of several lists in a conjunction it is in all, in a disjunction in any. */
function mergeSubs(op: 'and' | 'or', operands: readonly Condition[]): readonly Condition[] {
  const lists = operands.filter((operand) => operand.op === 'sub-in').map(({ values }) => new Set(values));
  const [first, ...others] = lists;
  if (first === undefined || others.length === 0) return operands;
  const merged =
    op === 'and'
      ? [...first].filter((sub) => others.every((list) => list.has(sub)))
      : lists.flatMap((list) => [...list]);
  const firstList = operands.findIndex((operand) => operand.op === 'sub-in');
  return operands.flatMap((operand, index) => {
    if (operand.op !== 'sub-in') return [operand];
    return index === firstList ? [oneOf(merged)] : [];
  });
}

function oneOf(values: readonly string[]): Condition {
  const distinct = [...new Set(values)].sort();
  return distinct.length === 0 ? FALSE : { op: 'sub-in', values: distinct };
}

/** Equal for conditions that are written the same. */
function keyOf(condition: Condition): string {
  return JSON.stringify(condition);
}
