/**
 * One walk over a statement's tree by the table of shapes. It knows how to go through nodes; what a node means is said by the
 * visitor of its kind. The first thing that cannot be judged is kept as the refusal; the walk itself never throws.
 */
import type { Catalog } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { type Tree, type TreeValue } from '../parse/tree.ts';
import type { CteScope } from './cte-scope.ts';
import type { RelationUse } from './facts.ts';
/** Says what a node of one kind means, and goes on into its fields by `walk.fields`. */
export type Visitor = (walk: Walk, node: Tree, scope: CteScope, wrapper: Tree | null) => void;
export interface Refusal {
  readonly denial: Denial;
  /** Bytes of UTF-8 into the text; -1 where no place is to blame. */
  readonly location: number;
}
export declare class Walk {
  #private;
  readonly reads: RelationUse[];
  readonly unqualifiedCalls: Tree[];
  readonly schemaColumns: Tree[];
  readonly systemColumns: Set<string>;
  readonly givenNames: Set<string>;
  usesStar: boolean;
  refusal: Refusal | null;
  readonly catalog: Catalog;
  constructor(catalog: Catalog, visitors: ReadonlyMap<string, Visitor>);
  refuse(denial: Denial, location?: number): void;
  /** A wrapped node; absent and empty are nothing. */
  node(wrapper: TreeValue | undefined, scope: CteScope): void;
  nodes(list: TreeValue | undefined, scope: CteScope): void;
  /** A node of a known kind, by its visitor where it has one. */
  visit(kind: string, node: Tree, scope: CteScope, wrapper?: Tree | null): void;
  /** Every field of a node by its row in the table, but those in `done`, which the visitor went through itself. */
  fields(kind: string, node: Tree, scope: CteScope, done?: readonly string[]): void;
}
export declare function locationOf(node: Tree): number;
//# sourceMappingURL=walk.d.ts.map
