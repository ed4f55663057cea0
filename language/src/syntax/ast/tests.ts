/** Tests: what a policy set must decide, written beside it. */

import type { ActionName } from './access.ts';
import type { Name, NodeBase } from './base.ts';
import type { Documented } from './declarations.ts';
import type { BooleanLiteral, InstantLiteral, IntegerLiteral, StringLiteral } from './literals.ts';
import type { JsonPath, RelationReference } from './paths.ts';
import type { MaskCall } from './statements.ts';

/** `test "…" { as { kind: service } at 2026-11-22T02:00:00Z sql crm "select 1" => allow }` */
export interface TestDeclaration extends NodeBase, Documented {
  readonly kind: 'TestDeclaration';
  readonly name: StringLiteral;
  /** Who asks. */
  readonly caller: ObjectLiteral;
  /** When; null for the moment in which the test runs. */
  readonly at: InstantLiteral | null;
  readonly cases: readonly TestCase[];
}

export type TestCase = SqlCase | HttpCase;

/** `sql crm "select id from orders" => allow` */
export interface SqlCase extends NodeBase {
  readonly kind: 'SqlCase';
  readonly source: Name;
  readonly statement: StringLiteral;
  readonly expectation: Expectation;
}

/** `http billing GET "/v1/customers/42" => mask $.email` */
export interface HttpCase extends NodeBase {
  readonly kind: 'HttpCase';
  readonly source: Name;
  readonly method: ActionName;
  readonly path: StringLiteral;
  readonly expectation: Expectation;
}

export type Expectation = AllowExpectation | DenyExpectation | ApproveExpectation | MaskExpectation;

/** What can be said of a statement that passes: of the rows that it sees, and of the budgets that it is counted against. */
export interface PassExpectation {
  /** `and filter orders`: exactly of these it sees some rows only; none where nothing is said of rows. */
  readonly filtered: readonly RelationReference[];
  /** `and limit 50_000 rows per session`: exactly these budgets bear on it; none where nothing is said of budgets. */
  readonly limited: readonly ExpectedBudget[];
}

/** `50_000 rows per session`; which words are units and spans of time is checked later. */
export interface ExpectedBudget extends NodeBase {
  readonly kind: 'ExpectedBudget';
  readonly amount: IntegerLiteral;
  readonly unit: Name;
  readonly per: Name;
}

/** `allow`: it passes, and nothing of what comes back is masked. */
export interface AllowExpectation extends NodeBase, PassExpectation {
  readonly kind: 'AllowExpectation';
}

export interface DenyExpectation extends NodeBase {
  readonly kind: 'DenyExpectation';
}

/** `approve by "dba"`, `approve by 2 of "dba", "security"` */
export interface ApproveExpectation extends NodeBase, PassExpectation {
  readonly kind: 'ApproveExpectation';
  /** How many people must; null where nothing is said of it. */
  readonly count: IntegerLiteral | null;
  /** At least one. */
  readonly groups: readonly StringLiteral[];
}

/** `mask s with keep_last(4), email`, `mask $.email`: it passes, and exactly these columns or fields are masked. */
export interface MaskExpectation extends NodeBase, PassExpectation {
  readonly kind: 'MaskExpectation';
  /** At least one. */
  readonly columns: readonly MaskedPlace[];
}

/** One column or field of a `mask`, and what it has to be masked with. */
export interface MaskedPlace extends NodeBase {
  readonly kind: 'MaskedPlace';
  /** The name of a result column in a SQL case, a path in an HTTP case. */
  readonly place: Name | JsonPath;
  /** Null where none is named here: then it is that of the next place that names one, or any. */
  readonly mask: MaskCall | null;
}

/** `{ kind: service, groups: ["etl"] }` */
export interface ObjectLiteral extends NodeBase {
  readonly kind: 'ObjectLiteral';
  readonly entries: readonly ObjectEntry[];
}

export interface ObjectEntry extends NodeBase {
  readonly kind: 'ObjectEntry';
  readonly key: Name;
  readonly value: ObjectValue;
}

/** A bare word is a value of an enumerated type, such as `service`. */
export type ObjectValue = StringLiteral | IntegerLiteral | BooleanLiteral | Name | ValueList | ObjectLiteral;

/** `["etl", "contractors"]` */
export interface ValueList extends NodeBase {
  readonly kind: 'ValueList';
  readonly items: readonly ObjectValue[];
}
