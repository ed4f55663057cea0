/** How many columns `*` shows of what a statement reads, and of what its writes return, after they were rewritten for their caller. */
import type { StatementFacts } from '../../facts/facts.ts';
import type { Read } from '../needed-columns.ts';
import { hiddenColumns, keyOf, type SeenBy } from './hidden-columns.ts';
import type { WidthContext } from './query-width.ts';

export function shownWidths(
  { writes, systemColumns, locks }: StatementFacts,
  reads: readonly Read[],
  seen: SeenBy,
): WidthContext {
  return {
    columnsOf: (wrapper) => {
      // A system column that is named stands among the others; what is locked may be read as it is stored.
      if (systemColumns.size > 0 || locks.length > 0) return null;
      const read = reads.find(({ use }) => use.wrapper === wrapper || use.sample?.wrapper === wrapper);
      return read?.view.columns.length ?? null;
    },
    returnedBy: (node) => {
      const write = writes.find((other) => other.node === node);
      if (write === undefined) return null;
      const key = keyOf(write.target);
      const columns = seen.catalog.relations.get(key)?.columns ?? [];
      if (hiddenColumns(key, seen).size === 0) return columns.length;
      const known = new Set(seen.matcher.relations.get(key)?.columns.map(({ name }) => name));
      return columns.filter(({ name }) => known.has(name)).length;
    },
  };
}
