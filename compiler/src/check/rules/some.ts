/** A few of many names, for a message. */

/** More than this are counted, not named. */
const MOST_NAMED = 5;

export interface Some {
  readonly named: readonly string[];
  readonly more: number;
}

/** The first few of `names`, and how many are left. */
export function some(names: readonly string[]): Some {
  return { named: names.slice(0, MOST_NAMED), more: Math.max(0, names.length - MOST_NAMED) };
}
