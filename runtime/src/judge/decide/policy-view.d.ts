/**
 * One source as the callers of one set of policies see it: for each relation the decision on reading it, and the
 * subquery that stands in its place. Built per set, not per caller; relations are settled when they are first asked for.
 */
import { type Matcher } from '../../abi.ts';
import type { Catalog, LiveRelation } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { type PolicySet } from './decide.ts';
/** How a read of one relation goes on. */
export type RelationView =
  | {
      readonly kind: 'denied';
      readonly denial: Denial;
    }
  /** Readable as it is: nothing in it is masked or hidden. */
  | {
      readonly kind: 'open';
      readonly isProtected: boolean;
    }
  /** Readable through a subquery: see {@link maskedSubquery}. */
  | {
      readonly kind: 'masked';
      readonly isProtected: boolean;
      /** SQL of each column that is shown. */
      readonly columns: readonly string[];
      readonly from: LiveRelation;
    };
/**
 * The text of the SELECT that stands for a masked relation. `systemColumns` are those that the statement names: they are added where
 * they tell nothing of stored values. `ctid` does: a row's place depends on the length of those before it.
 */
export declare function maskedSubquery(
  {
    columns,
    from,
  }: Extract<
    RelationView,
    {
      kind: 'masked';
    }
  >,
  systemColumns: Iterable<string>,
): string;
export declare class PolicyView {
  #private;
  constructor(matcher: Matcher, applicable: PolicySet, catalog: Catalog);
  /** The view of a relation that the catalog holds. */
  relation(schema: string, name: string): RelationView;
}
//# sourceMappingURL=policy-view.d.ts.map
