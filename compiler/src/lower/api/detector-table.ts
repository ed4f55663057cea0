/** What is looked for in texts of an API, as its matcher numbers it. */
import type { DetectorEntry } from '@dlpc/runtime/abi';
import { type Finder, soughtOf } from '../../detectors/finder.ts';

/** Numbers what is looked for in the order in which it is asked for; two of one text are one. */
export class DetectorTable {
  readonly #indexes = new Map<string, number>();
  readonly #entries: DetectorEntry[] = [];

  /** @param text as a policy writes it, which tells apart what is different */
  indexOf(text: string, finder: Finder): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#entries.push({ text, ...soughtOf(finder) }) - 1;
    this.#indexes.set(text, index);
    return index;
  }

  entries(): readonly DetectorEntry[] {
    return this.#entries;
  }
}
