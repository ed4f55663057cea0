/**
 * From right to left: in which states of an automaton a match could be, at each place of a text, such that the rest of the
 * text completes it. A deterministic automaton, built as far as texts ask for it. Knows no matches.
 */
import type { Automaton, ByNeighbour, Neighbour } from '../abi.ts';

/** What is known at a place from all that stands behind it. */
export interface Viable {
  /** The states that may read the character here, and still come to an end; in order. */
  readonly states: readonly number[];
  /** Those of them in which a match can start, by what stands before it. */
  readonly starting: ByNeighbour;
  /** Whether there are any. */
  readonly mayStart: boolean;
  /** What the character here is to whoever stands before it; an edge behind the last one. */
  readonly neighbour: Neighbour;
  /** What holds one place further left, by the class of the character there; made when it is asked for. */
  readonly before: (Viable | undefined)[];
}

const NONE: ByNeighbour = { edge: [], word: [], other: [] };

/** The deterministic automaton of one nondeterministic one; it grows to at most as many states as the compiler allowed. */
export class Viability {
  /** What holds behind the last character. */
  readonly atEnd: Viable = { states: [], starting: NONE, mayStart: false, neighbour: 'edge', before: [] };
  readonly #automaton: Automaton;
  readonly #known = new Map<string, Viable>();
  readonly #ends: Readonly<Record<Neighbour, ReadonlySet<number>>>;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    const { edge, word, other } = automaton.ends;
    this.#ends = { edge: new Set(edge), word: new Set(word), other: new Set(other) };
  }

  /** How many states there are by now. */
  get size(): number {
    return this.#known.size + 1;
  }

  /** What holds at a character of a class, in front of `next`. */
  before(next: Viable, characterClass: number): Viable {
    const found = next.before[characterClass];
    if (found !== undefined) return found;
    const made = this.#intern(next, characterClass);
    next.before[characterClass] = made;
    return made;
  }

  #intern(next: Viable, characterClass: number): Viable {
    const { readers, follow, words, starts } = this.#automaton;
    const behind = new Set(next.states);
    const ends = this.#ends[next.neighbour];
    const states = (readers[characterClass] ?? []).filter(
      (state) => ends.has(state) || follow[state]?.some((other) => behind.has(other)) === true,
    );
    const neighbour: Neighbour = words[characterClass] === true ? 'word' : 'other';
    const key = `${neighbour} ${states.join()}`;
    let viable = this.#known.get(key);
    if (viable === undefined) {
      const here = new Set(states);
      const among = (all: readonly number[]) => all.filter((state) => here.has(state));
      const starting = { edge: among(starts.edge), word: among(starts.word), other: among(starts.other) };
      const mayStart = Object.values(starting).some(({ length }) => length > 0);
      viable = { states, starting, mayStart, neighbour, before: [] };
      this.#known.set(key, viable);
    }
    return viable;
  }
}
