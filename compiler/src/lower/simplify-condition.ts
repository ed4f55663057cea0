/** Makes conditions as small as can be without asking who there is: flat, without constants and repetitions. */
import type { Condition, TextField } from '../ir/ir.ts';

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
    case 'one-of':
      return oneOf(condition.field, condition.values);
    case 'constant':
    case 'kind-is':
    case 'has':
    case 'at-most':
    case 'is-true':
    case 'is-absent':
    case 'in-window':
    case 'before':
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
  for (const part of mergeLists(op, flatten(op, operands))) {
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

/** A field has one value: of several lists in a conjunction it is in all, in a disjunction in any. */
function mergeLists(op: 'and' | 'or', operands: readonly Condition[]): readonly Condition[] {
  const merged = new Map<TextField, readonly string[]>();
  for (const operand of operands) {
    if (operand.op !== 'one-of') continue;
    const before = merged.get(operand.field);
    const values = new Set(operand.values);
    if (before === undefined) merged.set(operand.field, operand.values);
    else
      merged.set(
        operand.field,
        op === 'and' ? before.filter((value) => values.has(value)) : [...before, ...operand.values],
      );
  }
  const written = new Set<TextField>();
  return operands.flatMap((operand) => {
    if (operand.op !== 'one-of') return [operand];
    if (written.has(operand.field)) return [];
    written.add(operand.field);
    return [oneOf(operand.field, merged.get(operand.field) ?? [])];
  });
}

function oneOf(field: TextField, values: readonly string[]): Condition {
  const distinct = [...new Set(values)].sort();
  return distinct.length === 0 ? FALSE : { op: 'one-of', field, values: distinct };
}

/** Equal for conditions that are written the same. */
function keyOf(condition: Condition): string {
  return JSON.stringify(condition);
}
