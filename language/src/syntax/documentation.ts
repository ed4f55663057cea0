/** What is written about a declaration right above it, in lines that begin with three slashes. */
import type { SourceText } from '../source/source-text.ts';
import type { Comment } from './ast.ts';

const DOCUMENTING = /^\/\/\/(?!\/) ?/;

/**
 * The run of `///` lines that ends on the line before `offset`, without the slashes and the space behind them, joined by line
 * ends; null where there is none. `comments` are all of the text, in order.
 */
export function documentationBefore(
  source: SourceText,
  comments: readonly Comment[],
  offset: number,
): string | null {
  const lines: string[] = [];
  let below = offset;
  for (let index = lastBefore(comments, offset); index >= 0; index -= 1) {
    const comment = comments[index];
    if (comment === undefined || !DOCUMENTING.test(comment.text)) break;
    if (!isLineBreak(source.text.slice(comment.span.end, below)) || !beginsLine(source.text, comment)) break;
    lines.push(comment.text.replace(DOCUMENTING, '').trimEnd());
    below = comment.span.start;
  }
  return lines.length === 0 ? null : lines.reverse().join('\n');
}

/** The index of the last comment that begins before `offset`; -1 where there is none. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** One line end and blanks. */
function isLineBreak(text: string): boolean {
  return /^[ \t]*(?:\r\n|\r|\n)[ \t]*$/.test(text);
}

function beginsLine(text: string, { span }: Comment): boolean {
  let at = span.start - 1;
  while (text[at] === ' ' || text[at] === '\t') at -= 1;
  return at < 0 || text[at] === '\n' || text[at] === '\r' || text[at] === '\uFEFF';
}
