/** Prints what checking found, for people or for programs. */
import { printable, renderJson, renderSummary, renderText } from '@dlpc/language';
import type { CheckResult } from '../pipeline.ts';
import { hasErrors } from '../pipeline.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { styleOf, type Terminal } from './terminal.ts';

export type Format = 'text' | 'json';

type Report = Pick<CheckResult, 'diagnostics' | 'failures' | 'texts' | 'files'>;

/**
 * Prints the diagnostics to standard output, and inputs that could not be read to standard error. As JSON, `more` are
 * further fields of the report.
 */
export function printReport(
  terminal: Terminal,
  format: Format,
  report: Report,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const { diagnostics, texts } = report;
  const lookUp = (file: string) => texts.get(file) ?? null;
  if (format === 'json') terminal.stdout.write(renderJson(diagnostics, lookUp, more));
  else terminal.stdout.write(renderText(diagnostics, lookUp, styleOf(terminal)));
  printFailures(terminal, report);
}

/** One sentence for each input that could not be read. */
export function printFailures({ stderr }: Terminal, { failures }: Pick<Report, 'failures'>): void {
  for (const { path, reason } of failures)
    stderr.write(`dlpc: \`${printable(path)}\` cannot be read: ${printable(reason)}\n`);
}

/** The last line of a text report: how many files, and what was found. */
export function summaryLine({ diagnostics, files }: Report): string {
  return `${countFiles(files.length)}: ${renderSummary(diagnostics)}\n`;
}

/** `1 policy file`, `2 policy files`. */
export function countFiles(number: number): string {
  return `${number} policy file${number === 1 ? '' : 's'}`;
}

/** The exit status that a report asks for. */
export function exitCodeOf(report: Report): ExitCode {
  if (report.failures.length > 0) return EXIT.usage;
  return hasErrors(report) ? EXIT.problems : EXIT.ok;
}
