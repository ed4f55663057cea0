/**
 * Where a detector's expression matches in a text: leftmost, and of those the longest (POSIX), one behind the other without
 * overlap. Takes time in proportion to the text, for every text: one pass from its end tells where matches can start and
 * go on, so that the pass from its beginning never turns back. Validators are asked elsewhere.
 */
import type { Automaton, Neighbour } from '../abi.ts';
import { ProgressTable } from './progress.ts';
import { CharacterClasses, type ReadText } from './read-text.ts';
import { Viability, type Viable } from './viability.ts';

/** A match, in UTF-16 units of the text. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** An automaton made ready to run. It remembers what it learned of one text for the next. */
export class Matcher {
  readonly #viability: Viability;
  readonly #progress: ProgressTable;
  readonly #classes: CharacterClasses;

  constructor(automaton: Automaton) {
    this.#viability = new Viability(automaton);
    this.#progress = new ProgressTable(automaton);
    this.#classes = new CharacterClasses(automaton);
  }

  /** The matches in `text`, from left to right; none is empty. A lone surrogate is a character by itself. */
  matches(text: string): readonly Match[] {
    if (!this.mayMatch(text)) return [];
    const read = this.#classes.read(text);
    return this.inText(read).map(({ start, end }) => ({
      start: read.offsets[start] ?? 0,
      end: read.offsets[end] ?? 0,
    }));
  }

  /** False where there is surely no match: a look at each character, and nothing kept. */
  mayMatch(text: string): boolean {
    let viable = this.#viability.atEnd;
    for (let at = text.length - 1; at >= 0; at -= 1) {
      let point = text.charCodeAt(at);
      if (point >= 0xdc00 && point <= 0xdfff && at > 0) {
        const pair = text.codePointAt(at - 1) ?? 0;
        if (pair > 0xffff) {
          point = pair;
          at -= 1;
        }
      }
      viable = this.#viability.before(viable, this.#classes.of(point));
      if (viable.mayStart) return true;
    }
    return false;
  }

  /** The same as {@link matches}, of a text that was read; in characters. */
  inText({ length, classes }: ReadText): readonly Match[] {
    const viable = new Array<Viable>(length + 1);
    let last = this.#viability.atEnd;
    viable[length] = last;
    for (let at = length - 1; at >= 0; at -= 1) {
      last = this.#viability.before(last, classes[at] ?? 0);
      viable[at] = last;
    }
    const found: Match[] = [];
    let neighbour: Neighbour = 'edge';
    for (let start = 0; start < length; ) {
      let end = this.#end(viable, start, neighbour);
      if (end === null) end = start + 1;
      else found.push({ start, end });
      neighbour = viable[end - 1]?.neighbour ?? 'edge';
      start = end;
    }
    return found;
  }

  /** Where the longest match that starts at `start` ends; null where none starts. */
  #end(viable: readonly Viable[], start: number, neighbour: Neighbour): number | null {
    const states = viable[start]?.starting[neighbour] ?? [];
    if (states.length === 0) return null;
    let progress = this.#progress.of(states);
    for (let at = start + 1; ; at += 1) {
      const here = viable[at];
      if (here === undefined) return at;
      progress = this.#progress.along(progress, here);
      // What was viable one place before and does not go on here, ends here.
      if (progress.states.length === 0) return at;
    }
  }
}
