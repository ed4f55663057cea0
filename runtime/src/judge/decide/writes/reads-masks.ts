/** Whether something masked is read in a statement, so that what it writes could be a mask. */
import type { Matcher } from '../../../abi.ts';
import { holdsRows } from '../../../catalog/agreement.ts';
import type { StatementFacts } from '../../facts/facts.ts';
import type { PolicySet } from '../decide.ts';
import { neededColumns, type Read } from '../needed-columns.ts';
import { treatColumn } from '../treat.ts';
import { keyOf } from './hidden-columns.ts';

export function readsMasks(
  statement: StatementFacts,
  reads: readonly Read[],
  matcher: Matcher,
  applicable: PolicySet,
): boolean {
  const needed = neededColumns(statement, reads);
  return reads.some(({ use, view }) => {
    if (view.kind !== 'masked') return false;
    const entry = matcher.relations.get(keyOf(use));
    // What a view shows may be masked further in.
    if (entry === undefined || !holdsRows(entry.kind)) return true;
    return entry.columns.some(
      (column) => treatColumn(column, applicable).sql !== null && (needed?.has(column.name) ?? true),
    );
  });
}
