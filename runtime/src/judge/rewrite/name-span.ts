/**
 * Where the parts of a name stand in the text: `a`, `a . b`, with comments between. The server's own scanner says what a token is.
 */
import type { Token } from '../parse/sql-parser.ts';

const COMMENTS: ReadonlySet<string> = new Set(['C_COMMENT', 'SQL_COMMENT']);

/** The tokens of a name of `parts` parts that starts at byte `start`; null where there is no such name. */
export function nameParts(tokens: readonly Token[], start: number, parts: number): readonly Token[] | null {
  let index = firstFrom(tokens, start);
  if (tokens[index]?.start !== start) return null;
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

/** The index of the token that starts at byte `start`; null where none does. */
export function tokenAt(tokens: readonly Token[], start: number): number | null {
  const index = firstFrom(tokens, start);
  return tokens[index]?.start === start ? index : null;
}

/** The token before the one that starts at byte `start`, comments apart. */
export function precedingToken(tokens: readonly Token[], start: number): Token | undefined {
  let index = firstFrom(tokens, start) - 1;
  while (COMMENTS.has(tokens[index]?.tokenName ?? '')) index -= 1;
  return tokens[index];
}

/** The index of the first token that starts at byte `start` or later; by halves, for a statement may have a token every other byte. */
function firstFrom(tokens: readonly Token[], start: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function skipComments(tokens: readonly Token[], from: number): number {
  let index = from;
  while (COMMENTS.has(tokens[index]?.tokenName ?? '')) index += 1;
  return index;
}
