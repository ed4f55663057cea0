/** Derivations that report: what they said is said again where their value is taken from the memo. */
import type { Diagnostic } from '@dlpc/language';
import { type Memo, Query, type Taken } from '../memo/memo.ts';
import { type Report, reportInto } from './report.ts';

/** A value with all that was reported on the way to it. */
export interface Reported<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
  /** How often a near name was asked for, and how many of these were looked for. */
  readonly asked: number;
  readonly answered: number;
}

/** A query whose values come with reports. */
export function reportingQuery<T>(name: string): Query<Reported<T>> {
  return new Query(name);
}

/** Like `Memo.derive`, for what reports. The value counts only where as many near names could be looked for as when it was made. */
export function deriveReporting<T, I extends unknown[]>(
  memo: Memo,
  query: Query<Reported<T>>,
  subject: unknown,
  inputs: readonly [...I],
  report: Report,
  compute: (report: Report, ...inputs: Taken<I>) => T,
): T {
  const { budget } = report;
  const left = Math.max(0, budget.left);
  const { value, diagnostics, asked } = memo.derive(
    query,
    subject,
    inputs,
    (...own) => reported(left, (inner) => compute(inner, ...own)),
    (before) => Math.min(before.asked, left) === before.answered,
  );
  budget.left -= asked;
  for (const found of diagnostics) report(found);
  return value;
}

function reported<T>(left: number, compute: (report: Report) => T): Reported<T> {
  const diagnostics: Diagnostic[] = [];
  const budget = { left };
  const value = compute(reportInto(diagnostics, budget));
  const asked = left - budget.left;
  return { value, diagnostics, asked, answered: Math.min(asked, left) };
}
