/**
 * Which of a statement's look-ups are asked of stored values: those of columns that the caller may look up. A condition goes into the subquery
 * that stands for its relation, beside a filter, where nothing else of the statement runs before it.
 */
import type { Matcher } from '../../abi.ts';
import type { Lookup } from '../facts/facts.ts';
import type { PolicySet } from './decide.ts';
import type { Read } from './needed-columns.ts';
import type { MaskedSubquery } from './relation-view.ts';

/** A subquery with look-ups in it. */
export interface AskedSubquery {
  readonly sql: string;
  /** The same text with `$1`, `$2`, … in the place of the look-ups: what its tree is made from. */
  readonly pattern: string;
  readonly lookups: readonly AskedLookup[];
}

export interface AskedLookup {
  readonly lookup: Lookup;
  /** Where it stands in {@link AskedSubquery.sql}. */
  readonly at: number;
}

/** Whether any of these policies lets rows be found by value. */
export function holdsLookups({ relations }: Matcher, applicable: PolicySet): boolean {
  for (const { columns } of relations.values())
    for (const { labels } of columns)
      for (const { rules } of labels)
        if (rules.some(({ policy, treatment }) => treatment.lookup && applicable.has(policy))) return true;
  return false;
}

/** The look-ups of one read. Where rows are filtered, none may fail, for that would tell of the rows outside. */
export function lookupsOf({ use, view }: Read, lookups: readonly Lookup[]): readonly Lookup[] {
  if (view.kind !== 'masked') return [];
  return lookups.filter(
    (lookup) =>
      lookup.use === use && view.lookups.has(lookup.column) && !(lookup.converts && view.keepsRowsBack),
  );
}

export function withLookups(
  { before, where, after }: MaskedSubquery,
  lookups: readonly Lookup[],
): AskedSubquery {
  let sql = before;
  let pattern = before;
  const asked: AskedLookup[] = [];
  for (const [index, lookup] of lookups.entries()) {
    const start = `${index === 0 ? where : ' AND '}(`;
    asked.push({ lookup, at: sql.length + start.length });
    sql += `${start}${lookup.sql})`;
    pattern += `${start}$${index + 1})`;
  }
  return { sql: sql + after, pattern: pattern + after, lookups: asked };
}
