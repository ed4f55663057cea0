/**
 * A row condition, typed: which rows of a relation there are for an asker. Every operator in it takes operands of the types
 * that stand beside it, so that it raises no error for any row and any asker; truth is SQL's, with NULL as the third value.
 */
import type { CallerValue } from '@dlpc/runtime/abi';

/**
 * What values are compared as. `text` is every text type but citext, `integer` every integer type, `timestamp` is without time
 * zone; two enums are one type only where they have one name.
 */
export type RowType =
  | 'text'
  | 'integer'
  | 'numeric'
  | 'float'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestamp with time zone'
  | 'uuid'
  | 'enum'
  | 'set of text';

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type RowCondition =
  | { readonly op: 'constant'; readonly value: boolean }
  /** A column, or an asker's value, that is a boolean. */
  | { readonly op: 'holds'; readonly operand: RowValue }
  | { readonly op: 'not'; readonly operand: RowCondition }
  | { readonly op: 'and' | 'or'; readonly operands: readonly RowCondition[] }
  /** Both of `type`. */
  | {
      readonly op: 'compare';
      readonly operator: ComparisonOperator;
      readonly type: RowType;
      readonly left: RowValue;
      readonly right: RowValue;
    }
  /** One of a list; all of `type`. */
  | {
      readonly op: 'one-of';
      readonly type: RowType;
      readonly operand: RowValue;
      readonly items: readonly RowValue[];
    }
  /** A text in a set of texts. */
  | { readonly op: 'in-set'; readonly operand: RowValue; readonly set: RowValue }
  /** Two sets of texts that share one. */
  | { readonly op: 'overlap'; readonly left: RowValue; readonly right: RowValue }
  /** `pattern` does not end within an escape. */
  | { readonly op: 'like'; readonly operand: RowValue; readonly pattern: string }
  | { readonly op: 'starts-with'; readonly operand: RowValue; readonly prefix: RowValue }
  /** Never NULL itself. */
  | { readonly op: 'is-null'; readonly operand: RowValue }
  /** Never NULL itself. */
  | { readonly op: 'is'; readonly value: boolean; readonly operand: RowCondition };

export type RowValue =
  /** `base` is the type below the domains, as `format_type` prints it; a type that is not compared is null. */
  | {
      readonly value: 'column';
      readonly name: string;
      readonly type: RowType | null;
      readonly base: string;
    }
  | {
      readonly value: 'caller';
      readonly field: CallerValue['field'];
      readonly type: 'text' | 'integer' | 'boolean' | 'set of text';
    }
  /** `text` is what a literal of `base` holds. */
  | { readonly value: 'literal'; readonly type: RowType; readonly base: string; readonly text: string }
  /** `array['a', 'b']` */
  | { readonly value: 'set'; readonly type: 'set of text'; readonly items: readonly RowValue[] }
  /** The first that is not NULL; all of `type`. */
  | { readonly value: 'coalesce'; readonly type: RowType; readonly operands: readonly RowValue[] }
  /** An integer where a `numeric` is asked for. */
  | { readonly value: 'as-numeric'; readonly type: 'numeric'; readonly operand: RowValue }
  /** `text` of a type that writes each of its values in one way. */
  | { readonly value: 'as-text'; readonly type: 'text'; readonly operand: RowValue };
