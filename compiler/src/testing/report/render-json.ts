/** A run of tests for programs. Documented in docs/testing.md; fields are added, never changed. */
import { escapedJson } from '@dlpc/language';
import { shareOf } from '../coverage.ts';
import { countsOf, type TestRun } from '../test-run.ts';
import { sayExpected } from './say-case.ts';

export function renderRunJson(run: TestRun): string {
  const { results, coverage, mutants } = run;
  const report = {
    version: 1,
    summary: countsOf(run),
    tests: results.map((result) => ({
      name: result.test.name,
      file: result.test.declaration.span.file,
      line: run.lineOf(result.test.declaration.span.file, result.test.declaration.span.start),
      passed: result.passed,
      cases: result.cases.map((one) => ({
        source: one.testCase.source.name,
        statement: one.testCase.sql,
        line: run.lineOf(one.testCase.node.span.file, one.testCase.node.span.start),
        expected: sayExpected(one.testCase.expected),
        passed: one.instead === null,
        instead: one.instead,
        explanation: one.instead === null ? null : run.explain(result, one),
      })),
    })),
    coverage: coverage && {
      rules: { percent: shareOf(coverage.rules), rows: coverage.rules.map((row) => ruleRow(run, row)) },
      labels: { percent: shareOf(coverage.labels), rows: coverage.labels },
    },
    mutants,
  };
  return `${escapedJson(report)}\n`;
}

function ruleRow(
  run: TestRun,
  { source, rule, cases }: { readonly source: string; readonly rule: number; readonly cases: number },
) {
  const entry = run.sources.get(source)?.matcher.rules[rule];
  return {
    source,
    file: run.fileName(entry?.file ?? ''),
    line: entry?.line ?? 0,
    text: entry?.text ?? '',
    cases,
  };
}
