/** `dlpc check`: reads policies and schemas and says what is wrong. Writes nothing. */
import type { Host } from '../../host/host.ts';
import { checkPolicies } from '../../pipeline.ts';
import { type CiFormat, ciReport } from '../ci-report.ts';
import type { ExitCode } from '../exit-code.ts';
import { withProgress } from '../progress.ts';
import { exitCodeOf, type Format, printFailures, printReport, summaryLine } from '../report.ts';
import type { Terminal } from '../terminal.ts';

export interface CheckOptions {
  readonly format: Format | CiFormat;
}

/** Runs the command. */
export async function runCheck(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { format }: CheckOptions,
): Promise<ExitCode> {
  const result = await withProgress(terminal, 'Checking', () => checkPolicies(host, paths));
  if (format !== 'text' && format !== 'json') {
    terminal.stdout.write(await ciReport(format, result));
    printFailures(terminal, result);
    return exitCodeOf(result);
  }
  printReport(terminal, format, result);
  if (format === 'text' && result.failures.length === 0) {
    const gap = result.diagnostics.length > 0 ? '\n' : '';
    terminal.stdout.write(gap + summaryLine(result));
  }
  return exitCodeOf(result);
}
