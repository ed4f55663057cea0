/** A YAML or JSON text as a tree that remembers where everything stood. Knows nothing of OpenAPI. */

interface NodeBase {
  /** UTF-16 offsets of the value in its text. For a block, of its first character only. */
  readonly start: number;
  readonly end: number;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  /** In the order of the text. */
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: DocumentNode;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly DocumentNode[];
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** As it is written, with escapes resolved. */
  readonly text: string;
  /** What the YAML core schema makes of it; a quoted scalar is a string. */
  readonly value: string | number | boolean | null;
}

/** Where a text refers to an anchor, the node itself stands again; none stands inside itself. */
export type DocumentNode = MapNode | ListNode | ScalarNode;

/** The value of a key of a map; null for what is no map, or has no such key. */
export function valueAt(node: DocumentNode | null, key: string): DocumentNode | null {
  return node?.kind === 'map' ? (node.entries.get(key)?.value ?? null) : null;
}

/** The entries of a map, and none of anything else. */
export function entriesOf(node: DocumentNode | null): Iterable<readonly [string, MapEntry]> {
  return node?.kind === 'map' ? node.entries : [];
}

/** The items of a list, and none of anything else. */
export function itemsOf(node: DocumentNode | null): readonly DocumentNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The string that a node is; null for any other. */
export function stringOf(node: DocumentNode | null): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}
