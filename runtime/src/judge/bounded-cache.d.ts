/**
 * A cache bounded in entries and in the length of their keys, that forgets what has not been used for a while.
 *
 * Two generations: a full young one becomes the old one, and the old one is dropped. What is found among the old comes back to the
 * young. So the common look-up is one look-up in a map that is not written to.
 */
export declare class BoundedCache<V> {
  #private;
  /** A key longer than `maxKeyLength` UTF-16 units is not kept, so that keys take at most the product of both. */
  constructor(maxEntries: number, maxKeyLength: number);
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}
//# sourceMappingURL=bounded-cache.d.ts.map
