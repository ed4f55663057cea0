/** How deeply a tree is nested, so that nobody who walks it has to fear for the stack. */

/** Whether `tree` has objects and lists within one another more than `most` levels deep. Walks without recursion. */
export function isDeeperThan(tree: object, most: number): boolean {
  let level: object[] = [tree];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > most) return true;
    const next: object[] = [];
    for (const node of level)
      for (const value of Object.values(node))
        if (typeof value === 'object' && value !== null) next.push(value);
    level = next;
  }
  return false;
}
