/** The decision on a command: over every list of up to three rules, the effect that wins, whatever the order. */
import type { CommandRule, Effect } from '@dlpc/runtime/abi';
import { expect, test } from 'vitest';
import { decideCommand } from '../../../runtime/src/judge/decide/decide.ts';
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
      const applicable = new Set(list.flatMap(({ applies }, index) => (applies ? [index] : [])));
      const decision = decideCommand(
        relationEntry('orders', { commands: { delete: rules } }),
        'delete',
        applicable,
      );
      const heard = EFFECTS.find((effect) => list.some((rule) => rule.applies && rule.effect === effect));
      expect(decision.effect).toBe(heard ?? 'deny');
      expect(decision.rule).toBe(
        heard === undefined ? null : list.findIndex((rule) => rule.applies && rule.effect === heard),
      );
    }
});
