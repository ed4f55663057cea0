/**
 * What a detector finds in a text that is at hand: as `match-sql.ts` finds it where the text is stored.
 *
 * A validator is asked about matches, and these are as long as they can be: `4111111111111111 123` is one match of
 * thirteen to nineteen digits, and no card number. So where the validator refuses a match, or another one that starts within it would
 * go on behind its end, every part of the text that starts within it is tried by itself: those that the expression matches and
 * the validator takes are found, without those that lie within another. They may overlap, and then all of the text under them
 * is taken for one. No part cuts a word (`[A-Za-z0-9_]+`) in two, but for where the match itself does: in any
 * sixteen digits there are some that pass for a card's.
 */
import { Matcher } from '@dlpc/runtime/detect/find-matches';
import type { Finder } from './finder.ts';

/** Part of a text, in characters (code points), the end excluded. */
export interface Stretch {
  readonly start: number;
  readonly stop: number;
}

/** A finder made ready to run. */
export class GenuineFinder {
  readonly #finder: Finder;
  readonly #matcher: Matcher;

  constructor(finder: Finder) {
    this.#finder = finder;
    this.#matcher = new Matcher(finder.pattern.automaton);
  }

  /** What it finds in `text`, by where it starts. */
  find(text: string): readonly Stretch[] {
    const { validator } = this.#finder;
    const characters = Array.from(text);
    const tokens = this.#tokens(characters, text);
    if (validator === null) return tokens;
    const found = tokens
      .flatMap((token) => (this.#isDoubtful(characters, token) ? this.#parts(characters, token) : [token]))
      .sort((a, b) => a.start - b.start || b.stop - a.stop);
    let furthest = 0;
    return found.filter(({ stop }) => {
      const isWithin = stop <= furthest;
      furthest = Math.max(furthest, stop);
      return !isWithin;
    });
  }

  #tokens(characters: readonly string[], text: string): readonly Stretch[] {
    let [place, offset] = [0, 0];
    const placeOf = (wanted: number): number => {
      for (; offset < wanted; place += 1) offset += characters[place]?.length ?? 1;
      return place;
    };
    return this.#matcher
      .matches(text)
      .map(({ start, end }) => ({ start: placeOf(start), stop: placeOf(end) }));
  }

  #isDoubtful(characters: readonly string[], { start, stop }: Stretch): boolean {
    const { pattern, validator } = this.#finder;
    if (validator?.accepts(textOf(characters, start, stop)) !== true) return true;
    for (let from = start + 1; from < stop; from += 1) {
      if (isWithinWord(characters, from)) continue;
      const length = this.#longest(textOf(characters, from, from + pattern.lengths.most));
      if (from + length > stop) return true;
    }
    return false;
  }

  #parts(characters: readonly string[], { start, stop }: Stretch): readonly Stretch[] {
    const { pattern, validator } = this.#finder;
    const parts: Stretch[] = [];
    for (let from = start; from < stop; from += 1)
      for (let length = pattern.lengths.least; length <= pattern.lengths.most; length += 1) {
        const to = from + length;
        if (to > characters.length) break;
        if (from !== start && isWithinWord(characters, from)) continue;
        if (to !== stop && isWithinWord(characters, to)) continue;
        const text = textOf(characters, from, to);
        if (this.#longest(text) === length && validator?.accepts(text) === true)
          parts.push({ start: from, stop: to });
      }
    return parts;
  }

  /** How many characters the longest match at the start of `text` has; 0 where there is none. */
  #longest(text: string): number {
    const [first] = this.#matcher.matches(text);
    return first?.start === 0 ? Array.from(text.slice(0, first.end)).length : 0;
  }
}

function textOf(characters: readonly string[], from: number, to: number): string {
  return characters.slice(from, to).join('');
}

/** Whether characters of one word stand on both sides of a place. */
function isWithinWord(characters: readonly string[], place: number): boolean {
  return [characters[place - 1], characters[place]].every((character) => /^\w$/.test(character ?? ''));
}
