/** Builds conditions, and keeps their size with them, so that no stage after this one meets one that is too large. */
import type { CallerKind, ClaimType, TimeWindow } from '@dlpc/runtime/abi';
import type { ClaimField, Condition, OptionalField, SetField, TextField } from '../../ir/ir.ts';

/** Size and depth of a condition with everything written out, however much of it is shared in memory. */
interface Measure {
  readonly size: number;
  readonly depth: number;
}

/** Bounds of a condition with its groups written out. */
export const CONDITION_LIMITS = { size: 10_000, depth: 200 } as const;

const measures = new WeakMap<Condition, Measure>();

/** The size and depth of a condition that was built here. */
export function measureOf(condition: Condition): Measure {
  const known = measures.get(condition);
  if (known !== undefined) return known;
  const parts = operandsOf(condition).map(measureOf);
  const own = condition.op === 'one-of' ? condition.values.length : 1;
  const measure = {
    size: parts.reduce((sum, part) => sum + part.size, own),
    depth: parts.reduce((most, part) => Math.max(most, part.depth), 0) + 1,
  };
  measures.set(condition, measure);
  return measure;
}

function operandsOf(condition: Condition): readonly Condition[] {
  if (condition.op === 'not') return [condition.operand];
  return condition.op === 'and' || condition.op === 'or' ? condition.operands : [];
}

/** Measuring each condition as it is built keeps the recursion above one level deep. */
function built(condition: Condition): Condition {
  measureOf(condition);
  return condition;
}

export function constant(value: boolean): Condition {
  return built({ op: 'constant', value });
}

export function not(operand: Condition): Condition {
  return built({ op: 'not', operand });
}

export function and(operands: readonly Condition[]): Condition {
  return built({ op: 'and', operands });
}

export function or(operands: readonly Condition[]): Condition {
  return built({ op: 'or', operands });
}

export function kindIs(kind: CallerKind): Condition {
  return built({ op: 'kind-is', kind });
}

export function oneOf(field: TextField, values: readonly string[]): Condition {
  return built({ op: 'one-of', field, values });
}

export function has(set: SetField, member: string): Condition {
  return built({ op: 'has', set, member });
}

/** Every integer of a claim is a safe one. */
export function atMost(claim: ClaimField, value: number): Condition {
  return value >= Number.MAX_SAFE_INTEGER ? constant(true) : built({ op: 'at-most', claim, value });
}

export function isTrue(claim: ClaimField): Condition {
  return built({ op: 'is-true', claim });
}

export function isAbsent(field: OptionalField, type: ClaimType): Condition {
  return built({ op: 'is-absent', field, type });
}

export function inWindow(window: TimeWindow): Condition {
  return built({ op: 'in-window', window });
}

export function before(instant: number): Condition {
  return built({ op: 'before', instant });
}
