/** Reading libpg-query's tree with types. */
import type { Node } from 'libpg-query';

/** Tags of all nodes, such as `CreateStmt`. */
export type NodeTag = Node extends infer N ? (N extends unknown ? keyof N & string : never) : never;

/** The node behind a tag. */
export type NodeOf<T extends NodeTag> = Node extends infer N
  ? N extends Record<T, infer V>
    ? V
    : never
  : never;

/** The tag of a node. */
export function tagOf(node: Node): NodeTag {
  // Each node of the tree is an object with exactly one key.
  return Object.keys(node)[0] as NodeTag;
}

/** What `node` holds where it is of kind `tag`. */
export function as<T extends NodeTag>(tag: T, node: Node | undefined): NodeOf<T> | null {
  return node !== undefined && tag in node ? (node as Record<T, NodeOf<T>>)[tag] : null;
}

/** The strings of a list of String nodes, such as a qualified name. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => {
    const string = as('String', node);
    return string === null ? [] : [string.sval ?? ''];
  });
}

/** The integer that a node is a constant of. */
export function integerOf(node: Node): number | null {
  const constant = as('A_Const', node);
  // The tree leaves zero out.
  return constant?.ival === undefined ? null : (constant.ival.ival ?? 0);
}
