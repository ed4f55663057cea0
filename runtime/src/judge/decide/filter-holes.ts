/** What the row filters of a set of policies ask of a caller. */
import type { CallerValue, FilterRule, Matcher } from '../../abi.ts';
import type { PolicySet } from './decide.ts';

/** Tells a hole from all that get another literal. */
export function holeKey({ field, type }: CallerValue): string {
  return `${type} ${field}`;
}

/** Each hole once, in one order. */
export function holesOf(matcher: Matcher, applicable: PolicySet): readonly CallerValue[] {
  const holes = new Map<string, CallerValue>();
  for (const { sql } of filtersOf(matcher, applicable))
    for (const piece of sql) if (typeof piece !== 'string') holes.set(holeKey(piece), piece);
  return [...holes.keys()].sort().flatMap((key) => holes.get(key) ?? []);
}

export function holdsFilters(matcher: Matcher, applicable: PolicySet): boolean {
  for (const _ of filtersOf(matcher, applicable)) return true;
  return false;
}

function* filtersOf(matcher: Matcher, applicable: PolicySet): Iterable<FilterRule> {
  for (const { filters } of matcher.relations.values())
    for (const filter of filters) if (applicable.has(filter.policy)) yield filter;
}
