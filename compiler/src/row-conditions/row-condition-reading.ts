/** What became of reading the text of a row condition. Apart from the reading itself, which brings two parsers with it. */
import type { Extent, SqlExpression } from './sql-expression.ts';

export type RowConditionReading =
  | { readonly kind: 'read'; readonly expression: SqlExpression }
  | { readonly kind: 'problem'; readonly problem: ReadingProblem; readonly extent: Extent };

export type ReadingProblem =
  /** Not SQL; in the server's words. */
  | { readonly is: 'syntax'; readonly message: string }
  /** More than one expression, or one and something behind it. */
  | { readonly is: 'no expression' }
  | { readonly is: 'subquery' }
  /** SQL that has no place in a row condition. */
  | { readonly is: 'foreign'; readonly what: string }
  | { readonly is: 'too large' }
  | { readonly is: 'read in two ways' };
