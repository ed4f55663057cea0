/** JSON pointers (RFC 6901): places in a document. */
import type { DocumentNode } from './document-node.ts';

/** The names that a pointer is made of; null where it is none. */
export function pointerNames(pointer: string): readonly string[] | null {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return null;
  return pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `pointer` with one more name behind it. */
export function pointerTo(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The node that a pointer leads to; null where it leads nowhere. */
export function nodeAt(root: DocumentNode, pointer: string): DocumentNode | null {
  const names = pointerNames(pointer);
  if (names === null) return null;
  let node: DocumentNode | null = root;
  for (const name of names) node = node === null ? null : step(node, name);
  return node;
}

/** The last node on the way to where a pointer should lead: the place to blame for what is missing. */
export function nearestNodeAt(root: DocumentNode, pointer: string): DocumentNode {
  let node = root;
  for (const name of pointerNames(pointer) ?? []) {
    const next = step(node, name);
    if (next === null) return node;
    node = next;
  }
  return node;
}

function step(node: DocumentNode, name: string): DocumentNode | null {
  if (node.kind === 'map') return node.entries.get(name)?.value ?? null;
  if (node.kind === 'list' && /^(?:0|[1-9]\d{0,8})$/.test(name)) return node.items[Number(name)] ?? null;
  return null;
}
