/** The name that somebody probably meant. Knows nothing of where the names come from. */

/**
 * The candidate nearest to `name` by Damerau–Levenshtein distance, or null where none is near: a third of the name's
 * length may differ, and a difference of case alone always counts as near. Of equally near ones the first wins.
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance - 1);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Names beyond this length are not compared, as the work grows with the product of the lengths. */
const LONGEST = 128;

/**
 * How many insertions, deletions, replacements and swaps of neighbours make one text of the other; `bound + 1` where
 * it is more than `bound`.
 */
export function editDistance(from: string, to: string, bound: number): number {
  const beyond = bound + 1;
  if (Math.abs(from.length - to.length) > bound || Math.max(from.length, to.length) > LONGEST) return beyond;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = from[row - 1] === to[column - 1] ? 0 : 1;
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + replaced,
      );
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[to.length] ?? 0, beyond);
}
