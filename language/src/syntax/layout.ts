/**
 * Where a text has a mistake, its lines tell where the next thing begins: this file finds the words that start one.
 *
 * In a text without mistakes lines mean nothing, and this file is not asked. It knows words and lines, not the grammar.
 */
import type { IToken, TokenType } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { type KeywordRole, keywords } from './keywords.ts';
import {
  Default,
  DurationToken,
  Equals,
  Integer,
  LeftBrace,
  NamePatternToken,
  On,
  OnWord,
  RegexToken,
  RightBrace,
  StringToken,
  starters,
  Word,
} from './tokens.ts';

const startTypes = new Map<TokenType, TokenType>([...starters.values()].map((s) => [s.word, s.start]));

const startsOf = (role: KeywordRole): ReadonlySet<TokenType> =>
  new Set(keywords.filter((k) => k.roles.includes(role)).flatMap((k) => starters.get(k.word)?.start ?? []));
const declarationStarts = startsOf('declaration');
const statementStarts = startsOf('statement');
const blockStarts = startsOf('block');
const caseStarts = startsOf('case');

/** A copy of the tokens in which each word that its line shows to be a beginning can be nothing else. */
export function markStarts(tokens: readonly IToken[]): IToken[] {
  return tokens.map((token, index) => {
    const start = startTypes.get(token.tokenType);
    if (start === undefined || !looksLikeStart(tokens, index)) return token;
    return { ...token, tokenType: start, tokenTypeIdx: start.tokenTypeIdx ?? -1 };
  });
}

/** A marked beginning of a declaration; `mask` begins one only as `mask default`. */
export function isDeclarationStart(token: IToken, next: IToken): boolean {
  if (!declarationStarts.has(token.tokenType)) return false;
  return !statementStarts.has(token.tokenType) || next.tokenType === Default;
}

/** A marked beginning of a statement. */
export function isStatementStart(token: IToken): boolean {
  return statementStarts.has(token.tokenType);
}

/** A marked beginning of a member of a policy. */
export function isBlockStart(token: IToken): boolean {
  return blockStarts.has(token.tokenType);
}

/** A marked beginning of a case of a test. */
export function isCaseStart(token: IToken): boolean {
  return caseStarts.has(token.tokenType);
}

function looksLikeStart(tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index];
  const previous = tokens[index - 1];
  const next = tokens[index + 1];
  if (token === undefined || next === undefined) return false;
  if (previous !== undefined && previous.endLine === token.startLine && previous.tokenType !== RightBrace)
    return false;
  if (next.startLine !== token.startLine) return false;
  if (tokenMatcher(token, On)) return isName(next) && tokens[index + 2]?.tokenType === LeftBrace;
  if (isName(next) || beginsOperand(next)) return true;
  // A declaration without its name; further in, the word may well be a name itself.
  return token.startColumn === 1 && (next.tokenType === LeftBrace || next.tokenType === Equals);
}

/** What a statement or declaration may have behind its word, apart from a name. */
function beginsOperand(token: IToken): boolean {
  return [Integer, DurationToken, RegexToken, NamePatternToken].some((type) => tokenMatcher(token, type));
}

function isName(token: IToken): boolean {
  return tokenMatcher(token, Word) || tokenMatcher(token, StringToken) || token.tokenType === OnWord;
}
