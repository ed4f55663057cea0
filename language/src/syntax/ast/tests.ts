/** Tests: what a policy set must decide, written beside it. */

import type { ActionName } from './access.ts';
import type { Name, NodeBase } from './base.ts';
import type { Documented } from './declarations.ts';
import type { BooleanLiteral, InstantLiteral, IntegerLiteral, StringLiteral } from './literals.ts';
import type { JsonPath } from './paths.ts';

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

/** `allow`: it passes, and nothing of what comes back is masked. */
export interface AllowExpectation extends NodeBase {
  readonly kind: 'AllowExpectation';
}

export interface DenyExpectation extends NodeBase {
  readonly kind: 'DenyExpectation';
}

/** `approve by "dba"` */
export interface ApproveExpectation extends NodeBase {
  readonly kind: 'ApproveExpectation';
  /** At least one. */
  readonly groups: readonly StringLiteral[];
}

/** `mask s`, `mask $.email`: it passes, and exactly these columns or fields are masked. */
export interface MaskExpectation extends NodeBase {
  readonly kind: 'MaskExpectation';
  /** At least one: names of result columns in a SQL case, paths in an HTTP case. */
  readonly columns: readonly (Name | JsonPath)[];
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
