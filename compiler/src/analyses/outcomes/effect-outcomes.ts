/** Who gets which effect by what is said of one thing: `deny` over `approve` over `allow`, and denied where nothing is said. */
import type { Effect, PolicyRule } from '@dlpc/runtime/abi';
import type { PolicyWorld } from '../policy-world.ts';
import type { Outcome } from './outcome.ts';

/** A rule with its effect, on a table or an operation. */
export interface EffectRule extends PolicyRule {
  readonly effect: Effect;
}

/** The three outcomes, the widest first; nobody may be among those of one. */
export function effectOutcomes(world: PolicyWorld, said: readonly EffectRule[]): readonly Outcome<Effect>[] {
  const { space } = world;
  const of = (effect: Effect): readonly EffectRule[] => said.filter((rule) => rule.effect === effect);
  const [allow, approve, deny] = [of('allow'), of('approve'), of('deny')];
  const denied = world.anyOf(deny);
  const approved = space.both(world.anyOf(approve), space.outside(denied));
  const allowed = space.both(world.anyOf(allow), space.outside(denied, approved));
  return [
    { value: 'allow', callers: allowed, rules: allow },
    { value: 'approve', callers: approved, rules: approve },
    { value: 'deny', callers: space.outside(allowed, approved), rules: deny },
  ];
}

/** Who gets it at all, at once or once it is approved. */
export function whoGets(world: PolicyWorld, outcomes: readonly Outcome<Effect>[]): PolicyWorld['admitted'] {
  return world.space.either(...outcomes.flatMap(({ value, callers }) => (value === 'deny' ? [] : [callers])));
}
