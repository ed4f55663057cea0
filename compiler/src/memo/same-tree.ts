/** Whether two trees of plain data say the same, so that one can stand for the other. */

/** Both are made of primitives, arrays and plain objects, and hold no circle. Walks without recursion: conditions can be deep. */
export function areSameTrees(left: unknown, right: unknown): boolean {
  const open: (readonly [unknown, unknown])[] = [[left, right]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [a, b] = next;
    if (Object.is(a, b)) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const [ofA, ofB] = [Object.entries(a), b as Readonly<Record<string, unknown>>];
    if (ofA.length !== Object.keys(b).length) return false;
    for (const [key, value] of ofA) {
      if (!Object.hasOwn(ofB, key)) return false;
      open.push([value, ofB[key]]);
    }
  }
  return true;
}
