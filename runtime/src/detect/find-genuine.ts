/**
 * What a detector finds in a text that is at hand: as the compiler's SQL finds it where the text is stored
 * (compiler/src/detectors/match-sql.ts; the tests compare the two).
 *
 * A validator is asked about matches, and these are as long as they can be: `4111111111111111 123` is one match of
 * thirteen to nineteen digits, and no card number. So where the validator refuses a match, or another one that starts within it would
 * go on behind its end, every part of the text that starts within it is tried by itself: those that the expression matches and
 * the validator takes are found, without those that lie within another. They may overlap, and then all of the text under them
 * is taken for one. No part cuts a word (`[A-Za-z0-9_]+`) in two, but for where the match itself does: in any
 * sixteen digits there are some that pass for a card's.
 */
import type { DetectorEntry, Neighbour } from '../abi.ts';
import { type Match, Matcher } from './find-matches.ts';
import { ProgressTable } from './progress.ts';
import { CharacterClasses, type ReadText } from './read-text.ts';
import { ACCEPTS } from './validators.ts';

/** What is looked for, by whatever name. */
export type Sought = Pick<DetectorEntry, 'automaton' | 'lengths' | 'validator'>;

/** A detector made ready to run. It remembers what it learned of one text for the next. */
export class GenuineFinder {
  readonly #sought: Sought;
  readonly #accepts: ((match: string) => boolean) | null;
  readonly #matcher: Matcher;
  readonly #classes: CharacterClasses;
  readonly #progress: ProgressTable;

  constructor(sought: Sought) {
    const { automaton, validator } = sought;
    this.#sought = sought;
    this.#accepts = validator === null ? null : ACCEPTS[validator];
    this.#matcher = new Matcher(automaton);
    this.#classes = new CharacterClasses(automaton);
    this.#progress = new ProgressTable(automaton);
  }

  /** What it finds in `text`, by where it starts. Takes time in proportion to the text. */
  find(text: string): readonly Match[] {
    if (!this.#matcher.mayMatch(text)) return [];
    const accepts = this.#accepts;
    if (accepts === null) return this.#matcher.matches(text);
    const read = this.#classes.read(text);
    const textOf = ({ start, end }: Match) => text.slice(read.offsets[start], read.offsets[end]);
    const found: Match[] = [];
    for (const token of this.#matcher.inText(read)) {
      if (accepts(textOf(token)) && !this.#isCrossed(read, token)) found.push(token);
      else for (const part of this.#parts(read, token)) if (accepts(textOf(part))) found.push(part);
    }
    found.sort((a, b) => a.start - b.start || b.end - a.end);
    let furthest = 0;
    return found
      .filter(({ end }) => {
        const isWithin = end <= furthest;
        furthest = Math.max(furthest, end);
        return !isWithin;
      })
      .map(({ start, end }) => ({ start: read.offsets[start] ?? 0, end: read.offsets[end] ?? 0 }));
  }

  /** Whether a match that starts within another one would go on behind its end. */
  #isCrossed(read: ReadText, { start, end }: Match): boolean {
    for (let from = start + 1; from < end; from += 1)
      if (!this.#isWithinWord(read, from) && this.#furthest(read, from) > end) return true;
    return false;
  }

  /** Where the longest match from a place ends, in the text cut off behind as many characters as a match can have. */
  #furthest(read: ReadText, from: number): number {
    const stop = Math.min(read.length, from + this.#most);
    let furthest = from;
    this.#along(read, from, stop, (ends, to) => {
      if (ends[to === stop ? 'edge' : this.#neighbour(read, to)]) furthest = to;
    });
    return furthest;
  }

  /** The parts of the text that start within a match, and that the expression matches by themselves. */
  #parts(read: ReadText, { start, end }: Match): readonly Match[] {
    const parts: Match[] = [];
    for (let from = start; from < end; from += 1) {
      if (from !== start && this.#isWithinWord(read, from)) continue;
      this.#along(read, from, Math.min(read.length, from + this.#most), (ends, to) => {
        if (ends.edge && (to === end || !this.#isWithinWord(read, to))) parts.push({ start: from, end: to });
      });
    }
    return parts;
  }

  /** Says at each place up to `stop` whether a match that starts at `from`, as if there were the edge of a text, can end there. */
  #along(
    { classes }: ReadText,
    from: number,
    stop: number,
    visit: (ends: Readonly<Record<Neighbour, boolean>>, to: number) => void,
  ): void {
    let progress = this.#progress.start('edge', classes[from] ?? 0);
    for (let to = from + 1; progress.states.length > 0; to += 1) {
      visit(progress.ends, to);
      if (to >= stop) return;
      progress = this.#progress.after(progress, classes[to] ?? 0);
    }
  }

  /** Whether characters of one word stand on both sides of a place. */
  #isWithinWord(read: ReadText, place: number): boolean {
    return (
      place > 0 &&
      place < read.length &&
      this.#neighbour(read, place) === 'word' &&
      this.#neighbour(read, place - 1) === 'word'
    );
  }

  #neighbour({ classes }: ReadText, place: number): Neighbour {
    return this.#sought.automaton.words[classes[place] ?? 0] === true ? 'word' : 'other';
  }

  /** The compiler takes no validator for matches of any length. */
  get #most(): number {
    return this.#sought.lengths.most ?? Number.MAX_SAFE_INTEGER;
  }
}
