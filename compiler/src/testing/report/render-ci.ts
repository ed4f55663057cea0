/** A run of tests for CI systems: JUnit XML, and the workflow commands of GitHub Actions. */
import { escapeXml, workflowCommand, xmlElement } from '@dlpc/language';
import type { CaseResult, TestResult } from '../run-tests.ts';
import { countsOf, type TestRun } from '../test-run.ts';
import { sayCase, sayExpected } from './say-case.ts';

/** Each test of the policies is a test; a failure holds all of its cases that failed. */
export function renderRunJunit(run: TestRun): string {
  const { tests, failedTests } = countsOf(run);
  const counts = { tests, failures: failedTests, errors: 0 };
  const cases = run.results.map((result) => {
    const { name, declaration } = result.test;
    const { file, start } = declaration.span;
    const attributes = { name, classname: 'dlpc.test', file, line: run.lineOf(file, start) };
    const failed = failuresOf(result);
    const message = `${failed.length} of ${result.cases.length} cases failed`;
    const text = failed.map((failure) => lines(run, failure).join('\n')).join('\n\n');
    const failure =
      failed.length === 0 ? '' : `\n${xmlElement('failure', { message, type: 'failure' }, escapeXml(text))}`;
    return `${xmlElement('testcase', attributes, failure)}\n`;
  });
  const suite = xmlElement('testsuite', { name: 'dlpc test', ...counts }, `\n${cases.join('')}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement('testsuites', { name: 'dlpc', ...counts }, `\n${suite}\n`)}\n`;
}

/** An error at each case that failed, and a warning at each change that no test noticed. */
export function renderRunGithub(run: TestRun): string {
  const errors = run.results.flatMap((result) =>
    failuresOf(result).map((failure) => {
      const { file, start } = failure.testCase.node.span;
      const properties = { file, line: run.lineOf(file, start), title: result.test.name };
      return workflowCommand('error', properties, lines(run, failure));
    }),
  );
  const warnings = (run.mutants?.survivors ?? []).map(({ file, line, what }) =>
    workflowCommand('warning', { file, line, title: 'dlpc test' }, [`${what}, and no test fails`]),
  );
  return [...errors, ...warnings].join('');
}

function failuresOf({ cases }: TestResult): readonly CaseResult[] {
  return cases.filter(({ instead }) => instead !== null);
}

function lines(run: TestRun, { testCase, instead }: CaseResult): readonly string[] {
  const { file, start } = testCase.node.span;
  return [
    `${sayCase(testCase)} (${file}:${run.lineOf(file, start)})`,
    `expected ${sayExpected(testCase.expected)}`,
    `but ${instead ?? ''}`,
  ];
}
