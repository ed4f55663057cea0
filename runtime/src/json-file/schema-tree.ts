/**
 * A valibot schema as a tree: which schema stands at which path. valibot's types keep this apart for each kind of
 * schema; what words mistakes, and what makes the JSON Schema and the reference, walk all of them alike.
 */
import type { Path } from './problem.ts';

/** The fields of valibot's schemas and pipe items that hold other schemas or say what is expected. */
export interface SchemaNode {
  readonly kind: string;
  readonly type: string;
  /** Of an object. */
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  /** Of a record: every value. */
  readonly value?: SchemaNode;
  /** Of an array: every element. */
  readonly item?: SchemaNode;
  /** Of `optional`. */
  readonly wrapped?: SchemaNode;
  readonly pipe?: readonly SchemaNode[];
  /** Of `optional`. */
  readonly default?: unknown;
  /** Of a check: its bound, length or pattern. */
  readonly requirement?: unknown;
  /** Of `picklist`. */
  readonly options?: readonly string[];
  /** The phrase for what is expected. */
  readonly message?: unknown;
  readonly description?: string;
}

/** A schema and everything that it wraps or pipes through at the same place. */
export function partsOf(node: SchemaNode): readonly SchemaNode[] {
  const wrapped = node.wrapped === undefined ? [] : partsOf(node.wrapped);
  return [node, ...(node.pipe ?? []).flatMap(partsOf), ...wrapped];
}

/** The keys of the object at this place; null where it is none, or has no fixed keys. */
export function entriesOf(node: SchemaNode): Readonly<Record<string, SchemaNode>> | null {
  return partsOf(node).find((part) => part.entries !== undefined)?.entries ?? null;
}

/** The schema that a path leads to; null where there is none. */
export function nodeAt(node: SchemaNode, path: Path): SchemaNode | null {
  const [key, ...rest] = path;
  if (key === undefined) return node;
  const entries = entriesOf(node);
  const child =
    entries === null
      ? partsOf(node)
          .map((part) => part.value ?? part.item)
          .find((part) => part !== undefined)
      : entries[key];
  return child === undefined ? null : nodeAt(child, rest);
}

/** The phrase for what is expected at this place. */
export function expectedBy(node: SchemaNode): string {
  const message = partsOf(node).find((part) => typeof part.message === 'string')?.message;
  return typeof message === 'string' ? message : 'a value';
}
