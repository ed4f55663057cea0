/**
 * From left to right: in which states of an automaton a match can be after each character. A deterministic automaton like
 * `viability.ts`, but one that nobody has bounded beforehand: it forgets what it knows when that becomes too much.
 */
import type { Automaton, ByNeighbour, Neighbour } from '../abi.ts';
import type { Viable } from './viability.ts';

/** What is known after a character of a match. */
export interface Progress {
  /** The states that have read it; in order. */
  readonly states: readonly number[];
  /** Whether a match can end here, by what stands behind it. */
  readonly ends: Readonly<Record<Neighbour, boolean>>;
  /** After one more character, by its class. */
  readonly next: (Progress | undefined)[];
  /** The same of those alone that are viable there. */
  readonly along: Map<Viable, Progress>;
}

const MOST_KNOWN = 2_000;

export class ProgressTable {
  readonly #automaton: Automaton;
  readonly #ends: Readonly<Record<Neighbour, ReadonlySet<number>>>;
  readonly #starts: Readonly<Record<Neighbour, (Progress | undefined)[]>> = { edge: [], word: [], other: [] };
  #known = new Map<string, Progress>();
  #steps = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    const { edge, word, other } = automaton.ends;
    this.#ends = { edge: new Set(edge), word: new Set(word), other: new Set(other) };
  }

  /** After the first character of a match, which is of a class. */
  start(neighbour: Neighbour, characterClass: number): Progress {
    const starts = this.#starts[neighbour];
    const found = starts[characterClass];
    if (found !== undefined) return found;
    const made = this.of(this.#readBy(this.#automaton.starts[neighbour], characterClass));
    starts[characterClass] = made;
    return made;
  }

  /** After one more character. */
  after(progress: Progress, characterClass: number): Progress {
    const found = progress.next[characterClass];
    if (found !== undefined) return found;
    const { follow } = this.#automaton;
    const reached = progress.states.flatMap((state) => follow[state] ?? []);
    const made = this.of(this.#readBy(reached, characterClass));
    progress.next[characterClass] = made;
    return made;
  }

  /** After one more character, those alone that are viable there. */
  along(progress: Progress, viable: Viable): Progress {
    const found = progress.along.get(viable);
    if (found !== undefined) return found;
    const { follow } = this.#automaton;
    const reached = new Set(progress.states.flatMap((state) => follow[state] ?? []));
    const made = this.of(viable.states.filter((state) => reached.has(state)));
    this.#count();
    progress.along.set(viable, made);
    return made;
  }

  /** In these states, which are in order. */
  of(states: readonly number[]): Progress {
    const key = states.join();
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    this.#count();
    const canEnd = (neighbour: keyof ByNeighbour) => states.some((state) => this.#ends[neighbour].has(state));
    const ends = { edge: canEnd('edge'), word: canEnd('word'), other: canEnd('other') };
    const made: Progress = { states, ends, next: [], along: new Map() };
    this.#known.set(key, made);
    return made;
  }

  #readBy(reached: readonly number[], characterClass: number): readonly number[] {
    const wanted = new Set(reached);
    return (this.#automaton.readers[characterClass] ?? []).filter((state) => wanted.has(state));
  }

  /** What is still held by others stays true; what leads there is learned anew. */
  #count(): void {
    this.#steps += 1;
    if (this.#steps <= MOST_KNOWN) return;
    this.#steps = 0;
    for (const { next, along } of this.#known.values()) {
      next.length = 0;
      along.clear();
    }
    this.#known = new Map();
    for (const starts of Object.values(this.#starts)) starts.length = 0;
  }
}
