/** What a part of a condition is: its type, and what of it the compiler knows. */
import type { CallerKind } from '@dlpc/runtime/abi';
import type { Condition } from '../../ir/ir.ts';

export type Operand =
  | { readonly type: 'boolean'; readonly condition: Condition }
  /** `value` is null for `caller.sub`. */
  | { readonly type: 'string'; readonly value: string | null }
  | { readonly type: 'integer'; readonly value: number }
  /** `value` is null for `caller.kind`. */
  | { readonly type: 'kind'; readonly value: CallerKind | null }
  /** `caller.groups`. */
  | { readonly type: 'set of strings' }
  | { readonly type: 'list'; readonly items: readonly Operand[] }
  /** What has been reported already; nothing more is said of it. */
  | { readonly type: 'unknown' };

export const UNKNOWN: Operand = { type: 'unknown' };

/** The type as messages name it. */
export function typeText(operand: Operand): string {
  return operand.type === 'kind' ? 'kind of caller' : operand.type;
}
