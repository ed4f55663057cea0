/**
 * The abstract syntax of a .dlp file: what the author said, freed of how it was spaced.
 *
 * Invariants: every node carries the span of its own text; names keep the span of the name alone, so that a
 * diagnostic can underline it; nothing here refers to a schema or to another file. A node is only built when the
 * parser saw enough of it to mean something, so no field is ever a hole.
 */
import type { Span } from '../source/source-text.ts';

interface NodeBase {
  readonly span: Span;
}

/** A name as written (unquoted): an identifier, or the content of a quoted one. */
export interface Name extends NodeBase {
  readonly kind: 'Name';
  readonly text: string;
  /** Whether it stood in double quotes, which a name that is no identifier needs. */
  readonly quoted: boolean;
}

/** A string literal; `value` has its escapes resolved. */
export interface StringLiteral extends NodeBase {
  readonly kind: 'StringLiteral';
  readonly value: string;
}

/** An integer literal; `1_000` is 1000. */
export interface IntegerLiteral extends NodeBase {
  readonly kind: 'IntegerLiteral';
  readonly value: number;
}

/** A whole file. */
export interface PolicyFile extends NodeBase {
  readonly kind: 'PolicyFile';
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
}

/** A line comment, kept for the formatter and, before a declaration, for documentation. */
export interface Comment extends NodeBase {
  readonly kind: 'Comment';
  /** With its slashes, without the line end. */
  readonly text: string;
}

export type Declaration =
  | IdentityDeclaration
  | DatabaseDeclaration
  | LabelDeclaration
  | ClassifyDeclaration
  | DefaultMaskDeclaration
  | GroupDeclaration
  | PolicyDeclaration;

/** `identity corp { issuer "https://…" audience "dlp-proxy" claim department: string }` */
export interface IdentityDeclaration extends NodeBase {
  readonly kind: 'IdentityDeclaration';
  readonly name: Name;
  readonly members: readonly IdentityMember[];
}

export type IdentityMember = IdentitySetting | ClaimDeclaration;

/** `issuer "https://login.corp.example"`, `audience "dlp-proxy"` */
export interface IdentitySetting extends NodeBase {
  readonly kind: 'IdentitySetting';
  readonly key: 'issuer' | 'audience';
  readonly value: StringLiteral;
}

/** `claim clearance: int`, `claim cost_center?: string` */
export interface ClaimDeclaration extends NodeBase {
  readonly kind: 'ClaimDeclaration';
  readonly name: Name;
  /** Whether a question mark says that an identity may lack it. */
  readonly optional: boolean;
  readonly type: ClaimType;
}

/** `string`, `set of string`; which words are types is checked later. */
export interface ClaimType extends NodeBase {
  readonly kind: 'ClaimType';
  /** As it is written, with single spaces. */
  readonly text: string;
}

/** `database crm from "schema/crm.sql"` */
export interface DatabaseDeclaration extends NodeBase {
  readonly kind: 'DatabaseDeclaration';
  readonly name: Name;
  readonly from: StringLiteral;
}

/** `label pii { contact  national_id }` — a tree; a label without children stands for itself. */
export interface LabelDeclaration extends NodeBase {
  readonly kind: 'LabelDeclaration';
  readonly label: LabelNode;
}

export interface LabelNode extends NodeBase {
  readonly kind: 'LabelNode';
  readonly name: Name;
  readonly children: readonly LabelNode[];
}

/** `pii.contact` — a label by its path from the root. */
export interface LabelPath extends NodeBase {
  readonly kind: 'LabelPath';
  /** At least one. */
  readonly segments: readonly Name[];
}

/** `classify pii.contact crm.customers.{email, phone}, crm.leads.email` */
export interface ClassifyDeclaration extends NodeBase {
  readonly kind: 'ClassifyDeclaration';
  readonly label: LabelPath;
  readonly targets: readonly ColumnPattern[];
}

/** `crm.customers.email`, `crm.sales.orders.{email, phone}`: source, optional schema, relation, columns. */
export interface ColumnPattern extends NodeBase {
  readonly kind: 'ColumnPattern';
  readonly source: Name;
  readonly relation: RelationReference;
  /** At least one. */
  readonly columns: readonly Name[];
}

/** `customers` or `sales.customers`; without a schema, the one relation of that name, or the one in `public`. */
export interface RelationReference extends NodeBase {
  readonly kind: 'RelationReference';
  readonly schema: Name | null;
  readonly name: Name;
}

/** `mask default with null` — for labelled columns that no applicable policy speaks of. */
export interface DefaultMaskDeclaration extends NodeBase {
  readonly kind: 'DefaultMaskDeclaration';
  readonly mask: MaskCall;
}

/** `group etl = caller.kind == service and "etl" in caller.groups` */
export interface GroupDeclaration extends NodeBase {
  readonly kind: 'GroupDeclaration';
  readonly name: Name;
  readonly condition: Expression;
}

