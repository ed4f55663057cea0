/** Where a statement stands in a text of several, and a write within the WITH of another. */
import type { Token } from '../parse/sql-parser.ts';
import type { RawStatement } from '../parse/tree.ts';
import type { StatementPlace } from './guard-rows.ts';
import { precedingToken } from './name-span.ts';

export function placeOf(
  { stmt_location: start = 0, stmt_len: length = 0 }: RawStatement,
  source: Buffer,
): StatementPlace {
  return { start, end: length === 0 ? source.length : start + length };
}

/** Of a write within WITH, given where the name of its target starts: what stands in the parentheses around it. */
export function placeWithin(location: number, tokens: readonly Token[]): StatementPlace | null {
  const before = precedingToken(tokens, location);
  const outside = before?.text === '(' ? precedingToken(tokens, before.start) : undefined;
  // ONLY (name)
  const from = outside?.text.toUpperCase() === 'ONLY' ? outside.start : location;
  let open: Token | null = null;
  let depth = 0;
  for (const token of tokens.filter(({ end }) => end <= from).toReversed()) {
    if (token.text === ')') depth += 1;
    else if (token.text === '(' && depth > 0) depth -= 1;
    else if (token.text === '(') {
      open = token;
      break;
    }
  }
  if (open === null) return null;
  depth = 0;
  for (const token of tokens.filter(({ start }) => start >= (open?.end ?? 0))) {
    if (token.text === '(') depth += 1;
    else if (token.text === ')' && depth > 0) depth -= 1;
    else if (token.text === ')') return { start: open.end, end: token.start };
  }
  return null;
}
