/**
 * What keeps a write within a row filter: its condition before the statement's own, and a check of the new row where the statement sets what the filter
 * compares. The check stands in the place of a value, and the server makes it; no object has to be there for it.
 */
import type { LiveRelation } from '../../../catalog/catalog.ts';
import type { Denial } from '../../../pgwire/gate.ts';
import { denials } from '../../denials.ts';
import type { RelationWrite } from '../../facts/facts.ts';
import type { SqlParser } from '../../parse/sql-parser.ts';
import { nodesWithin, type Tree, unwrap } from '../../parse/tree.ts';
import { displayName } from '../relation-view.ts';
import type { RowFilters } from '../row-filters.ts';
import { type CheckedQuery, checkedQuery, insertedQuery } from './checked-query.ts';
import { type CheckedValue, checkedValues } from './checked-value.ts';

export interface RowGuard {
  /** Over bare columns of the target; null where no stored row is chosen. */
  readonly condition: string | null;
  /** By which the target's columns are called in the statement. */
  readonly target: string;
  readonly checks: readonly CheckedValue[];
  /** Of an INSERT, the query that gives its rows; null where none does. */
  readonly query: CheckedQuery | null;
  /** Of COPY: what is asked of each row that comes; null for everything else. */
  readonly copied: CopiedRows | null;
}

/** A condition over bare columns of the target, and one of them, or none. */
export interface CopiedRows {
  readonly condition: string;
  readonly column: string | null;
}

export interface GuardContext {
  readonly parser: SqlParser;
  /** See `query-width.ts`. */
  readonly widthOf: (select: Tree) => number | null;
}

/** The guard of a write to a table of which some rows are seen; or why there can be none. */
export function rowGuard(
  live: LiveRelation,
  { target, node, changes, merge, copies, truncates }: RelationWrite,
  filters: RowFilters,
  context: GuardContext,
): RowGuard | Denial {
  const name = target.alias ?? target.name;
  if (truncates !== null) return denials.truncateFiltered(displayName(live));
  // Nothing can stand beside it, and another session may have changed the row since the cursor came to it.
  if (unwrap(node.whereClause)?.kind === 'CurrentOfExpr') return denials.currentOfFiltered(displayName(live));
  if (copies) {
    // What is generated is computed after the server asks COPY's condition.
    const generated = live.columns.find(
      (column) => filters.columns.has(column.name) && column.generatedFrom.length > 0,
    );
    if (generated !== undefined) return denials.writeUnchecked(displayName(live), generated.name);
    const copied = { condition: filters.condition ?? 'true', column: [...filters.columns][0] ?? null };
    return { condition: null, target: name, checks: [], query: null, copied };
  }
  // To keep such rows apart from others, the filter would have to stand where the server cannot join by it.
  if (merge?.bySource === true) return denials.mergeBySource(displayName(live));
  const drawn = drawnInstead(node, live);
  if (drawn !== null) return denials.writeUnchecked(displayName(live), drawn);
  const checks: CheckedValue[] = [];
  let query: CheckedQuery | null = null;
  for (const change of changes) {
    const part = change.inPart.find((column) => filters.columns.has(column));
    if (part !== undefined) return denials.writeUnchecked(displayName(live), part);
    const inserted = change.action === 'insert' && merge === null ? insertedQuery(node) : null;
    const found =
      inserted === null
        ? checkedValues(change, live, {
            target: name,
            filters,
            parser: context.parser,
            forEachRow: merge !== null || change.action !== 'insert',
          })
        : checkedQuery(inserted, change, live, {
            filters,
            parser: context.parser,
            width: context.widthOf(unwrap(inserted)?.node ?? {}),
          });
    if (typeof found === 'string') return denials.writeUnchecked(displayName(live), found);
    if ('before' in found) query = found;
    else checks.push(...found);
  }
  const choosesRows = merge !== null || changes.every(({ action }) => action !== 'insert');
  return {
    condition: choosesRows ? filters.condition : null,
    target: name,
    checks,
    query,
    copied: null,
  };
}

/**
 * A column for which the server draws a number in the place of what the statement gives (OVERRIDING USER VALUE): were that compared, another value would be
 * stored, and were the check in its place, nobody would make it.
 */
function drawnInstead(node: Tree, live: LiveRelation): string | null {
  const identity = live.onWrite.defaults.find(({ sql }) => sql === null);
  if (identity === undefined) return null;
  const overrides = [{ node }, ...nodesWithin(node)].some(
    (inner) => inner.node.override === 'OVERRIDING_USER_VALUE',
  );
  return overrides ? identity.column : null;
}
