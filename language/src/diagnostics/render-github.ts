/**
 * Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
import { type CheckRun, failureText } from './check-run.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { SourceLookup } from './render-text.ts';
import { workflowCommand } from './workflow-command.ts';

/** One line for each diagnostic and each input that could not be read. */
export function renderGithub({ diagnostics, sources, failures }: CheckRun): string {
  return [
    ...diagnostics.map((found) => diagnosticCommand(found, sources)),
    ...failures.map((failure) =>
      workflowCommand('error', { file: failure.path, title: 'dlpc' }, [failureText(failure)]),
    ),
  ].join('');
}

function diagnosticCommand(
  { severity, code, message, hint, span }: Diagnostic,
  sources: SourceLookup,
): string {
  const lines = hint === null ? [message] : [message, `hint: ${hint}`];
  return workflowCommand(severity, { file: span.file, ...rangeOf(span, sources), title: code }, lines);
}

function rangeOf(span: Diagnostic['span'], sources: SourceLookup): Readonly<Record<string, number>> {
  const source = sources(span.file);
  if (source === null) return {};
  const [start, end] = [source.positionAt(span.start), source.positionAt(span.end)];
  const begin = { line: start.line, col: start.column };
  // Columns are for ranges within one line.
  return start.line === end.line ? { ...begin, endColumn: end.column } : { ...begin, endLine: end.line };
}
