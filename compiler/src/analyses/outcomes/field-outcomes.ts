/**
 * What is shown of a value of an API. It is all the fields that its shape names, and each of their labels has a say: the
 * treatment that reveals least is that of the value. Of two that reveal equally little and differ, it is neither: the value becomes null.
 */
import type { FieldEntry, FieldTreatment, PolicyRule } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { PolicyWorld } from '../policy-world.ts';
import type { Outcome } from './outcome.ts';

/** What two masks that cannot be ordered leave of a value. */
export const NULLED: FieldTreatment = {
  text: 'null, since masks differ',
  rank: 0,
  mask: { name: 'null', args: [], type: 'jsonb' },
  keyed: false,
};

interface Said {
  readonly treatment: FieldTreatment;
  readonly callers: Callers;
  readonly rules: readonly PolicyRule[];
}

/** The treatments, the one that reveals least first; null is a value that no label is on. */
export function fieldOutcomes(
  world: PolicyWorld,
  fields: readonly FieldEntry[],
): readonly Outcome<FieldTreatment | null>[] {
  const { space } = world;
  if (fields.length === 0) return [{ value: null, callers: space.everyone, rules: [] }];
  const byKey = Map.groupBy(saidOf(world, fields), ({ treatment }) => fieldTreatmentKey(treatment));
  const byRank = Map.groupBy([...byKey.values()], ([first]) => first?.treatment.rank ?? 0);
  const outcomes: Outcome<FieldTreatment>[] = [];
  for (const [, alike] of [...byRank].sort(([a], [b]) => a - b)) {
    const open = space.outside(...outcomes.map(({ callers }) => callers));
    const here = alike.flatMap((said): readonly Outcome<FieldTreatment>[] => {
      const [first] = said;
      const callers = space.both(open, space.either(...said.map((one) => one.callers)));
      const rules = said.flatMap((one) => one.rules);
      return first === undefined ? [] : [{ value: first.treatment, callers, rules }];
    });
    const clashing = space.either(
      ...here.flatMap((a, index) => here.slice(index + 1).map((b) => space.both(a.callers, b.callers))),
    );
    outcomes.push(
      ...here.map((one) => ({ ...one, callers: space.both(one.callers, space.outside(clashing)) })),
    );
    if (here.length > 1)
      outcomes.push({ value: NULLED, callers: clashing, rules: here.flatMap(({ rules }) => rules) });
  }
  return outcomes;
}

function saidOf(world: PolicyWorld, fields: readonly FieldEntry[]): readonly Said[] {
  return fields.flatMap(({ labels, fallback }) =>
    labels.flatMap(({ rules }): readonly Said[] => [
      ...rules.map((rule) => ({
        treatment: rule.treatment,
        callers: world.applies(rule.policy),
        rules: [rule],
      })),
      { treatment: fallback, callers: world.space.outside(world.anyOf(rules)), rules: [] },
    ]),
  );
}

/** Equal for treatments that show the same. What becomes null, or is redacted, is so whatever its type is. */
export function fieldTreatmentKey({ rank, mask }: FieldTreatment): string {
  if (mask === null) return 'reveal';
  return JSON.stringify(
    mask.name === 'null' || mask.name === 'redact' ? [mask.name] : [rank, mask.name, mask.args, mask.type],
  );
}

/** Whether it is the value itself. */
export function showsFieldValue(treatment: FieldTreatment | null): boolean {
  return treatment === null || treatment.mask === null;
}