/** `policy nightly for etl when now in 01:00..05:00 "UTC" until 2027-03-31 { on crm { … } }` */
export interface PolicyDeclaration extends NodeBase {
  readonly kind: 'PolicyDeclaration';
  readonly name: Name;
  readonly condition: Expression;
  /** One more condition, which must hold too; null where there is none. */
  readonly when: Expression | null;
  /** The last day; null where the policy does not end. */
  readonly until: DateLiteral | null;
  readonly blocks: readonly SourceBlock[];
}

/** `2027-03-31`: a day that the calendar has. */
export interface DateLiteral extends NodeBase {
  readonly kind: 'DateLiteral';
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** `on crm { … }` */
export interface SourceBlock extends NodeBase {
  readonly kind: 'SourceBlock';
  readonly source: Name;
  readonly statements: readonly Statement[];
}

export type Statement = AllowStatement | DenyStatement | MaskStatement | RevealStatement;

/** `select`, `insert`, `update`, `delete` as written; checked against the known actions later. */
export interface ActionName extends NodeBase {
  readonly kind: 'ActionName';
  readonly text: string;
}

/** `allow select, insert on customers, orders` */
export interface AllowStatement extends NodeBase {
  readonly kind: 'AllowStatement';
  readonly actions: readonly ActionName[];
  readonly relations: readonly RelationReference[];
}

/** `deny delete on orders` */
export interface DenyStatement extends NodeBase {
  readonly kind: 'DenyStatement';
  readonly actions: readonly ActionName[];
  readonly relations: readonly RelationReference[];
}

/** `mask pii.contact with hash`, `mask customers.ssn with keep_last(4)` */
export interface MaskStatement extends NodeBase {
  readonly kind: 'MaskStatement';
  readonly targets: readonly TreatmentTarget[];
  readonly mask: MaskCall;
}

/** `reveal pii.contact, customers.ssn` */
export interface RevealStatement extends NodeBase {
  readonly kind: 'RevealStatement';
  readonly targets: readonly TreatmentTarget[];
}

/**
 * What a mask or reveal speaks of: a label or a column of the block's source. Which of the two `a.b` means is
 * decided against the labels and the schema, so the syntax keeps the path as written. Having it mean both is an error.
 */
export interface TreatmentTarget extends NodeBase {
  readonly kind: 'TreatmentTarget';
  /** At least one. */
  readonly segments: readonly Name[];
}

/** `redact`, `keep_last(4)` */
export interface MaskCall extends NodeBase {
  readonly kind: 'MaskCall';
  readonly name: Name;
  readonly args: readonly (StringLiteral | IntegerLiteral)[];
}

/** Conditions. Precedence, loosest first: `or`, `and`, `not`, comparison and `in`, `??`, member, primary. */
export type Expression =
  | BinaryExpression
  | NotExpression
  | MemberExpression
  | NameExpression
  | BooleanLiteral
  | ListLiteral
  | TimeWindow
  | StringLiteral
  | IntegerLiteral;

export type BinaryOperator = 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '??';

export interface BinaryExpression extends NodeBase {
  readonly kind: 'BinaryExpression';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface NotExpression extends NodeBase {
  readonly kind: 'NotExpression';
  readonly operand: Expression;
}

/** `caller.groups` */
export interface MemberExpression extends NodeBase {
  readonly kind: 'MemberExpression';
  readonly object: Expression;
  readonly member: Name;
}

/** A group, one of the roots `caller`, `task`, `hint` and `now`, or a value of an enumerated type such as `service`. */
export interface NameExpression extends NodeBase {
  readonly kind: 'NameExpression';
  readonly name: Name;
}

export interface BooleanLiteral extends NodeBase {
  readonly kind: 'BooleanLiteral';
  readonly value: boolean;
}

/** `["a", "b"]` */
export interface ListLiteral extends NodeBase {
  readonly kind: 'ListLiteral';
  readonly items: readonly Expression[];
}

/** `01:00..05:00 "UTC"`: from the first time of day up to the second, which is outside; over midnight where it is the earlier one. */
export interface TimeWindow extends NodeBase {
  readonly kind: 'TimeWindow';
  readonly start: TimeLiteral;
  readonly end: TimeLiteral;
  /** Name of a time zone. */
  readonly zone: StringLiteral;
}

/** `05:00` */
export interface TimeLiteral extends NodeBase {
  readonly kind: 'TimeLiteral';
  /** Since midnight; 1440 for `24:00`, which only ends a window. */
  readonly minutes: number;
}

/** Every node of the tree. */
export type Node =
  | PolicyFile
  | Comment
  | Declaration
  | IdentityMember
  | ClaimType
  | DateLiteral
  | TimeLiteral
  | LabelNode
  | LabelPath
  | ColumnPattern
  | RelationReference
  | SourceBlock
  | Statement
  | ActionName
  | TreatmentTarget
  | MaskCall
  | Expression
  | Name;

export type NodeKind = Node['kind'];
