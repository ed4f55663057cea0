/**
 * A cache bounded in entries, in the length of their keys and in what they take of memory, that forgets what has not been used for a while.
 *
 * Two generations: a full young one becomes the old one, and the old one is dropped. What is found among the old comes back to the
 * young. So the common look-up is one look-up in a map that is not written to.
 */
export interface CacheBounds<V> {
  readonly maxEntries: number;
  /** A longer key, in UTF-16 units, is not kept. */
  readonly maxKeyLength: number;
  /** Of all values together; one that takes more than an eighth of it is not kept. Unbounded where not given. */
  readonly maxBytes?: number;
  /** About what a value takes of memory, its key apart. */
  readonly bytesOf?: (value: V) => number;
}

/** An eighth: a few values that are never used again must not push out all others. */
const LARGEST_SHARE = 8;

export class BoundedCache<V> {
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  #youngBytes = 0;
  readonly #maxYoung: number;
  readonly #maxKeyLength: number;
  readonly #maxYoungBytes: number;
  readonly #bytesOf: (value: V) => number;

  constructor({
    maxEntries,
    maxKeyLength,
    maxBytes = Number.POSITIVE_INFINITY,
    bytesOf = () => 0,
  }: CacheBounds<V>) {
    this.#maxYoung = Math.ceil(maxEntries / 2);
    this.#maxKeyLength = maxKeyLength;
    this.#maxYoungBytes = maxBytes / 2;
    this.#bytesOf = bytesOf;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (key.length > this.#maxKeyLength) return;
    const bytes = this.#bytesOf(value);
    if (bytes > (2 * this.#maxYoungBytes) / LARGEST_SHARE) return;
    const isFull = this.#young.size >= this.#maxYoung || this.#youngBytes + bytes > this.#maxYoungBytes;
    if (isFull) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(key, value);
    // A key that is set twice counts twice, which only makes the generation end sooner.
    this.#youngBytes += bytes;
  }
}
