/** A run of tests for people: what failed with its reasons, then how much was reached. */
import { type Painter, painter, printable } from '@dlpc/language';
import { reasonSections } from '../../ask/explain/render-explanation.ts';
import { type Coverage, shareOf } from '../coverage.ts';
import type { MutantReport } from '../mutants/run-mutants.ts';
import type { CaseResult, TestResult } from '../run-tests.ts';
import { countsOf, type TestRun } from '../test-run.ts';
import { sayCase, sayExpected } from './say-case.ts';

export function renderRunText(run: TestRun, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  return [
    ...run.results.flatMap((result) => testLines(run, result, paint)),
    ...(run.coverage === null ? [] : coverageLines(run, run.coverage, paint)),
    ...(run.mutants === null ? [] : mutantLines(run.mutants, paint)),
    '',
    summaryLine(run, paint),
    '',
  ].join('\n');
}

function testLines(run: TestRun, result: TestResult, paint: Painter): readonly string[] {
  const { test, passed, cases } = result;
  const { span } = test.declaration;
  const mark = passed ? paint('note', '✓') : paint('error', '✗');
  const title = `${mark} ${printable(test.name)}  ${place(span.file, run.lineOf(span.file, span.start), paint)}`;
  const failed = cases.filter(({ instead }) => instead !== null);
  return [title, ...failed.flatMap((failure) => failureLines(run, result, failure, paint))];
}

function failureLines(
  run: TestRun,
  result: TestResult,
  failure: CaseResult,
  paint: Painter,
): readonly string[] {
  const { node, expected } = failure.testCase;
  const explanation = run.explain(result, failure);
  const { file, start } = node.span;
  const reasons = reasonSections(explanation, paint).flat();
  return [
    `    ${printable(sayCase(failure.testCase))}  ${place(file, run.lineOf(file, start), paint)}`,
    `      expected  ${paint('note', printable(sayExpected(expected)))}`,
    `      but       ${paint('error', printable(failure.instead ?? ''))}`,
    ...(explanation.denial?.detail ? [`                ${printable(explanation.denial.detail)}`] : []),
    ...reasons.map((line) => `      ${line}`),
  ];
}

function coverageLines(run: TestRun, { rules, labels }: Coverage, paint: Painter): readonly string[] {
  const rows = rules.map(({ source, rule, cases }) => {
    const entry = run.sources.get(source)?.matcher.rules[rule];
    const where = entry === undefined ? '' : `${run.fileName(entry.file)}:${entry.line}`;
    return { cases, what: `${where}  ${entry?.text ?? ''}` };
  });
  const named = labels.map(({ label, cases }) => ({ cases, what: label }));
  return [
    '',
    paint('strong', `rules   ${percent(rules)}`),
    ...rows.map((row) => countLine(row, paint)),
    paint('strong', `labels  ${percent(labels)}`),
    ...named.map((row) => countLine(row, paint)),
  ];
}

function countLine(
  { cases, what }: { readonly cases: number; readonly what: string },
  paint: Painter,
): string {
  const count = cases === 0 ? paint('warning', '   never') : String(cases).padStart(8);
  return `${count}  ${printable(what)}`;
}

function percent(covered: readonly { readonly cases: number }[]): string {
  const reached = covered.filter(({ cases }) => cases > 0).length;
  return `${Math.floor(shareOf(covered))} % (${reached} of ${covered.length})`;
}

function mutantLines(
  { survivors, killed, equivalent, stillborn, leftOut }: MutantReport,
  paint: Painter,
): readonly string[] {
  const total = survivors.length + killed;
  return [
    '',
    paint('strong', `mutants ${killed} of ${total} noticed`) +
      ` (${equivalent} that change nothing and ${stillborn} that do not compile are not counted)`,
    ...(leftOut === 0 ? [] : [paint('warning', leftOutText(leftOut))]),
    ...survivors.map(
      ({ file, line, what, text, notice }) =>
        `  ${place(file, line, paint)}  ${printable(what)}, and no test fails\n      ${printable(text)}\n      needs a case that ${printable(notice)}`,
    ),
  ];
}

function leftOutText(count: number): string {
  const were = count === 1 ? '1 more change was' : `${count} more changes were`;
  return `  ${were} not tried, evenly spread over the policies; \`--max-mutants\` sets how many are`;
}

function summaryLine(run: TestRun, paint: Painter): string {
  const { tests, cases, failedTests, failedCases } = countsOf(run);
  if (tests === 0) return 'there is no test';
  const all = `${count(tests, 'test')}, ${count(cases, 'case')}`;
  if (failedTests === 0) return `${all}: ${paint('note', 'all pass')}`;
  return `${all}: ${paint('error', `${count(failedTests, 'test')} failed`)}, in ${count(failedCases, 'case')}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function place(file: string, line: number, paint: Painter): string {
  return paint('frame', `${printable(file)}:${line}`);
}
