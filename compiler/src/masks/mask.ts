/** What a mask is. Each mask stands in a file of its own; the catalog lists them. */
import type { Treatment } from '@dlpc/runtime/abi';
import type { Finder } from '../detectors/finder.ts';
import type { ColumnType } from '../schema/model.ts';

export type MaskArgument = string | number | Sought;

/** What a mask looks for within a text. */
export interface Sought {
  /** As a policy writes it: `/\d{4,}/`, or the name of a detector. */
  readonly text: string;
  readonly finder: Finder;
}

/** A whole number within bounds, both inclusive. */
export interface IntegerParam {
  readonly name: string;
  readonly type: 'integer';
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
}

/** A string that the mask understands, whatever the type of the column. */
export interface StringParam {
  readonly name: string;
  readonly type: 'string';
  accepts(value: string): boolean;
  /** What it accepts, as the end of the sentence `it must be …`. */
  readonly expected: string;
  readonly optional: boolean;
}

/** A string or a whole number that must be a value of the column, which `fits` decides. */
export interface ValueParam {
  readonly name: string;
  readonly type: 'value';
  readonly optional: boolean;
}

/** A regular expression, or the name of a detector. */
export interface PatternParam {
  readonly name: string;
  readonly type: 'pattern';
  readonly optional: boolean;
}

export type MaskParam = IntegerParam | StringParam | ValueParam | PatternParam;

export interface MaskDefinition {
  readonly name: string;
  readonly params: readonly MaskParam[];
  /** One of `REVEAL_RANK`. */
  readonly rank: number;
  /** One sentence for people: what is left of a value, what becomes of NULL, and which types it fits. */
  readonly doc: string;
  /** Whether it fits a type with at least some arguments. */
  accepts(type: ColumnType): boolean;
  /** Whether it fits a type with these arguments, which agree with {@link params}. */
  fits(type: ColumnType, args: readonly MaskArgument[]): boolean;
  /** What stands for `column` (its name, unquoted), given that the mask fits. */
  treatment(column: string, type: ColumnType, args: readonly MaskArgument[]): Treatment;
}
