/**
 * Where the name of a relation ends in the text: `a`, `a . b`, with comments between. The server's own scanner says what a token is.
 */
import type { Token } from '../parse/sql-parser.ts';

const COMMENTS: ReadonlySet<string> = new Set(['C_COMMENT', 'SQL_COMMENT']);

/**
 * The byte after a name of `parts` parts that starts at `start`; null where the tokens are not as such a name must be.
 */
export function nameEnd(tokens: readonly Token[], start: number, parts: number): number | null {
  let index = tokens.findIndex((token) => token.start === start);
  if (index < 0) return null;
  let end: number | null = null;
  for (let part = 0; part < parts; part += 1) {
    if (part > 0) {
      index = skipComments(tokens, index);
      if (tokens[index]?.text !== '.') return null;
      index = skipComments(tokens, index + 1);
    }
    const token = tokens[index];
    if (token === undefined) return null;
    end = token.end;
    index += 1;
  }
  return end;
}

function skipComments(tokens: readonly Token[], from: number): number {
  let index = from;
  while (COMMENTS.has(tokens[index]?.tokenName ?? '')) index += 1;
  return index;
}
