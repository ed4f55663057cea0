/**
 * Collects output in blocks. What follows each other in the input too is copied as one span, and a block is filled to its last byte, so
 * that blocks are the pieces in which a masked body goes out (http/frame-output.ts) and nothing is copied a second time.
 */

/** Bytes of a block. */
export const BLOCK_BYTES = 64 * 1024;
/** The first block comes in two: most bodies are short, and so much comes out of memory that Node has ready. */
const FIRST_BYTES = 2 * 1024;
/** Up to here a loop copies faster than a call. */
const SHORT = 24;
const NOTHING = Buffer.alloc(0);

export class ByteSink {
  #pieces: Buffer[] = [];
  #block = Buffer.allocUnsafe(FIRST_BYTES);
  #from = 0;
  #to = 0;
  // Bytes of the input that come next, and may grow.
  #source: Buffer = NOTHING;
  #start = 0;
  #stop = 0;

  byte(value: number): void {
    // Where the input goes on with it, the span grows.
    if (this.#source[this.#stop] === value) {
      this.#stop += 1;
      return;
    }
    this.#endSpan();
    if (this.#to === this.#block.length) this.#renew();
    this.#block[this.#to] = value;
    this.#to += 1;
  }

  /** Bytes of `source`, which nobody changes before they are taken. */
  slice(source: Buffer, start: number, end: number): void {
    if (source === this.#source && start === this.#stop) {
      this.#stop = end;
      return;
    }
    this.#endSpan();
    this.#source = source;
    this.#start = start;
    this.#stop = end;
  }

  all(bytes: Buffer): void {
    this.#endSpan();
    this.#copy(bytes, 0, bytes.length);
  }

  text(text: string): void {
    this.#endSpan();
    // No character of UTF-16 takes more than three bytes.
    if (text.length * 3 > this.#block.length - this.#to) {
      const bytes = Buffer.from(text);
      this.#copy(bytes, 0, bytes.length);
    } else {
      this.#to += this.#block.write(text, this.#to);
    }
  }

  /** Everything since the last time. Nobody changes it any more. */
  take(): readonly Buffer[] {
    this.#endSpan();
    this.#source = NOTHING;
    this.#start = 0;
    this.#stop = 0;
    this.#flush();
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #endSpan(): void {
    if (this.#stop > this.#start) this.#copy(this.#source, this.#start, this.#stop);
    this.#start = this.#stop;
  }

  #copy(source: Buffer, start: number, end: number): void {
    let from = start;
    while (end - from > this.#block.length - this.#to) {
      const part = this.#block.length - this.#to;
      source.copy(this.#block, this.#to, from, from + part);
      this.#to += part;
      from += part;
      this.#renew();
    }
    const block = this.#block;
    let to = this.#to;
    if (end - from < SHORT) for (; from < end; from += 1) block[to++] = source[from] ?? 0;
    else to += source.copy(block, to, from, end);
    this.#to = to;
  }

  #flush(): void {
    if (this.#to > this.#from) this.#pieces.push(this.#block.subarray(this.#from, this.#to));
    this.#from = this.#to;
  }

  #renew(): void {
    this.#flush();
    const isFirst = this.#block.length === FIRST_BYTES;
    this.#block = Buffer.allocUnsafe(isFirst ? BLOCK_BYTES - FIRST_BYTES : BLOCK_BYTES);
    this.#from = 0;
    this.#to = 0;
  }
}
