/** Lets through whole characters of valid UTF-8 (RFC 3629) alone, wherever the pieces of a text are cut. */
import { isUtf8 } from 'node:buffer';
import { unfinishedCharacter } from './unfinished-character.ts';

const NOTHING = Buffer.alloc(0);

export class Utf8Guard {
  #rest = NOTHING;
  #begun = false;

  /** The whole characters there are by now, without a byte order mark before the first; null where a text goes on otherwise. */
  next(chunk: Buffer): Buffer | null {
    const all = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = all.length - unfinishedCharacter(all);
    this.#rest = end === all.length ? NOTHING : Buffer.from(all.subarray(end));
    const whole = end === all.length ? all : all.subarray(0, end);
    if (!isUtf8(whole)) return null;
    if (this.#begun || whole.length === 0) return whole;
    this.#begun = true;
    const isMarked = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
    return isMarked ? whole.subarray(3) : whole;
  }

  /** Whether a text may end here. */
  get isComplete(): boolean {
    return this.#rest.length === 0;
  }
}
