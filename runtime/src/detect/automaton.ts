/**
 * A detector's expression as data: a nondeterministic automaton without empty moves. The compiler makes it, `find-matches.ts`
 * runs it; neither knows the expression that it came from once it is made.
 *
 * Its states are the places of the expression at which a character is read (Glushkov's construction). Whatever the
 * expression asks about word boundaries within a match is settled in which state follows which; what it asks about the
 * characters around a match is left to three variants of where a match starts and ends.
 */

/** What stands beside a match: an edge of the text, a character of a word (`[A-Za-z0-9_]`), or another one. */
export type Neighbour = 'edge' | 'word' | 'other';

/** States that are met with one thing beside them. */
export type ByNeighbour = Readonly<Record<Neighbour, readonly number[]>>;

export interface Automaton {
  /** First code points of the stretches that all states treat alike, in order; the first is 0. */
  readonly stretches: readonly number[];
  /** The class of each stretch, as long as {@link stretches}. */
  readonly classes: readonly number[];
  /** Whether the characters of a class are characters of words, by class. */
  readonly words: readonly boolean[];
  /** The states that read a character of a class, by class, each in order. */
  readonly readers: readonly (readonly number[])[];
  /** What may be read after a state, each in order. Its length is the number of states. */
  readonly follow: readonly (readonly number[])[];
  /** The states in which a match can start, by what stands before it. */
  readonly starts: ByNeighbour;
  /** The states after which a match can end, by what stands behind it. */
  readonly ends: ByNeighbour;
}
