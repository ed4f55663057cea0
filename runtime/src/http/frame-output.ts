/**
 * Cuts a masked body into pieces that depend on its bytes alone. As the API sent it, it was cut where unmasked values put the ends of
 * its pieces: passed on, they would tell how long those are.
 */
import { BLOCK_BYTES } from '../bodies/byte-sink.ts';

/** Bytes of a piece. */
export const PIECE_BYTES = BLOCK_BYTES;

const LINE_FEED = 0x0a;
const NOTHING = Buffer.alloc(0);

export class OutputFramer {
  readonly #atLines: boolean;
  #held: Buffer[] = [];
  #bytes = 0;

  /** `atLines`: whether a line goes on as soon as it is whole, for those who wait for it. */
  constructor(atLines: boolean) {
    this.#atLines = atLines;
  }

  /** The pieces that are whole by now. Nobody may change `bytes` any more. */
  push(bytes: Buffer): readonly Buffer[] {
    const whole: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const full = at + PIECE_BYTES - this.#bytes;
      const line = this.#atLines ? bytes.indexOf(LINE_FEED, at) : -1;
      const end = Math.min(full, bytes.length, line === -1 ? full : line + 1);
      this.#hold(bytes, at, end);
      if (end === full || end === line + 1) whole.push(this.rest());
      at = end;
    }
    return whole;
  }

  /** What is held, which begins anew. */
  rest(): Buffer {
    const [first = NOTHING, ...others] = this.#held;
    const piece = others.length === 0 ? first : Buffer.concat(this.#held);
    this.#held = [];
    this.#bytes = 0;
    return piece;
  }

  /** Parts of one block that follow each other are one part. */
  #hold(bytes: Buffer, start: number, end: number): void {
    this.#bytes += end - start;
    const last = this.#held.at(-1);
    const offset = bytes.byteOffset + start;
    if (last !== undefined && last.buffer === bytes.buffer && last.byteOffset + last.length === offset)
      this.#held[this.#held.length - 1] = Buffer.from(
        last.buffer,
        last.byteOffset,
        last.length + end - start,
      );
    else this.#held.push(bytes.subarray(start, end));
  }
}
