/**
 * Which rows of a table are there for the callers of one view. A filter on a parent holds for what is below it too: the rows are the same ones,
 * by another name. Where a child has a filter of its own, the parent cannot be read, since the server gives its rows with the others.
 */
import { type RelationEntry, relationKey } from '../../abi.ts';
import { ancestors, descendants } from '../../catalog/agreement.ts';
import type { LiveRelation } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { PolicySet } from './decide.ts';
import { type FilterContext, filterCondition } from './filter-condition.ts';
import { displayName } from './relation-view.ts';

export interface RowFilters {
  /** All conditions, each in parentheses; null where every row is there. */
  readonly condition: string | null;
  /** The columns that they speak of. */
  readonly columns: ReadonlySet<string>;
}

export interface RowFilterContext extends FilterContext {
  readonly entries: ReadonlyMap<string, RelationEntry>;
  readonly applicable: PolicySet;
}

const EVERY_ROW: RowFilters = { condition: null, columns: new Set() };

export function rowFilters(
  live: LiveRelation,
  context: RowFilterContext,
): RowFilters | { readonly denial: Denial } {
  const { catalog, entries, applicable } = context;
  const key = relationKey(live.schema, live.name);
  for (const below of descendants(key, catalog)) {
    if (isFiltered(entries.get(below), applicable)) {
      const child = catalog.relations.get(below);
      return {
        denial: denials.filterBelow(displayName(live), child === undefined ? below : displayName(child)),
      };
    }
  }
  const conditions = new Set<string>();
  const columns = new Set<string>();
  for (const above of [key, ...ancestors(key, catalog)]) {
    for (const rule of entries.get(above)?.filters ?? []) {
      if (!applicable.has(rule.policy)) continue;
      const condition = filterCondition(rule, context);
      if (typeof condition === 'string') return { denial: denials.filter(displayName(live), condition) };
      conditions.add(`(${condition.sql})`);
      for (const column of condition.columns) columns.add(column);
    }
  }
  return conditions.size === 0 ? EVERY_ROW : { condition: [...conditions].join(' AND '), columns };
}

/** Whether rows are taken out of a relation by a filter of its own. */
export function isFiltered(entry: RelationEntry | undefined, applicable: PolicySet): boolean {
  return entry?.filters.some((rule) => applicable.has(rule.policy)) ?? false;
}
