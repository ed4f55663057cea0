/** Who acts for others gets the least of what each of them would get: by brute force over small rules, and over random ones. */
import { type Effect, REVEAL_RANK, type Treatment } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideCommand, policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { treatmentOf } from '../../../runtime/src/judge/decide/treat.ts';
import { relationEntry } from '../../support/entries.ts';

const POLICIES = [0, 1, 2, 3];
const EFFECTS: readonly Effect[] = ['allow', 'approve', 'deny'];
const links = fc.array(fc.subarray(POLICIES), { minLength: 1, maxLength: 4 });

test('a command is decided as the strictest link has it, and needs every approval', () => {
  const rule = fc.record({ policy: fc.constantFrom(...POLICIES), effect: fc.constantFrom(...EFFECTS) });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), links, (list, sets) => {
      const rules = list.map(({ policy, effect }, index) => ({
        ...{ policy, effect, rule: index, withoutWhere: false },
        approval: effect === 'approve' ? { by: [`g${index}`], people: 1, within: 60 } : null,
      }));
      const decide = (...of: readonly number[][]) =>
        decideCommand(
          relationEntry('orders', { commands: { delete: rules } }),
          { action: 'delete', lacksWhere: false },
          policySet(...of),
        );
      const each = sets.map((set) => decide(set));
      const together = decide(...sets);
      const strictness = (effect: Effect): number => EFFECTS.indexOf(effect);
      expect(strictness(together.effect)).toBe(Math.max(...each.map(({ effect }) => strictness(effect))));
      if (together.effect === 'approve')
        expect(new Set(together.approvals.map(({ rule }) => rule))).toEqual(
          new Set(each.flatMap(({ approvals }) => approvals.map(({ rule }) => rule))),
        );
    }),
    { numRuns: 5_000 },
  );
});

test('of a label the least is shown that any link would see, and nothing where two have no order', () => {
  const treatment = (rank: number, sql: string | null, lookup: boolean): Treatment => ({
    ...{ text: String(sql), rank, sql, keyed: false, lookup },
  });
  const some = fc.constantFrom(
    treatment(REVEAL_RANK.nothing, 'NULL', false),
    treatment(REVEAL_RANK.nothing, "'[redacted]'", false),
    treatment(REVEAL_RANK.equality, 'hash(x)', true),
    treatment(REVEAL_RANK.equality, 'hash(x)', false),
    treatment(REVEAL_RANK.equality, 'tokenize(x)', true),
    treatment(REVEAL_RANK.part, 'keep_last(x)', false),
    treatment(REVEAL_RANK.value, null, false),
  );
  const rules = fc.array(
    fc.record({ policy: fc.constantFrom(...POLICIES), rule: fc.nat(9), treatment: some }),
    {
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(rules, some, links, (list, fallback, sets) => {
      const labelled = { labels: [{ label: 'pii', rules: list }], fallback };
      const shown = (...of: readonly number[][]): Treatment | null => treatmentOf(labelled, policySet(...of));
      const each = sets.map((set) => shown(set));
      const together = shown(...sets);
      const least = Math.min(...each.map((one) => one?.rank ?? 0));
      expect(together?.rank ?? 0).toBeLessThanOrEqual(least);
      const [one, ...others] = new Set(each.map((of) => of?.sql));
      if (others.length === 0) expect(together?.sql).toBe(one);
      const ofLeast = new Set(each.flatMap((of) => (of?.rank === least ? [of.sql] : [])));
      if (ofLeast.size > 1) expect(together?.rank).toBe(REVEAL_RANK.nothing);
      if (together?.lookup)
        for (const one of each) expect(one?.lookup === true || one?.sql === null).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
