/**
 * Where the parts of a name stand in the text: `a`, `a . b`, with comments between. The server's own scanner says what a token is.
 */
import type { Token } from '../parse/sql-parser.ts';

const COMMENTS: ReadonlySet<string> = new Set(['C_COMMENT', 'SQL_COMMENT']);

/** The tokens of a name of `parts` parts that starts at byte `start`; null where there is no such name. */
export function nameParts(tokens: readonly Token[], start: number, parts: number): readonly Token[] | null {
  let index = tokens.findIndex((token) => token.start === start);
  if (index < 0) return null;
  const found: Token[] = [];
  for (let part = 0; part < parts; part += 1) {
    if (part > 0) {
      index = skipComments(tokens, index);
      if (tokens[index]?.text !== '.') return null;
      index = skipComments(tokens, index + 1);
    }
    const token = tokens[index];
    if (token === undefined) return null;
    found.push(token);
    index += 1;
  }
  return found;
}

/** The token before the one that starts at byte `start`, comments apart. */
export function precedingToken(tokens: readonly Token[], start: number): Token | undefined {
  return tokens.findLast((token) => token.start < start && !COMMENTS.has(token.tokenName));
}

function skipComments(tokens: readonly Token[], from: number): number {
  let index = from;
  while (COMMENTS.has(tokens[index]?.tokenName ?? '')) index += 1;
  return index;
}
