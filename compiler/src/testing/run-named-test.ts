/** The tests of one name in one file, run as `dlpc test` runs them: for editors. Apart from the package's face, since it brings the judge. */
import { judgedSources, loadGround } from '../ask/judged-source.ts';
import type { Host } from '../host/host.ts';
import { type CheckResult, lowerPolicies } from '../pipeline.ts';
import { runTest, type TestResult } from './run-tests.ts';

/** Null where the policies have errors, so that nothing is decided; none where the file has no such test. */
export async function runNamedTest(
  host: Host,
  result: CheckResult,
  file: string,
  name: string,
): Promise<readonly TestResult[] | null> {
  const { sources } = lowerPolicies(result);
  if (sources === null) return null;
  const judged = judgedSources(sources, await loadGround(host, result.checked));
  const now = host.now();
  return result.tests
    .filter((test) => test.name === name && test.declaration.span.file === file)
    .map((test) => runTest(test, judged, now));
}
