/**
 * Collects output: what follows each other in the input too is copied as one span, small spans are copied together, and large ones are
 * passed on as they are.
 */

const SCRATCH = 16 * 1024;
/** Of the first one: most bodies are short, and so much comes out of memory that Node has ready. */
const FIRST_SCRATCH = 2 * 1024;
/** From this many bytes on, a copy costs more than a piece of its own. */
const LARGE = 4 * 1024;
/** Up to here a loop copies faster than a call. */
const SHORT = 24;
const NOTHING = Buffer.alloc(0);

export class ByteSink {
  #pieces: Buffer[] = [];
  #scratch = Buffer.allocUnsafe(FIRST_SCRATCH);
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
    if (this.#to === this.#scratch.length) this.#renew();
    this.#scratch[this.#to] = value;
    this.#to += 1;
  }

  /** Bytes of `source`, which nobody changes any more. */
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
    if (text.length * 3 > this.#scratch.length - this.#to) {
      const bytes = Buffer.from(text);
      this.#copy(bytes, 0, bytes.length);
    } else {
      this.#to += this.#scratch.write(text, this.#to);
    }
  }

  /** Everything since the last time. */
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
    const length = end - start;
    if (length >= LARGE) {
      this.#flush();
      this.#pieces.push(source.subarray(start, end));
      return;
    }
    if (this.#to + length > this.#scratch.length) this.#renew();
    const scratch = this.#scratch;
    let to = this.#to;
    if (length < SHORT) for (let at = start; at < end; at += 1) scratch[to++] = source[at] ?? 0;
    else to += source.copy(scratch, to, start, end);
    this.#to = to;
  }

  #flush(): void {
    if (this.#to > this.#from) this.#pieces.push(this.#scratch.subarray(this.#from, this.#to));
    this.#from = this.#to;
  }

  /** Pieces that were given away keep their bytes. */
  #renew(): void {
    this.#flush();
    this.#scratch = Buffer.allocUnsafe(SCRATCH);
    this.#from = 0;
    this.#to = 0;
  }
}
