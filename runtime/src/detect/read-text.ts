/** A text as an automaton reads it: the class of each of its characters, and where in the text each stands. */
import type { Automaton } from '../abi.ts';

export interface ReadText {
  /** In characters (code points); a lone surrogate is one by itself. */
  readonly length: number;
  /** By character. */
  readonly classes: Uint16Array;
  /** Where a character starts, in UTF-16 units; one more than there are characters. */
  readonly offsets: Uint32Array;
}

const ASCII = 128;

/** The classes of one automaton's characters. */
export class CharacterClasses {
  readonly #automaton: Automaton;
  readonly #ascii = new Uint16Array(ASCII);

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    for (let point = 0; point < ASCII; point += 1) this.#ascii[point] = this.#find(point);
  }

  of(point: number): number {
    return point < ASCII ? (this.#ascii[point] ?? 0) : this.#find(point);
  }

  read(text: string): ReadText {
    const classes = new Uint16Array(text.length);
    const offsets = new Uint32Array(text.length + 1);
    let length = 0;
    for (let at = 0; at < text.length; length += 1) {
      const point = text.codePointAt(at) ?? 0;
      offsets[length] = at;
      classes[length] = this.of(point);
      at += point > 0xffff ? 2 : 1;
    }
    offsets[length] = text.length;
    return { length, classes, offsets };
  }

  /** By halves: the last stretch that starts at or before the code point. */
  #find(point: number): number {
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
