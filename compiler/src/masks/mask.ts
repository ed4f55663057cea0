/** What a mask is. Each mask stands in a file of its own; the catalog lists them. */
import type { Treatment } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';

export type MaskArgument = string | number;

export interface MaskParam {
  readonly name: string;
  readonly type: 'string' | 'integer';
  /** Of an integer, inclusive; null for a string. */
  readonly min: number | null;
  readonly max: number | null;
  readonly optional: boolean;
}

export interface MaskDefinition {
  readonly name: string;
  readonly params: readonly MaskParam[];
  /** One of `REVEAL_RANK`. */
  readonly rank: number;
  /** One sentence for people: what is left of a value, and which types it fits. */
  readonly doc: string;
  /** Whether it fits a type with at least some arguments. */
  accepts(type: ColumnType): boolean;
  /** Whether it fits a type with these arguments, which agree with {@link params}. */
  fits(type: ColumnType, args: readonly MaskArgument[]): boolean;
  /** What stands for `column` (its name, unquoted), given that the mask fits. */
  treatment(column: string, type: ColumnType, args: readonly MaskArgument[]): Treatment;
}
