/**
 * Which columns a statement can tell from columns that are not there. The server works out every column of a subquery, for each
 * statement at least when it plans, so that a mask that nobody asks for costs as much as one that is shown.
 */
import type { RelationUse, StatementFacts } from '../facts/facts.ts';
import type { RelationView } from './relation-view.ts';

/** A read, and how it is answered. */
export interface Read {
  readonly use: RelationUse;
  readonly view: Exclude<RelationView, { readonly kind: 'denied' }>;
}

/**
 * The names of the columns without which the statement would mean something else, or fail in other words; null for all. A column may be
 * left out where every name in the statement is accounted for without it: the server resolves names by scope, and one that it
 * does not find in one place must not be what it looks for by another reading (PostgreSQL: parse_expr.c, transformColumnRef).
 */
export function neededColumns(
  { columnNames: names, givenNames }: StatementFacts,
  reads: readonly Read[],
): ReadonlySet<string> | null {
  if (names.unnamed || reads.some(({ use }) => use.renamesColumns)) return null;
  const needed = new Set(names.alone);
  const rows = new Set(reads.map(({ use }) => use.alias ?? use.name));
  const shown = new Set(reads.flatMap(({ view }) => view.columns.map(({ name }) => name)));
  for (const name of names.alone) {
    // The row as a whole; or a name that nothing explains, for which the server looks for the nearest column.
    if (rows.has(name) || !(shown.has(name) || names.given.has(name) || givenNames.has(name))) return null;
  }
  for (const [relation, columns] of names.qualified) {
    for (const name of columns) needed.add(name);
    for (const { use, view } of reads) {
      if ((use.alias ?? use.name) !== relation) continue;
      const own = new Set(view.columns.map(({ name }) => name));
      // `t.f` is f(t) where `t` has no such column.
      if ([...columns].some((name) => !own.has(name))) return null;
    }
  }
  return needed;
}
