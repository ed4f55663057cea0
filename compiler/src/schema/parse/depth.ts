/** How deeply a tree is nested, so that nobody who walks it has to fear for the stack. */

/** Whether `tree` has objects and lists within one another more than `most` levels deep. Its own depth is bounded by `most`. */
export function isDeeperThan(tree: object, most: number): boolean {
  if (most === 0) return true;
  // Every statement of a schema comes through here: lists of values made on the way would take half of the time.
  if (Array.isArray(tree)) {
    for (const item of tree) if (isNested(item) && isDeeperThan(item, most - 1)) return true;
    return false;
  }
  for (const key in tree) {
    const value: unknown = tree[key as keyof typeof tree];
    if (isNested(value) && isDeeperThan(value, most - 1)) return true;
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
