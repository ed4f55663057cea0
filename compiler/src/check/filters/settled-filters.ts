/** Row filters as each relation has them: spread to those whose rows a filtered table holds too. */
import type { Policy, RowFilter, Source } from '../../bind/program.ts';
import type { RowCondition } from '../../ir/row-condition.ts';
import type { Relation } from '../../schema/model.ts';

/** One filter on one relation. */
export interface SettledFilter {
  readonly policy: Policy;
  readonly filter: RowFilter;
  readonly relation: Relation;
  /** Whether the statement means the relation, and no table above it: what is filtered above is filtered here. */
  readonly isOwn: boolean;
  readonly condition: RowCondition;
}

/** By source; a filter with a mistake is missing. */
export type SettledFilters = ReadonlyMap<Source, readonly SettledFilter[]>;
