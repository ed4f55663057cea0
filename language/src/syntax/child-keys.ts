/**
 * Which fields of each kind of node hold its children, in the order in which they stand in a text. A kind or a field that
 * is missing here does not compile, so whatever walks the tree by this table sees all of it.
 */
import type { Node, NodeKind } from './ast.ts';

export type NodeOf<K extends NodeKind> = Extract<Node, { readonly kind: K }>;

/** The fields of `N` that hold a node, a node or nothing, or a list of nodes. */
type ChildField<N> = {
  [F in keyof N]: N[F] extends Node | null ? F : N[F] extends readonly Node[] ? F : never;
}[keyof N];

type ChildKeys = { readonly [K in NodeKind]: { readonly [F in ChildField<NodeOf<K>>]: true } };

const table: ChildKeys = {
  PolicyFile: { declarations: true, comments: true },
  Comment: {},
  IdentityDeclaration: { name: true, members: true },
  IdentitySetting: { value: true },
  ClaimDeclaration: { name: true, type: true },
  ClaimType: {},
  DatabaseDeclaration: { name: true, from: true },
  LabelDeclaration: { label: true },
  LabelNode: { name: true, children: true },
  LabelPath: { segments: true },
  ClassifyDeclaration: { label: true, targets: true },
  ColumnPattern: { source: true, relation: true, columns: true },
  RelationReference: { schema: true, name: true },
  DefaultMaskDeclaration: { mask: true },
  GroupDeclaration: { name: true, condition: true },
  PolicyDeclaration: { name: true, condition: true, when: true, until: true, blocks: true },
  DateLiteral: {},
  SourceBlock: { source: true, statements: true },
  AllowStatement: { actions: true, relations: true },
  DenyStatement: { actions: true, relations: true },
  ActionName: {},
  MaskStatement: { targets: true, mask: true },
  RevealStatement: { targets: true },
  TreatmentTarget: { segments: true },
  MaskCall: { name: true, args: true },
  BinaryExpression: { left: true, right: true },
  NotExpression: { operand: true },
  MemberExpression: { object: true, member: true },
  NameExpression: { name: true },
  BooleanLiteral: {},
  ListLiteral: { items: true },
  TimeWindow: { start: true, end: true, zone: true },
  TimeLiteral: {},
  StringLiteral: {},
  IntegerLiteral: {},
  Name: {},
};

const keysOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(table).map(([kind, fields]) => [kind, Object.keys(fields)]),
);

/** The children of a node, in the order in which they stand in a text. */
export function childrenOf(node: Node): readonly Node[] {
  // The table above is what makes this reading of fields by name sound.
  const fields = node as unknown as Readonly<Record<string, Node | readonly Node[] | null>>;
  return (keysOf.get(node.kind) ?? []).flatMap((key) => fields[key] ?? []);
}
