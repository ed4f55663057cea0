/** Conditions. */
import type { Span } from '../../source/source-text.ts';
import type { Name, NodeBase } from './base.ts';
import type { BooleanLiteral, IntegerLiteral, StringLiteral, TimeLiteral } from './literals.ts';

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
