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
  ImportDeclaration: { path: true },
  IdentityDeclaration: { name: true, members: true },
  IdentitySetting: { value: true },
  ClaimDeclaration: { name: true, type: true },
  ClaimType: {},
  DatabaseDeclaration: { name: true, from: true },
  ApiDeclaration: { name: true, from: true },
  LabelDeclaration: { label: true },
  LabelNode: { name: true, children: true },
  ClassifyDeclaration: { label: true, targets: true },
  ValuesTarget: { detector: true, within: true },
  DetectorDeclaration: { name: true, pattern: true, validator: true },
  DefaultMaskDeclaration: { mask: true },
  GroupDeclaration: { name: true, condition: true },
  PolicyDeclaration: { name: true, condition: true, when: true, until: true, members: true },
  RecordStatement: { level: true },
  SourceBlock: { source: true, statements: true },
  AllowStatement: { access: true },
  DenyStatement: { access: true },
  ApproveStatement: { access: true, count: true, groups: true, within: true },
  MaskStatement: { targets: true, mask: true },
  MaskCall: { name: true, args: true },
  RevealStatement: { targets: true },
  FilterStatement: { relations: true, condition: true },
  LimitStatement: { amount: true, unit: true, per: true },
  AlertStatement: { access: true },
  AlertBudgetStatement: { amount: true, unit: true, per: true },
  DeclassifyStatement: { labels: true, relations: true },
  SqlAccess: { actions: true, relations: true },
  HttpAccess: { methods: true, paths: true },
  OperationAccess: { operations: true },
  ActionName: {},
  LabelPath: { segments: true },
  ColumnPattern: { source: true, steps: true, jsonPath: true },
  NameSet: { members: true },
  JsonPath: { steps: true },
  EachStep: {},
  RelationReference: { schema: true, name: true },
  TreatmentTarget: { segments: true, jsonPath: true },
  BinaryExpression: { left: true, right: true },
  NotExpression: { operand: true },
  MemberExpression: { object: true, member: true },
  NameExpression: { name: true },
  ListLiteral: { items: true },
  TimeWindow: { start: true, end: true, zone: true },
  TestDeclaration: { name: true, caller: true, at: true, cases: true },
  SqlCase: { source: true, statement: true, expectation: true },
  HttpCase: { source: true, method: true, path: true, expectation: true },
  AllowExpectation: { filtered: true, limited: true },
  DenyExpectation: {},
  ApproveExpectation: { count: true, groups: true, filtered: true, limited: true },
  ExpectedBudget: { amount: true, unit: true, per: true },
  MaskExpectation: { columns: true, filtered: true, limited: true },
  MaskedPlace: { place: true, mask: true },
  ObjectLiteral: { entries: true },
  ObjectEntry: { key: true, value: true },
  ValueList: { items: true },
  BooleanLiteral: {},
  DateLiteral: {},
  TimeLiteral: {},
  InstantLiteral: {},
  DurationLiteral: {},
  RegexLiteral: {},
  SqlText: {},
  StringLiteral: {},
  IntegerLiteral: {},
  Name: {},
  NamePattern: {},
};

const keysOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(table).map(([kind, fields]) => [kind, Object.keys(fields)]),
);

/** The children of a node, in the order in which they stand in a text. */
export function childrenOf(node: Node): readonly Node[] {
  // The table above is what makes this reading of fields by name sound.
  const fields = node as unknown as Readonly<Record<string, Node | readonly Node[] | null>>;
  const children: Node[] = [];
  for (const key of keysOf.get(node.kind) ?? []) {
    const value = fields[key] ?? null;
    if (isList(value)) for (const child of value) children.push(child);
    else if (value !== null) children.push(value);
  }
  return children;
}

function isList(value: Node | readonly Node[] | null): value is readonly Node[] {
  return Array.isArray(value);
}
