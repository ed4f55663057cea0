/** Puts words together again that the lexer took apart at a letter which only looks like one of ASCII. */
import type { IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/source-text.ts';
import { confusableWord, withoutLookalikes } from './confusable-letters.ts';
import { typeOfWord } from './token-order.ts';
import { Unknown } from './tokens.ts';

export interface MendedTokens {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The tokens with each such word as the one token that it looks like, and what is to be said of the words, at most `limit`. */
export function mendWords(source: SourceText, tokens: readonly IToken[], limit: number): MendedTokens {
  if (!tokens.some((token) => token.tokenType === Unknown)) return { tokens, diagnostics: [] };
  const mended: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  for (let index = 0; index < tokens.length; ) {
    const end = endOfWord(tokens, index);
    const parts = tokens.slice(index, end);
    const first = parts[0];
    const word = parts.map(({ image }) => image).join('');
    const isStrange = isPart(first) && parts.some(({ tokenType }) => tokenType === Unknown);
    const plain = isStrange ? withoutLookalikes(word) : null;
    index = end;
    if (first === undefined || plain === null || !/^[A-Za-z_]/.test(plain)) {
      mended.push(...parts);
      continue;
    }
    mended.push(asWord(first, plain));
    if (diagnostics.length < limit) diagnostics.push(confusableWord(source, first.startOffset, word, plain));
  }
  return { tokens: mended, diagnostics };
}

/** Behind the tokens that stand without a gap and could be one word. */
function endOfWord(tokens: readonly IToken[], start: number): number {
  let end = start + 1;
  if (!isPart(tokens[start])) return end;
  while (isPart(tokens[end]) && endOf(tokens[end - 1]) === tokens[end]?.startOffset) end += 1;
  return end;
}

function isPart(token: IToken | undefined): boolean {
  return token !== undefined && /^[\p{L}\p{N}_]+$/u.test(token.image);
}

function endOf(token: IToken | undefined): number {
  return token === undefined ? 0 : token.startOffset + token.image.length;
}

/** The image is as long as the word: letters outside of the first plane are rare enough to be left out of count. */
function asWord(first: IToken, image: string): IToken {
  const tokenType = typeOfWord(image);
  const endOffset = first.startOffset + image.length - 1;
  return { ...first, image, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx ?? -1, endOffset };
}
