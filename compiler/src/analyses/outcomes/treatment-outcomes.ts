/**
 * What is shown of a column, or of a part of its values. For each label the applicable policy that reveals least is heard, or the
 * fallback where none speaks; then the label that reveals least wins. Rows may be found by value where all that are heard allow it.
 */
import { type LabelEntry, type PolicyRule, REVEAL_RANK, type Treatment } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { PolicyWorld } from '../policy-world.ts';
import type { Outcome } from './outcome.ts';

/** What carries labels. */
export interface Labelled {
  readonly labels: readonly LabelEntry[];
  readonly fallback: Treatment | null;
}

/** The treatments, the one that reveals least first; null is the value as it is, without any label. */
export function treatmentOutcomes(
  world: PolicyWorld,
  { labels, fallback }: Labelled,
): readonly Outcome<Treatment | null>[] {
  const { space } = world;
  if (labels.length === 0) return [{ value: null, callers: space.everyone, rules: [] }];
  const said = new Map<string, { treatment: Treatment; callers: Callers[]; rules: PolicyRule[] }>();
  const withoutLookup: { readonly callers: Callers; readonly rules: readonly PolicyRule[] }[] = [];
  const say = (treatment: Treatment, callers: Callers, rules: readonly PolicyRule[]): void => {
    const key = treatmentKey({ ...treatment, lookup: false });
    const known = said.get(key) ?? { treatment, callers: [], rules: [] };
    // Of two that differ in this alone, both are the same mask.
    if (treatment.lookup) known.treatment = treatment;
    else if (!showsValue(treatment)) withoutLookup.push({ callers, rules });
    said.set(key, known);
    known.callers.push(callers);
    known.rules.push(...rules);
  };
  for (const { rules } of labels) {
    for (const rule of rules) say(rule.treatment, world.applies(rule.policy), [rule]);
    if (fallback !== null) say(fallback, space.outside(world.anyOf(rules)), []);
  }
  const outcomes: Outcome<Treatment>[] = [];
  for (const { treatment, callers, rules } of [...said.values()].sort(
    (a, b) => a.treatment.rank - b.treatment.rank,
  )) {
    const settled = outcomes.map((outcome) => outcome.callers);
    const here = space.both(space.either(...callers), space.outside(...settled));
    if (!treatment.lookup) {
      outcomes.push({ value: treatment, callers: here, rules });
      continue;
    }
    const barred = space.either(...withoutLookup.map((one) => one.callers));
    const barring = withoutLookup.flatMap((one) => one.rules).filter((rule) => !rules.includes(rule));
    outcomes.push(
      {
        value: { ...treatment, lookup: false },
        callers: space.both(here, barred),
        rules: [...rules, ...barring],
      },
      { value: treatment, callers: space.both(here, space.outside(barred)), rules },
    );
  }
  return outcomes;
}

/** Equal for treatments that show the same. */
export function treatmentKey({ rank, sql, lookup }: Treatment): string {
  return JSON.stringify([rank, sql, lookup]);
}

/** How much is revealed, from 0, for an order of rows: between two masks, a look-up counts less than what they show. */
export function revealLevel(treatment: Treatment | null): number {
  if (treatment === null) return REVEAL_RANK.value;
  return treatment.rank + (treatment.lookup ? 1 : 0);
}

/** Whether rows can be found by a known value: also where the value is shown. */
export function findsByValue(treatment: Treatment | null): boolean {
  return showsValue(treatment) || treatment?.lookup === true;
}

/** Whether it is the value itself. */
export function showsValue(treatment: Treatment | null): boolean {
  return treatment === null || treatment.rank === REVEAL_RANK.value;
}
