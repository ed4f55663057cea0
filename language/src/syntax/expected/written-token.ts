/** Tokens as those see them who know no chevrotain. */
import { type IToken, tokenMatcher } from 'chevrotain';
import { stringValue } from '../literals.ts';
import * as t from '../tokens.ts';
import type { WrittenToken } from './expected.ts';

/** `from` is the offset at which the text of the token begins. */
export function writtenToken(token: IToken, from: number): WrittenToken {
  return { text: token.image, name: nameOf(token), start: from + token.startOffset };
}

/** What a name or string says; null for any other token. */
export function nameOf(token: IToken): string | null {
  if (tokenMatcher(token, t.StringToken)) return stringValue(token);
  if (tokenMatcher(token, t.Word) || token.tokenType === t.OnWord) return token.image;
  return /^[A-Za-z_]\w*$/.test(token.image) ? token.image : null;
}
