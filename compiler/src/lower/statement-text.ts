/** A statement as its author wrote it, on one line, for denials and explanations. */
import type { Comment, SourceText, Span } from '@dlpc/language';

/** More is cut off: the line number leads to the rest. */
const MOST_CHARACTERS = 240;

/** The text of `span` without `comments`, its line breaks made spaces. */
export function statementText(source: SourceText, comments: readonly Comment[], span: Span): string {
  let text = '';
  let from = span.start;
  for (const comment of comments) {
    if (comment.span.start < from || comment.span.end > span.end) continue;
    text += source.text.slice(from, comment.span.start);
    from = comment.span.end;
  }
  text += source.text.slice(from, span.end);
  // Strings hold no line breaks, so that what is inside them stays as it is.
  const line = text.replaceAll(/[ \t]*[\r\n]\s*/g, ' ').trim();
  const characters = [...line];
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : line;
}
