/** What a part of a condition is: its type, what of it the compiler knows, and how to ask the rest. */
import type { CallerKind, TimeWindow } from '@dlpc/runtime/abi';
import type { Condition } from '../../ir/ir.ts';
import { and, constant, or } from './build.ts';

/** What may be absent: only `??` takes it as it is. */
export interface Absence {
  /** When it is. */
  readonly condition: Condition;
  /** As the policy writes it. */
  readonly text: string;
}

interface Known<V> {
  /** Null where the compiler does not know it. */
  readonly literal: V | null;
  /** Names the field; null for what is composed or a literal. Two operands of one field are equal. */
  readonly field: string | null;
  readonly absence: Absence | null;
}

export interface StringOperand extends Known<string> {
  readonly type: 'string';
  readonly oneOf: (values: readonly string[]) => Condition;
}

export interface IntegerOperand extends Known<number> {
  readonly type: 'integer';
  readonly atMost: (value: number) => Condition;
}

export interface SetOperand {
  readonly type: 'set of strings';
  readonly has: (member: string) => Condition;
  readonly absence: Absence | null;
}

export interface BooleanOperand {
  readonly type: 'boolean';
  readonly condition: Condition;
  readonly absence: Absence | null;
}

export type Operand =
  | BooleanOperand
  | StringOperand
  | IntegerOperand
  | SetOperand
  /** `value` is null for `caller.kind`. */
  | { readonly type: 'kind'; readonly value: CallerKind | null }
  | { readonly type: 'list'; readonly items: readonly Operand[] }
  /** `now`. */
  | { readonly type: 'moment' }
  | { readonly type: 'window of time'; readonly window: TimeWindow }
  /** What has been reported already; nothing more is said of it. */
  | { readonly type: 'unknown' };

export const UNKNOWN: Operand = { type: 'unknown' };

export function stringLiteral(value: string): StringOperand {
  const oneOf = (values: readonly string[]) => constant(values.includes(value));
  return { type: 'string', literal: value, field: null, absence: null, oneOf };
}

export function integerLiteral(value: number): IntegerOperand {
  const atMost = (most: number) => constant(value <= most);
  return { type: 'integer', literal: value, field: null, absence: null, atMost };
}

/** A condition that is always there. */
export function booleanOf(condition: Condition): BooleanOperand {
  return { type: 'boolean', condition, absence: null };
}

/** When an operand is absent; null for one that always is there. */
export function absenceOf(operand: Operand): Absence | null {
  return 'absence' in operand ? operand.absence : null;
}

/** `first ?? second`, where `first` is absent when `absent` holds: what holds of the one that counts. */
export function either(absent: Condition, first: Condition, second: Condition): Condition {
  // What asks about an absent claim is false.
  return or([first, and([absent, second])]);
}

/** The type as messages name it. */
export function typeText(operand: Operand): string {
  return operand.type === 'kind' ? 'kind of caller' : operand.type;
}
