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
export declare function isTree(value: TreeValue | undefined): value is Tree;
/** The items of a list field; absent is empty. */
export declare function listOf(value: TreeValue | undefined): readonly TreeValue[];
/** A wrapper taken apart; null for an empty wrapper (a null pointer in a list) and for what is no wrapper. */
export declare function unwrap(value: TreeValue | undefined): {
  readonly kind: string;
  readonly node: Tree;
} | null;
/** The strings of a name list such as `FuncCall.funcname`; null where an item is something else. */
export declare function namesOf(value: TreeValue | undefined): readonly string[] | null;
export declare function stringOf(value: TreeValue | undefined): string;
/** A location or count; absent is 0, which libpg-query leaves out. */
export declare function numberOf(value: TreeValue | undefined): number;
//# sourceMappingURL=tree.d.ts.map
