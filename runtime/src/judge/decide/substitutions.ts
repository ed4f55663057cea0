/** What becomes of each read of a statement, once it is known how each relation is shown. */
import type { RelationUse, StatementFacts } from '../facts/facts.ts';
import type { Substitution } from '../rewrite/rewrite.ts';
import { lookupsOf, withLookups } from './lookups.ts';
import { neededColumns, type Read } from './needed-columns.ts';
import { maskedSubquery } from './relation-view.ts';

/**
 * `mayTell`: whether conditions of the statement could tell of rows that are kept back from it, if they met them. `asStored`: reads for which no subquery
 * stands, though they are of masked tables.
 */
export function substitutionsFor(
  statement: StatementFacts,
  reads: readonly Read[],
  mayTell: () => boolean,
  asStored: ReadonlySet<RelationUse> = new Set(),
): readonly Substitution[] {
  // A `*` must not show what was added for a system column: then there is none, and the server says so.
  const systemColumns = statement.usesStar ? [] : statement.systemColumns;
  const needed = neededColumns(statement, reads);
  return reads.map((read): Substitution => {
    const { use, view } = read;
    const columns = new Set(view.columns.map(({ name }) => name));
    if (view.kind !== 'masked' || asStored.has(use)) return { use, columns, subquery: null };
    const lookups = lookupsOf(read, statement.lookups);
    const fenced = (view.keepsRowsBack || lookups.length > 0) && mayTell();
    return {
      use,
      columns,
      subquery: withLookups(maskedSubquery(view, needed, systemColumns, fenced, use), lookups),
    };
  });
}
