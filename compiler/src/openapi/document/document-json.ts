/** A tree as the JSON value that it stands for, for readers that know nothing of places. */
import type { DocumentNode } from './document-node.ts';

/** The value of a tree. What an alias repeats is one object, of which the tree bounds how often. */
export function documentJson(root: DocumentNode): unknown {
  const made = new Map<DocumentNode, unknown>();
  const make = (node: DocumentNode): unknown => {
    if (node.kind === 'scalar') return node.value;
    const known = made.get(node);
    if (known !== undefined) return known;
    const value: unknown =
      node.kind === 'list'
        ? node.items.map(make)
        : // `__proto__` is a name like any other.
          Object.fromEntries([...node.entries].map(([key, entry]) => [key, make(entry.value)]));
    made.set(node, value);
    return value;
  };
  return make(root);
}
