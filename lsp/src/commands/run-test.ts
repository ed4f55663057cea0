/** Runs a test that stands beside policies, and says how it went in one message. */
import type { CheckResult, Host } from '@dlpc/compiler';

/** Runs the test of a name in a document: `[uri, name]`. */
export const RUN_TEST = 'dlpc.runTest';

export interface TestAnswer {
  readonly passed: boolean;
  /** What happened, for people. */
  readonly message: string;
}

export async function runTestIn(
  host: Host,
  result: CheckResult,
  file: string,
  name: string,
): Promise<TestAnswer> {
  // The judge and its parser are loaded for whoever runs a test, not for whoever writes a policy.
  const { runNamedTest } = await import('@dlpc/compiler/testing/run-named-test');
  const results = await runNamedTest(host, result, file, name);
  if (results === null) return { passed: false, message: 'Tests run once the policies have no errors.' };
  if (results.length === 0) return { passed: false, message: `This file has no test “${name}”.` };
  const failed = results.flatMap(({ cases }) =>
    cases.flatMap(({ testCase, instead }) =>
      instead === null ? [] : [`line ${lineOf(result, file, testCase.node.span.start)}: ${instead}`],
    ),
  );
  const passed = results.every((one) => one.passed);
  return { passed, message: passed ? `“${name}” passed.` : `“${name}” failed: ${failed.join('; ')}` };
}

function lineOf({ texts }: CheckResult, file: string, offset: number): number {
  return texts.get(file)?.positionAt(offset).line ?? 1;
}
