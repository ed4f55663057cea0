/** Collects output: small pieces are copied together, large ones are passed on as they are. */

const SCRATCH = 16 * 1024;
/** From this many bytes on, a copy costs more than a piece of its own. */
const LARGE = 4 * 1024;

export class ByteSink {
  #pieces: Buffer[] = [];
  #scratch = Buffer.allocUnsafe(SCRATCH);
  #from = 0;
  #to = 0;

  byte(value: number): void {
    if (this.#to === this.#scratch.length) this.#renew();
    this.#scratch[this.#to] = value;
    this.#to += 1;
  }

  /** Bytes of `source`, which nobody changes any more. */
  slice(source: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length >= LARGE) {
      this.#flush();
      this.#pieces.push(source.subarray(start, end));
      return;
    }
    if (this.#to + length > this.#scratch.length) this.#renew();
    const scratch = this.#scratch;
    let to = this.#to;
    if (length < 24) for (let at = start; at < end; at += 1) scratch[to++] = source[at] ?? 0;
    else to += source.copy(scratch, to, start, end);
    this.#to = to;
  }

  all(bytes: Buffer): void {
    this.slice(bytes, 0, bytes.length);
  }

  /** Everything since the last time. */
  take(): readonly Buffer[] {
    this.#flush();
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
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
