/**
 * Text to tokens: tokens for the parser, comments apart, and a diagnostic for each character or literal that is none.
 *
 * What it reports it also mends, so that one slip gives one diagnostic: unknown characters are taken out, a string
 * in single quotes or without its end still is a string.
 */
import { type IToken, Lexer } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { limits } from '../limits.ts';
import type { SourceText } from '../source/source-text.ts';
import type { Comment } from './ast.ts';
import { findMixedWords } from './confusable-letters.ts';
import { findHiddenCharacters, findStrangeSpaces } from './hidden-characters.ts';
import { checkDuration, checkInstant, checkInteger, checkSql, checkString } from './literals.ts';
import { mendWords } from './mend-words.ts';
import { SqlToken } from './sql-token.ts';
import { lexerTokens } from './token-order.ts';
import {
  COMMENTS,
  closingBrackets,
  DurationToken,
  foreignOperators,
  InstantToken,
  Integer,
  MalformedNumber,
  openingBrackets,
  RegexToken,
  SingleQuotedString,
  StringToken,
  Unknown,
} from './tokens.ts';

export interface LexedText {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Offsets of tokens beside which a mistake was reported already: a complaint of the parser about one of them would be
   * about the same mistake.
   */
  readonly excused: ReadonlySet<number>;
}

const lexer = new Lexer(lexerTokens, { positionTracking: 'full', ensureOptimizations: true });

/** Reads a whole text; a text beyond the limits gives no tokens. */
export function lex(source: SourceText): LexedText {
  if (source.text.length > limits.textLength) return refused(source, '4 MiB');
  const hidden = findHiddenCharacters(source, limits.mistakes + 1);
  // The mark is not text; a space keeps every offset as it is.
  const text = source.text.startsWith('\uFEFF') ? ` ${source.text.slice(1)}` : source.text;
  const result = lexer.tokenize(text);
  if (result.tokens.length > limits.tokens) return refused(source, `${limits.tokens} words and marks`);

  const words = mendWords(source, result.tokens, limits.mistakes + 1);
  const diagnostics: Diagnostic[] = [...words.diagnostics];
  const hiddenAt = new Set(hidden.map((d) => d.span.start));
  const excused = new Set<number>();
  const tokens: IToken[] = [];
  let excuseNext = false;
  for (const token of words.tokens) {
    if (token.tokenType === Unknown) {
      if (!hiddenAt.has(token.startOffset) && diagnostics.length <= limits.mistakes)
        diagnostics.push(unknownCharacters(source, token));
      excuseNext = true;
      continue;
    }
    if (excuseNext) excused.add(token.startOffset);
    excuseNext = false;
    tokens.push(token);
    const found = checkToken(source, token);
    if (found.length === 0) continue;
    // One more than is shown is enough to say so.
    if (diagnostics.length <= limits.mistakes) diagnostics.push(...found.slice(0, limits.mistakes));
    excused.add(token.startOffset);
    if (found.some((d) => d.name === 'unterminated-string')) excuseNext = true;
  }
  if (excuseNext) excused.add(source.contentEnd);
  const depth = checkDepth(source, tokens);
  if (depth !== null) return { tokens: [], comments: [], diagnostics: [...hidden, depth], excused };
  const comments = (result.groups[COMMENTS] ?? []).map(
    (token): Comment => ({
      kind: 'Comment',
      span: source.span(token.startOffset, token.startOffset + token.image.length),
      text: token.image,
    }),
  );
  return { tokens, comments, diagnostics: [...hidden, ...diagnostics], excused };
}

function refused(source: SourceText, limit: string): LexedText {
  const diagnostics = [diagnostic('file-too-large', source.span(0, 0), { limit })];
  return { tokens: [], comments: [], diagnostics, excused: new Set() };
}

function checkToken(source: SourceText, token: IToken): Diagnostic[] {
  const type = token.tokenType;
  if (type === StringToken || type === SingleQuotedString) {
    return [...checkString(source, token), ...checkLetters(source, token)];
  }
  if (type === Integer || type === MalformedNumber) return checkInteger(source, token);
  if (type === DurationToken) return checkDuration(source, token);
  if (type === InstantToken) return checkInstant(source, token);
  if (type === RegexToken || type === SqlToken) {
    return [...(type === SqlToken ? checkSql(source, token) : []), ...checkLetters(source, token)];
  }
  const use = foreignOperators.get(type);
  if (use === undefined) return [];
  const span = source.span(token.startOffset, token.startOffset + token.image.length);
  const fix = { title: `Write \`${use}\``, edits: [{ span, newText: use }] };
  return [diagnostic('foreign-operator', span, { text: token.image, use }, { fix })];
}

/** Characters of a literal that read as others. */
function checkLetters(source: SourceText, { startOffset, image }: IToken): Diagnostic[] {
  const mixed = findMixedWords(source, startOffset, image, limits.mistakes + 1);
  return [...findStrangeSpaces(source, startOffset, image), ...mixed];
}

/** What people write out of habit, and what to write instead. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/^;/, 'statements end without a mark'],
  [/^#|^\/\*|^--/, 'a comment begins with `//` and ends with its line'],
  [/^-/, 'a name with another character than letters, digits and `_` stands in double quotes'],
  [
    /^[^\p{ASCII}]*\p{L}/u,
    'a name with another character than letters, digits and `_` stands in double quotes',
  ],
  [/^[\u2018-\u201F«»]/, 'a string stands in straight double quotes'],
  [/^\p{Zs}/u, 'this is a space of another kind; write an ordinary one'],
];

function unknownCharacters(source: SourceText, token: IToken): Diagnostic {
  const hint = habits.find(([pattern]) => pattern.test(token.image))?.[1];
  // Long runs of garbage would fill the screen; the underline still shows all of it.
  const text = token.image.length > 20 ? `${token.image.slice(0, 20)}…` : token.image;
  const span = source.span(token.startOffset, token.startOffset + token.image.length);
  return diagnostic('unexpected-character', span, { text }, hint === undefined ? {} : { hint });
}

function checkDepth(source: SourceText, tokens: readonly IToken[]): Diagnostic | null {
  let depth = 0;
  for (const token of tokens) {
    if (openingBrackets.has(token.tokenType)) depth += 1;
    else if (closingBrackets.has(token.tokenType)) depth = Math.max(depth - 1, 0);
    if (depth > limits.nesting) {
      const span = source.span(token.startOffset, token.startOffset + 1);
      return diagnostic('nested-too-deeply', span, { limit: limits.nesting });
    }
  }
  return null;
}
