/** `dlpc check`: reads policies and schemas and says what is wrong. Writes nothing. */
import type { Host } from '../../host/host.ts';
import { checkPolicies } from '../../pipeline.ts';
import type { ExitCode } from '../exit-code.ts';
import { withProgress } from '../progress.ts';
import { exitCodeOf, type Format, printReport, summaryLine } from '../report.ts';
import type { Terminal } from '../terminal.ts';

export interface CheckOptions {
  readonly format: Format;
}

/** Runs the command. */
export async function runCheck(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { format }: CheckOptions,
): Promise<ExitCode> {
  const result = await withProgress(terminal, 'Checking', () => checkPolicies(host, paths));
  printReport(terminal, format, result);
  if (format === 'text' && result.failures.length === 0) {
    const gap = result.diagnostics.length > 0 ? '\n' : '';
    terminal.stdout.write(gap + summaryLine(result));
  }
  return exitCodeOf(result);
}
