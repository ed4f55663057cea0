/** Puts objects into an order in which each stands behind those that it needs, and else where `compare` puts it. */

/**
 * Orders `objects`. Each is followed into what it needs before it is taken itself, so that a change to one
 * object moves few others. Where needs lead in a circle, which no catalog does, it is cut.
 */
export function definitionOrder<T extends { readonly id: string }>(
  objects: readonly T[],
  needs: readonly (readonly [string, string])[],
  compare: (a: T, b: T) => number,
): readonly T[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const neededBy = new Map<string, T[]>();
  for (const [id, needed] of needs) {
    const object = byId.get(needed);
    if (object === undefined || id === needed) continue;
    const list = neededBy.get(id);
    if (list === undefined) neededBy.set(id, [object]);
    else list.push(object);
  }
  const ordered = new Set<T>();
  const entered = new Set<T>();
  // A stack of its own: views may stand on one another thousands deep.
  const pending = objects.toSorted(compare).toReversed();
  for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
    if (entered.has(next)) {
      ordered.add(next);
      pending.pop();
      continue;
    }
    entered.add(next);
    const before = (neededBy.get(next.id) ?? []).filter((object) => !entered.has(object));
    pending.push(...before.toSorted(compare).toReversed());
  }
  return [...ordered];
}
