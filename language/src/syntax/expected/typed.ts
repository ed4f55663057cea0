/** What is being typed at an offset: a part of a name, of a string, of a condition in SQL, or nothing yet. */
import { type IToken, tokenMatcher } from 'chevrotain';
import { isClosed } from '../literals.ts';
import type { SqlTextMistake } from '../sql-text.ts';
import { SqlToken } from '../sql-token.ts';
import * as t from '../tokens.ts';

export interface Typed {
  /** The tokens before it. */
  readonly before: readonly IToken[];
  readonly kind: 'nothing' | 'name' | 'string' | 'sql';
  /** Offset of its first character, a quote included. */
  readonly start: number;
  /** What stands between there and the cursor, without the quote. */
  readonly text: string;
}

/**
 * `tokens` are those of `text` up to `offset`, which is all that they were made of. Null where nothing can be proposed: in a number
 * or a regular expression.
 */
export function typedAt(text: string, offset: number, tokens: readonly IToken[]): Typed | null {
  const last = tokens.at(-1);
  const nothing: Typed = { before: tokens, kind: 'nothing', start: offset, text: '' };
  if (last === undefined) return nothing;
  const before = tokens.slice(0, -1);
  const { image, startOffset: start } = last;
  const end = start + image.length;
  if (last.tokenType === SqlToken) {
    const isOpen = !/[\r\n]/.test(text.slice(end, offset)) || mistakeIn(last)?.kind === 'bracket';
    return isOpen ? { before, kind: 'sql', start, text: text.slice(start, offset) } : nothing;
  }
  if (end !== offset) return nothing;
  if (last.tokenType === t.StringToken || last.tokenType === t.SingleQuotedString)
    return isClosed(image) ? nothing : { before, kind: 'string', start, text: image.slice(1) };
  if (last.tokenType === t.RegexToken) return /^\/(?:[^\\/]|\\.)*\/$/.test(image) ? nothing : null;
  if (/^\d/.test(image)) return null;
  if (/^[A-Za-z_]\w*$/.test(image)) return { before, kind: 'name', start, text: image };
  if (tokenMatcher(last, t.NamePatternToken) && last.tokenType !== t.Star) return null;
  return nothing;
}

/** Where what is being typed ends behind the cursor, and whether a quote ends it there. */
export function endOfTyped(text: string, offset: number, kind: Typed['kind']): EndOfTyped {
  if (kind === 'string') {
    const rest = /^(?:[^"\\\r\n]|\\[^\r\n])*"/.exec(text.slice(offset, offset + 100_000));
    return rest === null ? { end: offset, closed: false } : { end: offset + rest[0].length, closed: true };
  }
  if (kind === 'sql') return { end: offset, closed: false };
  const rest = /^\w*/.exec(text.slice(offset, offset + 1000));
  return { end: offset + (rest?.[0].length ?? 0), closed: false };
}

export interface EndOfTyped {
  readonly end: number;
  readonly closed: boolean;
}

function mistakeIn(token: IToken): SqlTextMistake | null {
  const payload: unknown = token.payload;
  return typeof payload === 'object' && payload !== null && 'kind' in payload
    ? (payload as SqlTextMistake)
    : null;
}
