/** Callers in as few classes as get the same answers to all of some questions. */
import type { PolicyRule } from '@dlpc/runtime/abi';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import type { PolicyWorld } from '../policy-world.ts';

export interface Division<V> {
  readonly callers: Callers;
  /** In the order of the questions. */
  readonly answers: readonly V[];
  readonly rules: readonly PolicyRule[];
}

/**
 * The classes that have anybody in them, which divide all callers; null where there are more than `most`. The outcomes of a question divide
 * all callers as well.
 */
export function divideCallers<V>(
  { space }: PolicyWorld,
  questions: Iterable<readonly Outcome<V>[]>,
  most: number,
): readonly Division<V>[] | null {
  let classes: readonly Division<V>[] = [{ callers: space.everyone, answers: [], rules: [] }];
  for (const outcomes of questions) {
    classes = classes.flatMap(({ callers, answers, rules }) =>
      outcomes.flatMap((outcome) => {
        const both = space.both(callers, outcome.callers);
        if (space.ask(both).is === 'empty') return [];
        return [{ callers: both, answers: [...answers, outcome.value], rules: [...rules, ...outcome.rules] }];
      }),
    );
    if (classes.length > most) return null;
  }
  return classes;
}
