/** A whole run of tests, and what it is made of: for reports. */

import type { Explanation } from '../ask/explain/explanation.ts';
import type { Judged } from '../ask/http/judged-api.ts';
import type { Coverage } from './coverage.ts';
import type { MutantReport } from './mutants/run-mutants.ts';
import type { CaseResult, TestResult } from './run-tests.ts';

export interface TestRun {
  readonly results: readonly TestResult[];
  readonly sources: ReadonlyMap<string, Judged>;
  /** Null unless asked for. */
  readonly coverage: Coverage | null;
  readonly mutants: MutantReport | null;
  /** What led to the answer of a case. */
  explain(test: TestResult, result: CaseResult): Explanation;
  /** Where a policy file lies, by the path by which rules name it. */
  fileName(path: string): string;
  /** 1-based line of an offset of a file. */
  lineOf(file: string, offset: number): number;
}

export interface Counts {
  readonly tests: number;
  readonly cases: number;
  readonly failedTests: number;
  readonly failedCases: number;
}

export function countsOf({ results }: Pick<TestRun, 'results'>): Counts {
  const cases = results.flatMap((result) => result.cases);
  return {
    tests: results.length,
    cases: cases.length,
    failedTests: results.filter(({ passed }) => !passed).length,
    failedCases: cases.filter(({ instead }) => instead !== null).length,
  };
}
