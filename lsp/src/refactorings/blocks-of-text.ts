/**
 * Cuts a text into blocks, one for each of some neighbouring nodes, so that they can be moved: the comments right above a node and
 * behind its last token go with it. Knows no kinds of nodes.
 */
import type { Comment, Node } from '@dlpc/language';

export interface TextBlock<N extends Node> {
  readonly node: N;
  /** From the first comment right above the node; UTF-16 units. */
  readonly start: number;
  /** Behind the node, or behind the comment on its last line. */
  readonly end: number;
}

/** The block of `node`, of which no other one begins or ends on its lines. */
export function blockOf<N extends Node>(text: string, comments: readonly Comment[], node: N): TextBlock<N> {
  const behind = comments.find(
    ({ span }) => span.start >= node.span.end && !/[^ \t]/.test(text.slice(node.span.end, span.start)),
  );
  let { start } = node.span;
  for (const { span } of comments.toReversed()) {
    if (span.end > start) continue;
    if (!/^(\r\n|\r|\n)?[ \t]*$/.test(text.slice(span.end, start))) break;
    // A comment behind other words is theirs.
    if (/[^ \t]/.test(text.slice(lineStart(text, span.start), span.start))) break;
    start = span.start;
  }
  return { node, start, end: behind?.span.end ?? node.span.end };
}

/** Where the line of `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Behind the end of the line of `offset`. */
export function nextLine(text: string, offset: number): number {
  const [ending] = text.slice(offset).match(/^[^\r\n]*(\r\n|\r|\n)?/) ?? [''];
  return offset + ending.length;
}
