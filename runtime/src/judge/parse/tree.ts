/**
 * The parse tree as libpg-query prints it: JSON of PostgreSQL's own nodes. Fields with a default value are left out,
 * nodes of an abstract type are wrapped as `{ "Kind": { … } }`, nodes of a known type are not.
 */

export type TreeValue = string | number | boolean | null | Tree | readonly TreeValue[];

/** Any object of the tree: a wrapper, or the fields of a node. */
export interface Tree {
  readonly [field: string]: TreeValue | undefined;
}

/** What one query string was parsed into. */
export interface ParsedText {
  /** `PG_VERSION_NUM` of the parser. */
  readonly version: number;
  readonly stmts: readonly RawStatement[];
}

/** One statement with its place in the text, in bytes of UTF-8; `stmt_len` 0 or absent means to the end. */
export interface RawStatement {
  readonly stmt: Tree;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

export function isTree(value: TreeValue | undefined): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list field; absent is empty. */
export function listOf(value: TreeValue | undefined): readonly TreeValue[] {
  return Array.isArray(value) ? value : [];
}

/** A wrapper taken apart; null for an empty wrapper (a null pointer in a list) and for what is no wrapper. */
export function unwrap(value: TreeValue | undefined): { readonly kind: string; readonly node: Tree } | null {
  if (!isTree(value)) return null;
  const keys = Object.keys(value);
  const kind = keys[0];
  if (keys.length !== 1 || kind === undefined) return null;
  const node = value[kind];
  return isTree(node) ? { kind, node } : null;
}

/** The strings of a name list such as `FuncCall.funcname`; null where an item is something else. */
export function namesOf(value: TreeValue | undefined): readonly string[] | null {
  const names: string[] = [];
  for (const item of listOf(value)) {
    const inner = unwrap(item);
    if (inner?.kind !== 'String') return null;
    names.push(stringOf(inner.node.sval));
  }
  return names;
}

/** Whether a name, or what stands behind an expression, ends in `*`. */
export function endsInStar(parts: TreeValue | undefined): boolean {
  return unwrap(listOf(parts).at(-1))?.kind === 'A_Star';
}

export function stringOf(value: TreeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A location or count; absent is 0, which libpg-query leaves out. */
export function numberOf(value: TreeValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** Every wrapped node within `value`, itself included, taken apart; without recursion and spreading, for a tree may be deep, and a list long. */
export function* nodesWithin(
  value: TreeValue | undefined,
): Iterable<{ readonly kind: string; readonly node: Tree }> {
  const open = [value];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) for (const item of next as readonly TreeValue[]) open.push(item);
    else if (isTree(next)) {
      const inner = unwrap(next);
      if (inner !== null) yield inner;
      open.push(...Object.values(next));
    }
  }
}
