/** The tests of a policy set, bound and checked: who asks, what, and what is expected. Runs none of them. */
import type { Diagnostic, PolicyFile, SourceText } from '@dlpc/language';
import type { Program } from '../bind/program.ts';
import { reportInto } from '../bind/report.ts';
import type { Memo } from '../memo/memo.ts';
import { bindTests } from './bind-tests.ts';
import type { BoundTest } from './bound-test.ts';
import { checkStatements } from './check-statements.ts';

export interface CheckedTests {
  readonly tests: readonly BoundTest[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param texts those of the policy files, by path
 * @param memo what earlier runs derived
 */
export async function checkTests(
  files: readonly PolicyFile[],
  program: Program,
  texts: ReadonlyMap<string, SourceText>,
  memo: Memo,
): Promise<CheckedTests> {
  const diagnostics: Diagnostic[] = [];
  const report = reportInto(diagnostics);
  const tests = bindTests(files, program, report, memo);
  await checkStatements(tests, texts, report, memo);
  return { tests, diagnostics };
}
