/** `limit 50_000 rows per session`, `alert above 10_000 rows per hour`: budgets. */
import { type AlertBudgetStatement, diagnostic, type LimitStatement } from '@dlpc/language';
import type { BudgetPeriod, BudgetUnit } from '@dlpc/runtime/abi';
import type { Budget } from './program.ts';
import type { Report } from './report.ts';
import { resolveWord } from './word.ts';

export const BUDGET_UNITS: readonly BudgetUnit[] = ['rows', 'bytes', 'statements'];
export const BUDGET_PERIODS: readonly BudgetPeriod[] = ['statement', 'session', 'minute', 'hour', 'day'];

/** What is counted over which span; null where there is no such thing, which then has been reported. */
export function budgetSpan(
  node: Pick<LimitStatement, 'unit' | 'per'>,
  report: Report,
): Pick<Budget, 'unit' | 'per'> | null {
  const unit = resolveWord(node.unit, BUDGET_UNITS, 'unknown-budget-unit', report);
  const per = resolveWord(node.per, BUDGET_PERIODS, 'unknown-budget-period', report);
  return unit && per && { unit, per };
}

/** The budget that a statement sets; null where something in it is wrong, which then has been reported. */
export function bindBudget(node: LimitStatement | AlertBudgetStatement, report: Report): Budget | null {
  const span = budgetSpan(node, report);
  if (span === null) return null;
  const { unit, per } = span;
  const beyond = node.kind === 'LimitStatement' ? 'stop' : 'alert';
  const { value } = node.amount;
  if (value === 0 && beyond === 'stop') {
    report(diagnostic('budget-of-nothing', node.amount.span, { unit }));
    return null;
  }
  if (unit === 'statements' && per === 'statement') {
    report(diagnostic('statements-per-statement', node.span, {}));
    return null;
  }
  return { node, amount: value, unit, per, beyond };
}
