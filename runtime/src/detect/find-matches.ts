/**
 * Where a detector's expression matches in a text: leftmost, and of those the longest (POSIX), one behind the other without
 * overlap. Takes time in proportion to the text, for every text: one pass from its end tells where matches can start and
 * go on, so that the pass from its beginning never turns back. Validators are asked elsewhere.
 */
import type { Automaton, Neighbour } from './automaton.ts';
import { Viability, type Viable } from './viability.ts';

/** A match, in UTF-16 units of the text. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** An automaton made ready to run. It remembers what it learned of one text for the next. */
export class Matcher {
  readonly #automaton: Automaton;
  readonly #viability: Viability;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#viability = new Viability(automaton);
  }

  /** The matches in `text`, from left to right; none is empty. A lone surrogate is a character by itself. */
  matches(text: string): readonly Match[] {
    const points = Array.from(text);
    const viable = this.#viableAt(points);
    const found: Match[] = [];
    let neighbour: Neighbour = 'edge';
    let offset = 0;
    for (let at = 0; at < points.length; ) {
      let end = this.#end(viable, at, neighbour);
      if (end === null) end = at + 1;
      else found.push({ start: offset, end: offset + lengthOf(points, at, end) });
      offset += lengthOf(points, at, end);
      neighbour = viable[end - 1]?.neighbour ?? 'edge';
      at = end;
    }
    return found;
  }

  #viableAt(points: readonly string[]): readonly Viable[] {
    const viable = new Array<Viable>(points.length + 1);
    let last = this.#viability.atEnd;
    viable[points.length] = last;
    for (let at = points.length - 1; at >= 0; at -= 1) {
      last = this.#viability.before(last, this.#classOf(points[at]?.codePointAt(0) ?? 0));
      viable[at] = last;
    }
    return viable;
  }

  /** Where the longest match that starts at `start` ends; null where none starts. */
  #end(viable: readonly Viable[], start: number, neighbour: Neighbour): number | null {
    const { starts, follow } = this.#automaton;
    let states = common(viable[start], starts[neighbour]);
    if (states.length === 0) return null;
    for (let at = start + 1; ; at += 1) {
      const next = new Set(states.flatMap((state) => follow[state] ?? []));
      states = viable[at]?.states.filter((state) => next.has(state)) ?? [];
      // What was viable one place before and does not go on here, ends here.
      if (states.length === 0) return at;
    }
  }

  /** By halves: the last stretch that starts at or before the code point. */
  #classOf(point: number): number {
    const { stretches, classes } = this.#automaton;
    let low = 0;
    let high = stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((stretches[middle] ?? 0) <= point) low = middle;
      else high = middle - 1;
    }
    return classes[low] ?? 0;
  }
}

function common(viable: Viable | undefined, states: readonly number[]): readonly number[] {
  const wanted = new Set(states);
  return viable?.states.filter((state) => wanted.has(state)) ?? [];
}

function lengthOf(points: readonly string[], from: number, to: number): number {
  let length = 0;
  for (let at = from; at < to; at += 1) length += points[at]?.length ?? 0;
  return length;
}
