/**
 * Formatting, of a whole document, of a range, or of what was just completed by typing. The layout is the formatter's; here it is
 * cut into edits of the gaps between words, so that cursors and marks elsewhere stay where they are.
 */
import { formatText, type SourceText } from '@dlpc/language';
import type { Range, TextEdit } from 'vscode-languageserver/node';
import { offsetIn, rangeIn } from '../convert.ts';
import type { FeatureContext } from './feature-context.ts';
import { type GapEdit, gapEdits } from './gap-edits.ts';

export function formatting({ source }: FeatureContext): TextEdit[] {
  return changesOf(source).map((edit) => textEdit(source, edit));
}

/** Lines that the range touches. */
export function rangeFormatting({ source }: FeatureContext, range: Range): TextEdit[] {
  const start = offsetIn(source, { line: range.start.line, character: 0 });
  const end = offsetIn(source, range.end);
  return within(source, start, lineEnd(source.text, end));
}

/** After a brace that closes: the block up to it. After a line end: the line before. */
export function onTypeFormatting({ source, offset }: FeatureContext, typed: string): TextEdit[] {
  const { text } = source;
  if (typed === '}') return within(source, lineStart(text, openingOf(text, offset - 1)), offset);
  const end = text.lastIndexOf('\n', offset - 1);
  // What stands behind the cursor is being written.
  return end < 0 ? [] : within(source, lineStart(text, end), end);
}

function within(source: SourceText, start: number, end: number): TextEdit[] {
  return changesOf(source)
    .filter((edit) => edit.start >= start && edit.end <= end)
    .map((edit) => textEdit(source, edit));
}

/** None where the text has mistakes, since then nobody knows what belongs together. */
function changesOf({ text: before, file }: SourceText): readonly GapEdit[] {
  const { text: after } = formatText(before, file);
  return gapEdits(before, after);
}

function textEdit(source: SourceText, { start, end, text }: GapEdit): TextEdit {
  return { range: rangeIn(source, source.span(start, end)), newText: text };
}

/** The brace that the one at `closing` closes, as braces are counted: strings with braces are rare, and then too much is laid out, rightly. */
function openingOf(text: string, closing: number): number {
  let depth = 0;
  for (let at = closing; at >= 0; at--) {
    if (text[at] === '}') depth += 1;
    if (text[at] === '{' && --depth === 0) return at;
  }
  return 0;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
