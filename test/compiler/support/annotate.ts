/** Texts with `^^^ CODE` lines below what they speak of: how tests of diagnostics say what they expect. */
import type { Diagnostic } from '@dlpc/language';

const ANNOTATION = /^ *\^+ .*$/;

/** The text without its annotations. */
export function stripAnnotations(annotated: string): string {
  return annotated
    .split('\n')
    .filter((line) => !ANNOTATION.test(line))
    .join('\n');
}

/** The text with one line below each place that a diagnostic underlines; of several lines, the first is underlined. */
export function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = text.split('\n');
  const below = lines.map((): string[] => []);
  for (const { code, span } of diagnostics) {
    const line = text.slice(0, span.start).split('\n').length - 1;
    const column = span.start - (text.lastIndexOf('\n', span.start - 1) + 1);
    const room = (lines[line] ?? '').length - column;
    const marks = '^'.repeat(Math.max(1, Math.min(span.end - span.start, room)));
    below[line]?.push(`${' '.repeat(column)}${marks} ${code}`);
  }
  return lines.flatMap((line, index) => [line, ...(below[index] ?? [])]).join('\n');
}
