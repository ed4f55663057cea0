/** Finds what stands at a place of a text. */
import type { Node } from './ast.ts';
import { childrenOf } from './child-keys.ts';

/**
 * The nodes that contain `offset`, outermost first, starting with `root`; empty where `root` does not contain it. A node
 * contains the offset just behind it too, where a cursor stands after typing it, unless another begins there.
 */
export function nodesAt(root: Node, offset: number): readonly Node[] {
  if (!touches(root, offset)) return [];
  const children = childrenOf(root).filter((child) => touches(child, offset));
  // Comments are the last children of a file and stand inside of declarations, so the last one that fits is the inner one.
  const inner = children.findLast((child) => offset < child.span.end) ?? children[0];
  return inner === undefined ? [root] : [root, ...nodesAt(inner, offset)];
}

/** The innermost node at `offset`. */
export function nodeAt(root: Node, offset: number): Node | null {
  return nodesAt(root, offset).at(-1) ?? null;
}

function touches(node: Node, offset: number): boolean {
  return node.span.start <= offset && offset <= node.span.end;
}
