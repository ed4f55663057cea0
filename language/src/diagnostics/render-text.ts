/**
 * Diagnostics for people: the sentence, the place, the line with its underline, and what to do about it.
 *
 * Nothing of a source or of a file's name reaches the terminal unescaped, so that no policy can send it commands.
 */
import type { SourceText, Span } from '../source/source-text.ts';
import { type Painter, painter, type Style } from './colour.ts';
import type { Diagnostic } from './diagnostic.ts';
import { layOut, printable } from './visible-text.ts';

/** Finds the text of a file that a span names; null where it could not be read. */
export type SourceLookup = (file: string) => SourceText | null;

export interface RenderOptions {
  readonly colour: boolean;
  /** Columns of source to show of one line. */
  readonly width?: number;
}

/** All diagnostics with an empty line between two; empty where there are none. */
export function renderText(
  diagnostics: readonly Diagnostic[],
  sources: SourceLookup,
  options: RenderOptions,
): string {
  return diagnostics.map((d) => `${renderDiagnostic(d, sources, options)}\n`).join('\n');
}

/** `2 errors and 1 warning`, or `no mistakes`. */
export function renderSummary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']): string => {
    const number = diagnostics.filter((d) => d.severity === severity).length;
    return number === 0 ? '' : `${number} ${severity}${number === 1 ? '' : 's'}`;
  };
  return [count('error'), count('warning')].filter((part) => part !== '').join(' and ') || 'no mistakes';
}

function renderDiagnostic(d: Diagnostic, sources: SourceLookup, options: RenderOptions): string {
  const paint = painter(options.colour);
  const width = options.width ?? 100;
  const places = [d.span, ...d.related.map((r) => r.span)];
  const gutter = Math.max(1, ...places.map((span) => lineNumber(span, sources).length));
  const frame = (span: Span, style: Style): string[] =>
    snippet(span, sources, { paint, style, gutter, width });
  const lines = [
    `${paint(d.severity, `${d.severity}[${d.code}]`)}${paint('strong', `: ${printable(d.message)}`)}`,
    ...frame(d.span, d.severity),
  ];
  for (const place of d.related) {
    lines.push(`${paint('note', 'note')}: ${printable(place.message)}`, ...frame(place.span, 'note'));
  }
  if (d.hint !== null) lines.push(`${paint('note', 'hint')}: ${printable(d.hint)}`);
  if (d.fix !== null) lines.push(`${paint('note', 'fix')}: ${printable(d.fix.title)}`);
  return lines.join('\n');
}

interface Frame {
  readonly paint: Painter;
  readonly style: Style;
  /** Width of the widest line number. */
  readonly gutter: number;
  readonly width: number;
}

function lineNumber(span: Span, sources: SourceLookup): string {
  return String(sources(span.file)?.positionAt(span.start).line ?? '');
}

/** `--> file:line:column`, and below it the line with its underline where the text is known. */
function snippet(span: Span, sources: SourceLookup, { paint, style, gutter, width }: Frame): string[] {
  const indent = ' '.repeat(gutter);
  const arrow = `${indent}${paint('frame', '-->')} ${printable(span.file)}`;
  const source = sources(span.file);
  if (source === null) return [arrow];
  const { line, column } = source.positionAt(span.start);
  const { text, before, marked } = cut(source.lineText(line), column - 1, span.end - span.start, width);
  const number = String(line).padStart(gutter);
  return [
    `${arrow}:${line}:${column}`,
    `${indent} ${paint('frame', '|')}`,
    `${paint('frame', `${number} |`)} ${text}`,
    `${indent} ${paint('frame', '|')} ${' '.repeat(before)}${paint(style, '^'.repeat(marked))}`,
  ];
}

/** As much of a line as `width` columns show, with at least the beginning of what is marked in it. */
function cut(
  line: string,
  start: number,
  length: number,
  width: number,
): { readonly text: string; readonly before: number; readonly marked: number } {
  // A line may have millions of characters; only what can be shown is laid out.
  const from = start > width / 2 ? characterStart(line, start - Math.floor(width / 3)) : 0;
  const to = characterStart(line, Math.min(line.length, from + width));
  const visible = layOut(line.slice(from, to));
  const columnOf = (offset: number): number =>
    visible.columns[Math.min(offset, to) - from] ?? visible.text.length;
  const left = from > 0 ? '…' : '';
  const right = to < line.length ? '…' : '';
  const before = left.length + columnOf(start);
  const marked = Math.max(1, columnOf(start + length) - columnOf(start));
  return { text: `${left}${visible.text}${right}`.trimEnd(), before, marked };
}

/** The offset itself, or the one before where it stands inside of a surrogate pair. */
function characterStart(line: string, offset: number): number {
  const unit = line.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
}
