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
    const nul = this.#bytes.indexOf(0, this.#at);
    if (this.#failed || nul === -1 || nul >= this.#end) {
      this.#fail();
      return Buffer.alloc(0);
    }
    const view = this.#bytes.subarray(this.#at, nul);
    this.#at = nul + 1;
    return view;
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
