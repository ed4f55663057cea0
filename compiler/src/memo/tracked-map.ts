/**
 * A map that notes what is read of it, so that it can be told whether another map would have said the same. Maps may grow behind
 * a reader's back, but what is in them stays.
 */

export class TrackedMap<K, V> implements ReadonlyMap<K, V> {
  #map: ReadonlyMap<K, V>;
  /** How much was in it before anything was read: as long as no more is, nothing was added. */
  #size: number;
  /** Looked up: what was found, or `undefined` for nothing. */
  readonly #reads = new Map<K, V | undefined>();
  /** How much there was when all of it was read; null where nobody did. */
  #wholeSize: number | null = null;

  constructor(map: ReadonlyMap<K, V>) {
    this.#map = map;
    this.#size = map.size;
  }

  /** Whether all that was read here would be the same in `other`. */
  readsSameFrom(other: ReadonlyMap<K, V>): boolean {
    if (other === this.#map && other.size === this.#size) return true;
    if (this.#wholeSize !== null && !this.#beginsLike(other, this.#wholeSize)) return false;
    for (const [key, value] of this.#reads) if (!Object.is(other.get(key), value)) return false;
    // The newest is kept, so that the older ones need not be.
    this.#map = other;
    this.#size = other.size;
    return true;
  }

  get(key: K): V | undefined {
    const value = this.#map.get(key);
    this.#reads.set(key, value);
    return value;
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    this.#readWhole();
    return this.#map.size;
  }

  keys(): MapIterator<K> {
    this.#readWhole();
    return this.#map.keys();
  }

  values(): MapIterator<V> {
    this.#readWhole();
    return this.#map.values();
  }

  entries(): MapIterator<[K, V]> {
    this.#readWhole();
    return this.#map.entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    this.#readWhole();
    for (const [key, value] of this.#map) each(value, key, this);
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  #readWhole(): void {
    this.#wholeSize ??= this.#map.size;
  }

  /** Whether `other` has exactly the first `size` entries, in their order. */
  #beginsLike(other: ReadonlyMap<K, V>, size: number): boolean {
    if (other.size !== size) return false;
    const entries = this.#map.entries();
    for (const [key, value] of other) {
      const next = entries.next().value;
      if (next === undefined || !Object.is(next[0], key) || !Object.is(next[1], value)) return false;
    }
    return true;
  }
}
