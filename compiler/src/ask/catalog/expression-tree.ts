/** What is read off the tree of an expression: where it begins, and which columns it names. */

import type { Node } from 'libpg-query';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import { strings } from '../../schema/parse/node.ts';

/** The first byte that any node of the tree names; null where none does. */
export function firstLocation(tree: unknown): number | null {
  let first: number | null = null;
  for (const node of nodesOf(tree))
    if ('location' in node && typeof node.location === 'number')
      first = first === null ? node.location : Math.min(first, node.location);
  return first;
}

/** Columns of `relation` that an expression reads, in their order; all of them where it takes a row as a whole. */
export function columnsIn(expression: unknown, relation: RelationState): readonly string[] {
  const named = new Set<string>();
  const columns = relation.columns.map(({ name }) => name);
  for (const node of nodesOf(expression)) {
    if (!('fields' in node && Array.isArray(node.fields))) continue;
    const fields = node.fields as Node[];
    const last = strings(fields).at(-1) ?? '';
    if (fields.some((field) => 'A_Star' in field) || (last === relation.name && !columns.includes(last)))
      return columns;
    named.add(last);
  }
  return inOrder(named, relation);
}

/** Those of `names` that are columns, as they stand in the table. */
export function inOrder(names: ReadonlySet<string>, { columns }: RelationState): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => names.has(name));
}

/** Every object of the tree, without recursion: an expression may be nested deeply. */
export function* nodesOf(tree: unknown): Iterable<object> {
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (!Array.isArray(node)) yield node;
    pending.push(...(Object.values(node) as unknown[]));
  }
}
