/** Walks a tree. Knows its shape from the table of child keys alone. */
import type { Node } from './ast.ts';
import { childrenOf, type NodeOf } from './child-keys.ts';

/** What to do on the way into a node; `'skip'` passes over what is below it. */
export type Visitor = {
  readonly [K in Node['kind']]?: (node: NodeOf<K>, ancestors: readonly Node[]) => unknown;
};

/** Visits `root` and all below it, parents first, in the order of the text. `ancestors` are outermost first. */
export function visit(root: Node, visitor: Visitor): void {
  walk(root, visitor, []);
}

function walk(node: Node, visitor: Visitor, above: Node[]): void {
  // The key and the node have the same kind, which TypeScript cannot see across the union.
  const enter = visitor[node.kind] as ((node: Node, ancestors: readonly Node[]) => unknown) | undefined;
  // Most nodes interest nobody: only those that are asked about get a list of their own.
  if (enter?.(node, above.slice()) === 'skip') return;
  above.push(node);
  for (const child of childrenOf(node)) walk(child, visitor, above);
  above.pop();
}
