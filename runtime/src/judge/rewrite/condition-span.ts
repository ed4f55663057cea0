/**
 * Where a condition that is a conjunct stands in the text, found around its operator. Its operands are names and constants, so that no keyword of a
 * clause stands within it but inside of parentheses; whoever uses the span compares the trees.
 */
import type { Token } from '../parse/sql-parser.ts';
import { tokenAt } from './name-span.ts';

/** Words before a conjunct. */
const BEFORE: ReadonlySet<string> = new Set(['WHERE', 'AND', 'ON']);

/** Words behind one: the next conjunct, join or clause. */
const BEHIND: ReadonlySet<string> = new Set([
  ...['AND', 'OR', 'WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'FOR'],
  ...['UNION', 'INTERSECT', 'EXCEPT', 'ON', 'JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'NATURAL'],
  ...['RETURNING', 'INTO'],
]);

const OPENING: ReadonlySet<string> = new Set(['(', '[']);
const CLOSING: ReadonlySet<string> = new Set([')', ']']);

/** `operator`: the byte at which the condition's operator starts. Null where there is no such condition. */
export function conditionSpan(
  tokens: readonly Token[],
  operator: number,
): { readonly start: number; readonly end: number } | null {
  const middle = tokenAt(tokens, operator);
  if (middle === null) return null;
  const first = edge(tokens, middle, -1, BEFORE);
  const last = edge(tokens, middle, 1, BEHIND);
  const [start, end] = [tokens[first]?.start, tokens[last]?.end];
  return start === undefined || end === undefined || first === middle || last === middle
    ? null
    : { start, end };
}

/** The index of the last token in one direction before `stops`, a comma, or a parenthesis that was opened outside. */
function edge(tokens: readonly Token[], from: number, step: 1 | -1, stops: ReadonlySet<string>): number {
  const [deeper, higher] = step === 1 ? [OPENING, CLOSING] : [CLOSING, OPENING];
  let depth = 0;
  let at = from;
  for (let next = from + step; next >= 0 && next < tokens.length; next += step) {
    const text = tokens[next]?.text ?? '';
    if (deeper.has(text)) depth += 1;
    else if (higher.has(text)) depth -= 1;
    if (depth < 0) break;
    if (depth === 0 && (text === ',' || text === ';' || stops.has(text.toUpperCase()))) break;
    at = next;
  }
  return at;
}
