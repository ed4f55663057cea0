/**
 * Which rows of a table are there for the callers of one view. A filter on a parent holds for what is below it too: the rows are the same ones,
 * by another name. Where a child has a filter that its parent lacks, the parent cannot be read, since the server gives its rows with the others.
 */
import { type CallerValue, type FilterRule, type RelationEntry, relationKey } from '../../abi.ts';
import { ancestors, descendants } from '../../catalog/agreement.ts';
import type { LiveRelation } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { CallerLiteral } from './caller-literal.ts';
import type { PolicySet } from './decide.ts';
import { type FilterContext, filterCondition } from './filter-condition.ts';
import { displayName } from './relation-view.ts';

export interface RowFilters {
  /** All conditions, each in parentheses; null where every row is there. */
  readonly condition: string | null;
  /** What they compare. */
  readonly columns: ReadonlySet<string>;
}

export interface RowFilterContext extends Omit<FilterContext, 'literal'> {
  /** What the asker of a link has for a hole. */
  readonly literal: (value: CallerValue, link: number) => CallerLiteral | null;
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
  const rules = [key, ...ancestors(key, catalog)].flatMap((above) =>
    applying(entries.get(above), applicable),
  );
  const known = new Set(rules.map((rule) => textOf(rule, applicable)));
  for (const below of descendants(key, catalog)) {
    if (applying(entries.get(below), applicable).some((rule) => !known.has(textOf(rule, applicable)))) {
      const child = catalog.relations.get(below);
      const childName = child === undefined ? below : displayName(child);
      return { denial: denials.filterBelow(displayName(live), childName) };
    }
  }
  const conditions = new Set<string>();
  const columns = new Set<string>();
  for (const rule of rules) {
    for (const link of linksOf(rule, applicable)) {
      const literal: FilterContext['literal'] = (value) => context.literal(value, link);
      const condition = filterCondition(rule, { ...context, literal });
      if (typeof condition === 'string') return { denial: denials.filter(displayName(live), condition) };
      conditions.add(`(${condition.sql})`);
      for (const column of condition.columns) columns.add(column);
    }
  }
  return conditions.size === 0 ? EVERY_ROW : { condition: [...conditions].join(' AND '), columns };
}

/** Whether rows are taken out of a relation by a filter of its own. */
export function isFiltered(entry: RelationEntry | undefined, applicable: PolicySet): boolean {
  return applying(entry, applicable).length > 0;
}

function applying(entry: RelationEntry | undefined, applicable: PolicySet): readonly FilterRule[] {
  return entry?.filters.filter((rule) => applicable.has(rule.policy)) ?? [];
}

/** Two of one text, holes included, keep the same rows for the same links. */
function textOf(rule: FilterRule, applicable: PolicySet): string {
  return JSON.stringify([rule.sql, linksOf(rule, applicable)]);
}

/** By number: those to whom the rule applies. */
function linksOf({ policy }: FilterRule, { links }: PolicySet): readonly number[] {
  return links.flatMap((link, index) => (link.has(policy) ? [index] : []));
}
