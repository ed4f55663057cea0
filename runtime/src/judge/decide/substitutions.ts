/** What becomes of each read of a statement, once it is known how each relation is shown. */
import type { StatementFacts } from '../facts/facts.ts';
import type { Substitution } from '../rewrite/rewrite.ts';
import { neededColumns, type Read } from './needed-columns.ts';
import { maskedSubquery } from './relation-view.ts';

/** `mayTell`: whether conditions of the statement could tell of rows that are kept back from it, if they met them. */
export function substitutionsFor(
  statement: StatementFacts,
  reads: readonly Read[],
  mayTell: () => boolean,
): readonly Substitution[] {
  // A `*` must not show what was added for a system column: then there is none, and the server says so.
  const systemColumns = statement.usesStar ? [] : statement.systemColumns;
  const needed = neededColumns(statement, reads);
  const keepsRowsBack = reads.some(({ view }) => view.kind === 'masked' && view.keepsRowsBack);
  const fences = keepsRowsBack && mayTell();
  return reads.map(({ use, view }) => ({
    use,
    columns: new Set(view.columns.map(({ name }) => name)),
    subquery:
      view.kind === 'masked'
        ? maskedSubquery(view, needed, systemColumns, fences && view.keepsRowsBack)
        : null,
  }));
}
