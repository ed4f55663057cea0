/**
 * A set of requests as a short union of simple sets: of each of its terms nothing can be left out, and no term is covered by
 * the others. Knows nothing of how terms are written.
 */
import type { CallerSpace, Callers } from '../../check/satisfy/caller-space.ts';
import type { Facet } from '../../check/satisfy/facet.ts';

/** More terms are not looked for, where nobody asks for fewer. */
export const MOST_TERMS = 40;

/** Requests for which each facet named has one of these numbers, which are in order; the others have any. */
export type Cube = ReadonlyMap<Facet, readonly number[]>;

export interface Cover {
  readonly cubes: readonly Cube[];
  /** False where there are more than were looked for, or where the set is undecided: then the cubes are only some of it. */
  readonly complete: boolean;
}

/** Covers `callers` by at most `most` terms, those that say least first. */
export function coverOf(space: CallerSpace, callers: Callers, most = MOST_TERMS): Cover {
  const facets = space.facets();
  const outside = space.outside(callers);
  if (space.ask(callers).is === 'undecided' || space.ask(outside).is === 'undecided')
    return { cubes: [], complete: false };
  let found: { cube: Cube; callers: Callers }[] = [];
  let left = callers;
  let complete = true;
  for (let part = space.part(left); part !== null; part = space.part(left)) {
    if (found.length === most) {
      complete = false;
      break;
    }
    const cube = widen(space, facets, part, outside);
    const meant = callersIn(space, cube);
    found.push({ cube, callers: meant });
    left = space.both(left, space.outside(meant));
    if (space.ask(left).is === 'undecided') {
      complete = false;
      break;
    }
  }
  if (complete) found = withoutCovered(space, found);
  return { cubes: found.map(({ cube }) => cube).toSorted((a, b) => a.size - b.size), complete };
}

/** The requests in a cube. */
function callersIn(space: CallerSpace, cube: Cube): Callers {
  return space.both(...[...cube].map(([facet, numbers]) => facet.of(numbers)));
}

/** The largest cube around a part of the set: each facet is given up where it can be, and else allowed as many values as it can have. */
function widen(
  space: CallerSpace,
  facets: readonly Facet[],
  part: ReadonlyMap<number, boolean>,
  outside: Callers,
): Cube {
  const cube = new Map<Facet, readonly number[]>();
  for (const facet of facets) {
    const numbers = facet.numbersAt(part);
    if (numbers.length < facet.size) cube.set(facet, numbers);
  }
  // The time is given up first: who comes before when.
  for (const facet of [...cube.keys()].reverse()) {
    const others = [...cube].flatMap(([other, numbers]) => (other === facet ? [] : [other.of(numbers)]));
    const strays = space.both(...others, outside);
    if (space.ask(strays).is === 'empty') {
      cube.delete(facet);
      continue;
    }
    const all = Array.from({ length: facet.size }, (_, number) => number);
    const fitting = all.filter((number) => space.ask(space.both(strays, facet.of([number]))).is === 'empty');
    cube.set(facet, fitting);
  }
  return cube;
}

/** Drops what the others cover, beginning with what was found last. */
function withoutCovered<T extends { readonly callers: Callers }>(
  space: CallerSpace,
  found: readonly T[],
): T[] {
  let kept = [...found];
  for (const one of found.toReversed()) {
    const others = kept.filter((other) => other !== one);
    const only = space.both(one.callers, space.outside(...others.map(({ callers }) => callers)));
    if (space.ask(only).is === 'empty') kept = others;
  }
  return kept;
}
