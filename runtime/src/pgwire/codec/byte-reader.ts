/**
 * Walks over the body of one message. A read beyond the end gives null and makes the reader {@link ByteReader.failed}
 * for good, so that a decoder can read all its fields and look once.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;
  #failed = false;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Whether a read went beyond the end. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether everything was read, and nothing more than that. */
  get exact(): boolean {
    return !this.#failed && this.#at === this.#end;
  }

  byte(): number {
    const at = this.#advance(1);
    return at === null ? 0 : this.#bytes.readUInt8(at);
  }

  int16(): number {
    const at = this.#advance(2);
    return at === null ? 0 : this.#bytes.readInt16BE(at);
  }

  int32(): number {
    const at = this.#advance(4);
    return at === null ? 0 : this.#bytes.readInt32BE(at);
  }

  /** `count` bytes; a view, not a copy. */
  bytes(count: number): Buffer {
    const at = count < 0 ? this.#fail() : this.#advance(count);
    return at === null ? Buffer.alloc(0) : this.#bytes.subarray(at, at + count);
  }

  /** What is left; a view, not a copy. */
  rest(): Buffer {
    return this.bytes(this.#end - this.#at);
  }

  /** The bytes up to the next NUL, which is skipped; a view, not a copy. */
  cstring(): Buffer {
    const start = this.#at;
    const nul = this.skipCstring();
    return nul === -1 ? Buffer.alloc(0) : this.#bytes.subarray(start, nul);
  }

  /** Skips a string and its NUL without a view of it; gives the place of the NUL, -1 where there is none. */
  skipCstring(): number {
    const nul = this.#failed ? -1 : nulFrom(this.#bytes, this.#at, this.#end);
    if (nul === -1) this.#fail();
    else this.#at = nul + 1;
    return nul;
  }

  /** Skips `count` bytes. */
  skip(count: number): void {
    this.#advance(count);
  }

  /** Where the next read begins. */
  get at(): number {
    return this.#at;
  }

  #advance(count: number): number | null {
    if (this.#failed || this.#end - this.#at < count) return this.#fail();
    const at = this.#at;
    this.#at += count;
    return at;
  }

  #fail(): null {
    this.#failed = true;
    return null;
  }
}

/** Strings of the protocol are names, and short: up to here a loop finds the end sooner than a call out of the engine. */
const SHORT = 64;

function nulFrom(bytes: Buffer, start: number, end: number): number {
  const near = Math.min(end, start + SHORT);
  for (let at = start; at < near; at += 1) if (bytes[at] === 0) return at;
  if (near === end) return -1;
  const nul = bytes.indexOf(0, near);
  return nul < end ? nul : -1;
}
