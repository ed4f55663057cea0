/**
 * Whether a rewritten text means exactly what was intended: the original tree, with some nodes replaced. Only places in the text may
 * differ.
 */
import { type Tree, type TreeValue } from '../parse/tree.ts';
/** `replacements` maps nodes of the original tree, by identity, to what must stand in their place. */
export declare function sameTree(
  original: TreeValue | undefined,
  rewritten: TreeValue | undefined,
  replacements: ReadonlyMap<Tree, Tree>,
): boolean;
//# sourceMappingURL=same-tree.d.ts.map
