/** Row filters as each relation has them: spread to those whose rows a filtered table holds too. */
import type { Policy, RowFilter, Source } from '../../bind/program.ts';
import type { RowCondition } from '../../ir/row-condition.ts';
import type { Relation } from '../../schema/model.ts';

/** One filter on one relation. */
export interface SettledFilter {
  readonly policy: Policy;
  readonly filter: RowFilter;
  readonly relation: Relation;
  /** Whether the policy names the relation, rather than a parent of it. */
  readonly isNamed: boolean;
  readonly condition: RowCondition;
}

/** By source; a filter with a mistake is missing. */
export type SettledFilters = ReadonlyMap<Source, readonly SettledFilter[]>;
