/** Random conditions over few atoms, and all callers that these can tell apart. */
import type { Caller } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import type { Condition } from '../../../compiler/src/ir/ir.ts';

const SUBS = ['ada', 'grace', 'job'];
const GROUPS = ['etl', 'support', 'contractors'];

export const { condition: arbitraryCondition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'medium', maxDepth: 5 },
    fc.record({ op: fc.constant('has-group' as const), group: fc.constantFrom(...GROUPS) }),
    fc.record({
      op: fc.constant('kind-is' as const),
      kind: fc.constantFrom('human' as const, 'service' as const),
    }),
    fc.record({ op: fc.constant('sub-in' as const), values: fc.subarray(SUBS) }),
    fc.record({ op: fc.constant('constant' as const), value: fc.boolean() }),
    fc.record({ op: fc.constant('not' as const), operand: tie('condition') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('condition'), { maxLength: 3 }),
    }),
  ),
}));

/** One caller for each combination of the atoms; `nobody` is a sub that no condition names. */
export const allCallers: readonly Caller[] = [...SUBS, 'nobody'].flatMap((sub) =>
  (['human', 'service'] as const).flatMap((kind) =>
    Array.from({ length: 2 ** GROUPS.length }, (_, bits) => ({
      sub,
      kind,
      groups: new Set(GROUPS.filter((_group, i) => (bits & (1 << i)) !== 0)),
    })),
  ),
);

/** What a condition says of a caller, read off its definition. */
export function holds(condition: Condition, caller: Caller): boolean {
  switch (condition.op) {
    case 'constant':
      return condition.value;
    case 'not':
      return !holds(condition.operand, caller);
    case 'and':
      return condition.operands.every((operand) => holds(operand, caller));
    case 'or':
      return condition.operands.some((operand) => holds(operand, caller));
    case 'kind-is':
      return caller.kind === condition.kind;
    case 'sub-in':
      return condition.values.includes(caller.sub);
    case 'has-group':
      return caller.groups.has(condition.group);
  }
}
