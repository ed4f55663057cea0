/** `dlpc test`: runs the tests that stand beside the policies, by the judge that the proxy runs. */
import { printable } from '@dlpc/language';
import { explain } from '../../ask/explain/explanation.ts';
import { type Judged, judgedApis } from '../../ask/http/judged-api.ts';
import { judgedSources, loadGround } from '../../ask/judged-source.ts';
import { notTaken } from '../../ask/not-taken.ts';
import { bundlePaths } from '../../bundle-paths.ts';
import type { Host } from '../../host/host.ts';
import { type CompileResult, compilePolicies } from '../../pipeline.ts';
import { coverageOf, shareOf } from '../../testing/coverage.ts';
import { type MutantReport, runMutants } from '../../testing/mutants/run-mutants.ts';
import { renderRunGithub, renderRunJunit } from '../../testing/report/render-ci.ts';
import { renderRunJson } from '../../testing/report/render-json.ts';
import { renderRunText } from '../../testing/report/render-text.ts';
import { runTest } from '../../testing/run-tests.ts';
import { countsOf, type TestRun } from '../../testing/test-run.ts';
import { ciReport } from '../ci-report.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { counting, withProgress } from '../progress.ts';
import { exitCodeOf, printFailures, printReport, summaryLine } from '../report.ts';
import { styleOf, type Terminal } from '../terminal.ts';

export type TestFormat = 'text' | 'json' | 'junit' | 'github';

/** Some minutes for policies of thousands of lines, seconds for most. */
const MAX_MUTANTS = 1_000;

export interface TestOptions {
  readonly format: TestFormat;
  /** Tests whose names hold this; `*` stands for anything. */
  readonly only?: string | undefined;
  readonly coverage?: boolean | undefined;
  /** Percent of the rules, and of the labels, that tests must reach. */
  readonly minCoverage?: number | undefined;
  readonly mutate?: boolean | undefined;
  /** Of all changes, how many are tried at most. */
  readonly maxMutants?: number | undefined;
  /** Told of the files that were read: policies and schemas. */
  readonly reads?: (files: Iterable<string>) => void;
}

/** Runs the command once. */
export async function runTests(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  options: TestOptions,
): Promise<ExitCode> {
  const result = await withProgress(terminal, 'Checking', () => compilePolicies(host, paths));
  options.reads?.(result.texts.keys());
  if (result.sources === null) return printMistakes(terminal, result, options.format);
  const run = await runOf(host, terminal, paths, result, options);
  if (options.only !== undefined && run.results.length === 0) {
    terminal.stderr.write(`dlpc: no test has a name like \`${printable(options.only)}\`\n`);
    return EXIT.usage;
  }
  terminal.stdout.write(render(run, options.format, terminal));
  for (const reason of notTaken(run.sources)) terminal.stderr.write(`dlpc: ${printable(reason)}\n`);
  return statusOf(run, terminal, options);
}

async function runOf(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  result: CompileResult,
  { only, coverage = false, minCoverage, mutate = false, maxMutants = MAX_MUTANTS }: TestOptions,
): Promise<TestRun> {
  const ground = await loadGround(host, result.checked);
  const sources = new Map<string, Judged>([
    ...judgedSources(result.sources ?? [], ground),
    ...judgedApis(result.apis),
  ]);
  const now = host.now();
  const progress = counting(terminal, 'Testing');
  const tests = result.tests.filter(({ name }) => only === undefined || isMeant(name, only));
  const results = tests.map((test, index) => {
    progress.at(index, tests.length);
    return runTest(test, sources, now);
  });
  progress.end();
  const fileName = fileNames(result);
  const passed = results.length > 0 && results.every((one) => one.passed);
  const mutants =
    mutate && passed
      ? await mutantsOf(host, terminal, paths, result, {
          ground,
          now,
          most: maxMutants,
          isRun: (name) => only === undefined || isMeant(name, only),
        })
      : null;
  return {
    results,
    sources,
    coverage: coverage || minCoverage !== undefined ? coverageOf(results, sources) : null,
    mutants,
    explain: ({ test }, { testCase, now: asked }) => {
      const source = sources.get(testCase.source.name);
      if (source === undefined) throw new Error('a case ran on a source that is not there');
      return explain(source, { asker: test.asker, now: asked, sql: testCase.sql }, { ...result, fileName });
    },
    fileName,
    lineOf: (file, offset) => result.texts.get(file)?.positionAt(offset).line ?? 0,
  };
}

async function mutantsOf(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  result: CompileResult,
  rest: Pick<Parameters<typeof runMutants>[0], 'ground' | 'now' | 'most' | 'isRun'>,
): Promise<MutantReport> {
  const progress = counting(terminal, 'Changing the policies');
  const report = await runMutants({ host, paths, result, ...rest, progress: progress.at });
  progress.end();
  return report;
}

function render(run: TestRun, format: TestFormat, terminal: Terminal): string {
  switch (format) {
    case 'text':
      return renderRunText(run, styleOf(terminal));
    case 'json':
      return renderRunJson(run);
    case 'junit':
      return renderRunJunit(run);
    case 'github':
      return renderRunGithub(run);
  }
}

/** What keeps the status from 0 and does not stand in the report goes to standard error. */
function statusOf(
  run: TestRun,
  { stderr }: Terminal,
  { minCoverage, mutate = false }: TestOptions,
): ExitCode {
  const { tests, failedTests } = countsOf(run);
  if (tests === 0) {
    stderr.write('dlpc: the policies have no test\n');
    return EXIT.problems;
  }
  if (mutate && failedTests > 0) stderr.write('dlpc: the policies are changed once all tests pass\n');
  const { coverage } = run;
  let isEnough = true;
  if (minCoverage !== undefined && coverage !== null)
    for (const [what, share] of [
      ['rules', shareOf(coverage.rules)],
      ['labels', shareOf(coverage.labels)],
    ] as const) {
      if (share >= minCoverage) continue;
      isEnough = false;
      stderr.write(
        `dlpc: the tests reach ${Math.floor(share)} % of the ${what}, and ${minCoverage} % are asked for\n`,
      );
    }
  const survived = (run.mutants?.survivors.length ?? 0) > 0;
  return failedTests > 0 || !isEnough || survived ? EXIT.problems : EXIT.ok;
}

async function printMistakes(
  terminal: Terminal,
  result: CompileResult,
  format: TestFormat,
): Promise<ExitCode> {
  if (format === 'junit' || format === 'github') {
    terminal.stdout.write(await ciReport(format, result));
    printFailures(terminal, result);
    return exitCodeOf(result);
  }
  const errors = {
    ...result,
    diagnostics: result.diagnostics.filter(({ severity }) => severity === 'error'),
  };
  printReport(terminal, format, errors);
  if (format === 'text' && errors.diagnostics.length > 0)
    terminal.stdout.write(`\n${summaryLine(errors)}policies with errors are not tested\n`);
  return exitCodeOf(result);
}

/** `*` stands for anything; case does not count. */
function isMeant(name: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  let from = 0;
  for (const part of parts) {
    const at = name.toLowerCase().indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return true;
}

/** From the paths by which rules name files to where those lie. */
function fileNames({ files }: CompileResult): (path: string) => string {
  const named = bundlePaths(files.map(({ path }) => path));
  const original = new Map([...named].map(([path, inBundle]) => [inBundle, path]));
  return (path) => original.get(path) ?? path;
}
