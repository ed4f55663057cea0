/** The decision on a command: over every list of up to three rules, the effect that wins, whatever the order. */
import type { Action, CommandRule, Effect } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { decideCommand, policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { relationEntry } from '../../support/entries.ts';

const EFFECTS: readonly Effect[] = ['deny', 'approve', 'allow'];

function ruleOf(effect: Effect, policy: number, rule: number): CommandRule {
  const approval = effect === 'approve' ? { by: ['dba'], people: 1, within: 60 } : null;
  return { policy, rule, effect, withoutWhere: false, approval };
}

/** Every list of rules, each of an own policy that applies or does not. */
function* lists(length: number): Iterable<readonly { readonly effect: Effect; readonly applies: boolean }[]> {
  if (length === 0) return yield [];
  for (const rest of lists(length - 1))
    for (const effect of EFFECTS) for (const applies of [true, false]) yield [...rest, { effect, applies }];
}

test('deny over approve over allow over nothing', () => {
  for (const length of [0, 1, 2, 3])
    for (const list of lists(length)) {
      const rules = list.map(({ effect }, index) => ruleOf(effect, index, index));
      const applicable = policySet(list.flatMap(({ applies }, index) => (applies ? [index] : [])));
      const decision = decideCommand(
        relationEntry('orders', { commands: { delete: rules } }),
        { action: 'delete', lacksWhere: false },
        applicable,
      );
      const heard = EFFECTS.find((effect) => list.some((rule) => rule.applies && rule.effect === effect));
      expect(decision.effect).toBe(heard ?? 'deny');
      expect(decision.rule).toBe(
        heard === undefined ? null : list.findIndex((rule) => rule.applies && rule.effect === heard),
      );
    }
});

describe('a denial of what has no condition', () => {
  const denial = { ...ruleOf('deny', 0, 0), withoutWhere: true };
  const rules = [denial, ruleOf('allow', 1, 1)];
  const commands = { select: rules, update: rules, delete: rules };
  const effect = (action: Action, lacksWhere: boolean, applicable = [0, 1]) =>
    decideCommand(relationEntry('orders', { commands }), { action, lacksWhere }, policySet(applicable))
      .effect;

  test.each(['update', 'delete'] as const)('of %s, and of nothing else', (action) => {
    expect(effect(action, true)).toBe('deny');
    expect(effect(action, false)).toBe('allow');
    expect(effect(action, true, [1])).toBe('allow');
  });

  test('denies where a condition is not asked for', () => {
    expect(effect('select', false)).toBe('deny');
  });
});

test('every approval that applies must be given', () => {
  const rules = [
    ruleOf('allow', 0, 0),
    ruleOf('approve', 1, 1),
    ruleOf('approve', 2, 2),
    ruleOf('approve', 3, 3),
  ];
  const orders = relationEntry('orders', { commands: { delete: rules } });
  const decision = decideCommand(orders, { action: 'delete', lacksWhere: false }, policySet([0, 1, 3]));
  expect(decision).toMatchObject({
    effect: 'approve',
    rule: 1,
    approvals: [{ by: ['dba'] }, { by: ['dba'] }],
  });
});
