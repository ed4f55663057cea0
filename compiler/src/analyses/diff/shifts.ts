/** Who got one outcome before and gets another one now. */
import type { CallerSpace, Callers } from '../../check/satisfy/caller-space.ts';
import type { Outcome } from '../outcomes/outcome.ts';

export interface Shift<V> {
  readonly before: Outcome<V>;
  readonly after: Outcome<V>;
  /** Not empty, as far as that can be decided. */
  readonly callers: Callers;
}

/** Each pair of outcomes that differ and that somebody goes between. */
export function* shifts<V>(
  space: CallerSpace,
  before: readonly Outcome<V>[],
  after: readonly Outcome<V>[],
  isSame: (a: V, b: V) => boolean,
): Iterable<Shift<V>> {
  for (const old of before)
    for (const now of after) {
      if (isSame(old.value, now.value)) continue;
      const callers = space.both(old.callers, now.callers);
      if (space.ask(callers).is !== 'empty') yield { before: old, after: now, callers };
    }
}
