/**
 * What follows from an object that never changes, such as a part of a policy, computed once for each. It is forgotten with the object, so
 * that nothing of a policy outlives it.
 */

/** The same function, that remembers. */
export function remembered<K extends object, V extends object | boolean>(of: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = of(key);
    known.set(key, value);
    return value;
  };
}

/** The same of two objects. What is remembered of the second is forgotten with the first. */
export function rememberedOfTwo<K extends object, L extends object, V extends object | boolean>(
  of: (first: K, second: L) => V,
): (first: K, second: L) => V {
  const ofFirst = remembered((first: K) => remembered((second: L) => of(first, second)));
  return (first, second) => ofFirst(first)(second);
}
