/**
 * A cache bounded in entries and in the length of their keys, that forgets what has not been used for a while.
 *
 * Two generations: a full young one becomes the old one, and the old one is dropped. What is found among the old comes back to the
 * young. So the common look-up is one look-up in a map that is not written to.
 */
export class BoundedCache {
  #young = new Map();
  #old = new Map();
  #maxYoung;
  #maxKeyLength;
  /** A key longer than `maxKeyLength` UTF-16 units is not kept, so that keys take at most the product of both. */
  constructor(maxEntries, maxKeyLength) {
    this.#maxYoung = Math.ceil(maxEntries / 2);
    this.#maxKeyLength = maxKeyLength;
  }
  get(key) {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }
  set(key, value) {
    if (key.length > this.#maxKeyLength) return;
    if (this.#young.size >= this.#maxYoung) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
//# sourceMappingURL=bounded-cache.js.map
