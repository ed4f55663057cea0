/**
 * Whether a statement means the same where it reads a masked table as it is stored, without a subquery: all its rows are shown, and every name that could mean a
 * column of it is that of one which is shown as it is.
 */
import type { LiveRelation } from '../../catalog/catalog.ts';
import type { RelationUse, StatementFacts } from '../facts/facts.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import { neededColumns, type Read } from './needed-columns.ts';
import { qualifiedName } from './relation-view.ts';

export function readsStored(
  statement: StatementFacts,
  use: RelationUse,
  reads: readonly Read[],
  live: LiveRelation,
): boolean {
  const view = reads.find((read) => read.use === use)?.view;
  if (view?.kind !== 'masked' || view.condition !== null || view.source !== qualifiedName(live)) return false;
  if (use.sample !== null || statement.systemColumns.size > 0) return false;
  const { alone, qualified, given, unnamedInQueries: unnamed } = statement.columnNames;
  const columnNames = { alone, qualified, given, unnamed, unnamedInQueries: unnamed };
  const needed = neededColumns({ ...statement, columnNames }, reads);
  const asTheyAre = new Set(
    view.columns.filter(({ name, sql }) => sql === quoteIdentifier(name)).map(({ name }) => name),
  );
  return needed !== null && live.columns.every(({ name }) => !needed.has(name) || asTheyAre.has(name));
}
