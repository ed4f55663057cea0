/** Why a policy applies to who asks, or does not: its condition, part by part, each true or false. */
import type { Expression } from '@dlpc/language';
import { type AccessRequest, type Asker, isWithin, minuteOfDay, type TimeWindow } from '@dlpc/runtime/abi';
import type { Policy } from '../../bind/program.ts';
import type { CheckedProgram } from '../../check/checked-program.ts';
import { checkCondition } from '../../check/conditions/check-condition.ts';
import { endOf } from '../../check/conditions/check-conditions.ts';
import type { Condition } from '../../ir/ir.ts';
import { predicateOf } from '../matcher/predicate-of.ts';

export interface PolicyTrace {
  readonly policy: Policy;
  readonly applies: boolean;
  readonly parts: readonly ConditionPart[];
}

/** A part of a condition. What stands in it is shown where it is the name of a group, or composed. */
export interface ConditionPart {
  /** The part itself, for its text; null for the day on which a policy ends. */
  readonly expression: Expression | null;
  readonly holds: boolean;
  /** `all` and `any` say how many of {@link parts} must hold. */
  readonly kind: 'all' | 'any' | 'group' | 'plain';
  readonly parts: readonly ConditionPart[];
}

/** One for each policy of the program, in its order. To be asked about programs without errors. */
export function tracePolicies(
  { program, conditions }: CheckedProgram,
  asker: Asker,
  now: number,
): readonly PolicyTrace[] {
  const groups = new Map([...conditions.groups].map(([group, condition]) => [group.name, condition]));
  const context = { groups, identity: program.identity };
  const silent = Object.assign(() => undefined, { nearest: () => null, budget: { left: 0 } });
  const request: AccessRequest = { ...asker, now, inWindow: [] };

  function holds(expression: Expression): boolean {
    const condition = checkCondition(expression, context, silent);
    return condition !== null && holdsNow(condition, request);
  }

  function trace(expression: Expression): ConditionPart {
    const part = { expression, holds: holds(expression) };
    if (
      expression.kind === 'BinaryExpression' &&
      (expression.operator === 'and' || expression.operator === 'or')
    ) {
      const { operator } = expression;
      const kind = operator === 'and' ? 'all' : 'any';
      return { ...part, kind, parts: operandsOf(expression, operator).map(trace) };
    }
    const group = expression.kind === 'NameExpression' ? program.groups.get(expression.name.text) : undefined;
    if (group === undefined) return { ...part, kind: 'plain', parts: [] };
    return { ...part, kind: 'group', parts: partsOf(trace(group.declaration.condition)) };
  }

  return program.policies.map((policy) => {
    const { condition, when, until } = policy.declaration;
    const parts = [condition, ...(when === null ? [] : [when])].flatMap((part) => partsOf(trace(part)));
    if (until !== null) parts.push({ expression: null, holds: now < endOf(until), kind: 'plain', parts: [] });
    return { policy, applies: parts.every((part) => part.holds), parts };
  });
}

/** The parts of what must hold as a whole. */
function partsOf(part: ConditionPart): readonly ConditionPart[] {
  return part.kind === 'all' ? part.parts : [part];
}

/** `a and b and c` is three, however they are nested. */
function operandsOf(expression: Expression, operator: 'and' | 'or'): readonly Expression[] {
  const found: Expression[] = [];
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'BinaryExpression' && next.operator === operator) pending.push(next.right, next.left);
    else found.push(next);
  }
  return found;
}

function holdsNow(condition: Condition, request: AccessRequest): boolean {
  const windows: TimeWindow[] = [];
  const predicate = predicateOf(condition, (window) => windows.push(window) - 1);
  const inWindow = windows.map((window) => isWithin(window, minuteOfDay(window.zone, request.now)));
  return predicate({ ...request, inWindow });
}
