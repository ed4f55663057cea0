/** A set of requests, said in full: as a condition, by someone who is in it, and by the rules that make it. */
import type { PolicyRule } from '@dlpc/runtime/abi';
import type { Callers } from '../check/satisfy/caller-space.ts';
import type { Witness } from '../check/satisfy/witness.ts';
import { type Description, describe } from './conditions/describe.ts';
import type { NamedRule, PolicyWorld } from './policy-world.ts';

export interface Note {
  readonly condition: Description;
  /** Null where nobody is in the set, or where that cannot be decided. */
  readonly witness: Witness | null;
  readonly rules: readonly NamedRule[];
  /** Whether the conditions are too many to be compared: then nothing else is known. */
  readonly undecided: boolean;
}

/** Describes the requests `callers`, who come about by some of `rules`. */
export function noteOf(world: PolicyWorld, callers: Callers, rules: readonly PolicyRule[]): Note {
  const answer = world.space.ask(callers);
  return {
    condition: describe(world.space, callers),
    witness: answer.is === 'inhabited' ? answer.witness : null,
    rules: world.rulesFor(rules, callers).flatMap((rule) => world.rule(rule) ?? []),
    undecided: answer.is === 'undecided',
  };
}
