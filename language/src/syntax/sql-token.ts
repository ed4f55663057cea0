/** The token of a SQL condition, which begins where the words before it say so. Where it ends is sql-text.ts's to find. */
import { createToken, type IToken, tokenMatcher } from 'chevrotain';
import { limits } from '../limits.ts';
import { scanSql } from './sql-text.ts';
import {
  anyCharacter,
  Comma,
  Dot,
  NamePatternToken,
  OnWord,
  StringToken,
  starters,
  Where,
  Word,
} from './tokens.ts';

const FILTER = starters.get('filter')?.word;

/** How many conditions of a text lacked an end, by the tokens that are being made of it. */
const brokenConditions = new WeakMap<readonly IToken[], number>();

/** The condition of a `filter`: only the words before it tell where one begins. */
export const SqlToken = createToken({
  name: 'SqlText',
  pattern: (text, offset, tokens) => {
    const where = tokens.at(-1);
    if (where?.tokenType !== Where || !isFilterWhere(tokens)) return null;
    // It begins on the line of the `where`.
    if (/[\r\n]/.test(text.slice(where.startOffset, offset))) return null;
    // Looking for the ends of quotes that have none takes time, and nobody is shown more mistakes than these.
    const failures = brokenConditions.get(tokens) ?? 0;
    const { end, mistake } = scanSql(text, offset, failures > limits.mistakes ? 0 : limits.sqlText);
    if (end === offset) return null;
    if (mistake !== null) brokenConditions.set(tokens, failures + 1);
    return Object.assign([text.slice(offset, end)] as [string], { payload: mistake });
  },
  start_chars_hint: anyCharacter,
  line_breaks: true,
});

/**
 * Whether the last token, a `where`, is that of a `filter` statement: between the two stand names, dots and commas. No more
 * tokens are looked at than stand between this `where` and the one before it.
 */
function isFilterWhere(tokens: readonly IToken[]): boolean {
  let at = tokens.length - 2;
  while (isNameToken(tokens[at])) {
    const before = tokens[at - 1];
    if (before?.tokenType === FILTER && !continuesPath(tokens[at - 2])) return true;
    if (before?.tokenType !== Dot && before?.tokenType !== Comma) return false;
    at -= 2;
  }
  return false;
}

/** Whether a word behind this token is a name. */
function continuesPath(token: IToken | undefined): boolean {
  return token?.tokenType === Dot || token?.tokenType === Comma || token?.tokenType === OnWord;
}

function isNameToken(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  return (
    [Word, StringToken, NamePatternToken].some((type) => tokenMatcher(token, type)) ||
    token.tokenType === OnWord
  );
}
