/** What the files for each family of expressions share, so that none of them imports another. */
import type { Diagnostic, Span } from '@dlpc/language';
import type { Identity, Source } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import type { RowCondition } from '../../ir/row-condition.ts';
import type { Extent, SqlExpression } from '../../row-conditions/sql-expression.ts';
import type { Relation } from '../../schema/model.ts';
import type { Operand } from './operand.ts';

export interface FilterContext {
  readonly source: Source;
  readonly relation: Relation;
  /** The identity whose claims can be read; null where there is none. */
  readonly identity: Identity | null;
  readonly report: Report;
  /** The place of a part of the SQL in its file. */
  spanOf(extent: Extent): Span;
  /** The operand that an expression is. A claim that may be absent is reported. */
  evaluate(expression: SqlExpression): Operand;
  /** The same, and a claim that may be absent is taken as it is. */
  evaluateOptional(expression: SqlExpression): Operand;
  /** The condition that an expression is; null for what is none, which then has been reported. */
  conditionOf(expression: SqlExpression): RowCondition | null;
}

/** Reports, and gives the operand of which nothing more is said. */
export function refuse({ report }: FilterContext, expression: SqlExpression, found: Diagnostic): Operand {
  report(found);
  return { kind: 'unknown', text: '', extent: expression.extent };
}
