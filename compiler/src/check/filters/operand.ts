/** What a part of a row condition is once its names are known, before it is clear what it is compared with. */
import type { RowCondition, RowValue } from '../../ir/row-condition.ts';
import type { Extent } from '../../row-conditions/sql-expression.ts';

interface OperandBase {
  /** As the policy writes it. */
  readonly text: string;
  readonly extent: Extent;
}

export interface EnumType {
  /** As `format_type` prints it. */
  readonly name: string;
  readonly values: readonly string[];
}

export type Operand = OperandBase &
  (
    | {
        readonly kind: 'value';
        readonly value: RowValue;
        /** As people call the type: `character varying(40)`, `string`. */
        readonly typeText: string;
        /** Whether it may be absent, as a claim or an actor: only `coalesce` and `is null` take it as it is. */
        readonly optional: boolean;
        /** Null for other types. */
        readonly enum: EnumType | null;
      }
    /** Becomes what it is compared with. */
    | { readonly kind: 'string'; readonly literal: string }
    | { readonly kind: 'number'; readonly literal: string }
    | { readonly kind: 'condition'; readonly condition: RowCondition }
    | { readonly kind: 'list'; readonly items: readonly Operand[] }
    | { readonly kind: 'null' }
    /** What has been reported already; nothing more is said of it. */
    | { readonly kind: 'unknown' }
  );

export type ValueOperand = Extract<Operand, { readonly kind: 'value' }>;

/** What a message calls the type of an operand. */
export function typeText(operand: Operand): string {
  switch (operand.kind) {
    case 'value':
      return operand.typeText;
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'condition':
      return 'a condition';
    case 'list':
      return 'a list';
    case 'null':
      return 'NULL';
    case 'unknown':
      return 'unknown';
  }
}
