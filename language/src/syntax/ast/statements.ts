/** The statements of a policy's blocks. */
import type { Access } from './access.ts';
import type { Name, NodeBase } from './base.ts';
import type { DurationLiteral, IntegerLiteral, RegexLiteral, SqlText, StringLiteral } from './literals.ts';
import type { LabelPath, RelationReference, TreatmentTarget } from './paths.ts';

export type Statement =
  | AllowStatement
  | DenyStatement
  | ApproveStatement
  | MaskStatement
  | RevealStatement
  | FilterStatement
  | LimitStatement
  | AlertStatement
  | AlertBudgetStatement
  | DeclassifyStatement;

/** `allow select, insert on customers, orders` */
export interface AllowStatement extends NodeBase {
  readonly kind: 'AllowStatement';
  readonly access: Access;
}

/** `deny delete on orders`, `deny update, delete without where` */
export interface DenyStatement extends NodeBase {
  readonly kind: 'DenyStatement';
  readonly access: Access;
  /** Only statements that have no WHERE are meant. */
  readonly withoutWhere: boolean;
}

/** `approve update on customers by 2 of "dba", "security" within 4h` */
export interface ApproveStatement extends NodeBase {
  readonly kind: 'ApproveStatement';
  readonly access: Access;
  /** How many must approve; null where none is written. */
  readonly count: IntegerLiteral | null;
  /** Whose members may approve; at least one. */
  readonly groups: readonly StringLiteral[];
  /** How long they may take. */
  readonly within: DurationLiteral;
}

/** `mask pii.contact with hash, lookup by equality`, `mask customers.ssn with keep_last(4)` */
export interface MaskStatement extends NodeBase {
  readonly kind: 'MaskStatement';
  readonly targets: readonly TreatmentTarget[];
  readonly mask: MaskCall;
  /** Whether rows may be found by a value that the caller already knows. */
  readonly lookup: boolean;
}

/** `redact`, `keep_last(4)`, `replace(card_number, "[card]")` */
export interface MaskCall extends NodeBase {
  readonly kind: 'MaskCall';
  readonly name: Name;
  readonly args: readonly MaskArgument[];
}

/** A bare name is that of a detector. */
export type MaskArgument = StringLiteral | IntegerLiteral | RegexLiteral | Name;

/** `reveal pii.contact, customers.ssn` */
export interface RevealStatement extends NodeBase {
  readonly kind: 'RevealStatement';
  readonly targets: readonly TreatmentTarget[];
}

/** `filter orders, invoices where region = caller.claims.department` */
export interface FilterStatement extends NodeBase {
  readonly kind: 'FilterStatement';
  /** At least one. */
  readonly relations: readonly RelationReference[];
  readonly condition: SqlText;
}

/** `limit 50_000 rows per session`; which words are units and spans of time is checked later. */
export interface LimitStatement extends NodeBase {
  readonly kind: 'LimitStatement';
  readonly amount: IntegerLiteral;
  readonly unit: Name;
  readonly per: Name;
}

/** `alert select, delete on customers` */
export interface AlertStatement extends NodeBase {
  readonly kind: 'AlertStatement';
  readonly access: Access;
}

/** `alert above 10_000 rows per hour` */
export interface AlertBudgetStatement extends NodeBase {
  readonly kind: 'AlertBudgetStatement';
  readonly amount: IntegerLiteral;
  readonly unit: Name;
  readonly per: Name;
}

/** `declassify pii.contact, pii.name into enriched_customers` */
export interface DeclassifyStatement extends NodeBase {
  readonly kind: 'DeclassifyStatement';
  /** At least one. */
  readonly labels: readonly LabelPath[];
  /** At least one. */
  readonly relations: readonly RelationReference[];
}
