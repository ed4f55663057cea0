/** What the parser could not read, said in the language's words. */
import { EOF, type IRecognitionException, type IToken, tokenMatcher } from 'chevrotain';
import { type Diagnostic, diagnostic, type Fix, type RelatedPlace } from '../diagnostics/diagnostic.ts';
import { nearest } from '../nearest.ts';
import type { SourceText, Span } from '../source/source-text.ts';
import { exactPhrase, isBehindCondition } from './expectations.ts';
import { isBlockStart, isDeclarationStart, isStatementStart } from './layout.ts';
import {
  ComparisonOperator,
  closingBrackets,
  Equals,
  openingBrackets,
  RegexToken,
  StringToken,
  Word,
} from './tokens.ts';

/**
 * One diagnostic for each place that could not be read. Errors at the same offset are one mistake, and those at an
 * excused one are reported already.
 */
export function describeErrors(
  source: SourceText,
  tokens: readonly IToken[],
  errors: readonly IRecognitionException[],
  excused: ReadonlySet<number>,
): Diagnostic[] {
  const seen = new Set<number>();
  const found: Diagnostic[] = [];
  for (const error of errors) {
    const start = spanOf(source, error.token).start;
    if (seen.has(start) || excused.has(start)) continue;
    seen.add(start);
    found.push(describe(source, tokens, error));
  }
  return found;
}

function describe(source: SourceText, tokens: readonly IToken[], error: IRecognitionException): Diagnostic {
  const token = error.token;
  const span = spanOf(source, token);
  const expected = exactPhrase(error.message, tokens, span.start);
  const found = describeToken(token);

  const close = /`([\])}])`$/.exec(expected)?.[1];
  if (close !== undefined && endsBracket(tokens, error, close)) {
    const related = openedAt(source, tokens, span.start);
    return diagnostic('unclosed-bracket', span, { close, found }, { related });
  }
  if (closingBrackets.has(token.tokenType) && error.context.ruleStack.length === 1) {
    return diagnostic('unopened-bracket', span, { close: token.image });
  }
  if (isBehindCondition(expected)) {
    if (token.tokenType === Equals) {
      const fix = { title: 'Write `==`', edits: [{ span, newText: '==' }] };
      return diagnostic('foreign-operator', span, { text: '=', use: '==' }, { fix });
    }
    if (tokenMatcher(token, ComparisonOperator)) {
      return diagnostic('chained-comparison', span, { operator: token.image });
    }
  }
  return diagnostic('unexpected-token', span, { expected, found }, help(source, token, expected));
}

function help(source: SourceText, token: IToken, expected: string): { hint?: string; fix?: Fix } {
  const span = spanOf(source, token);
  if (token.image === 'not' && isBehindCondition(expected))
    return { hint: 'put a negated comparison in parentheses, as in `not (a in b)`' };
  if (token.image === 'without' && expected.includes('`on`'))
    return { hint: 'only a `deny` can be about what has no WHERE' };
  if (token.tokenType === RegexToken && expected.includes('path'))
    return { hint: 'a path of an API stands in double quotes' };
  if (token.image === ',') return { hint: 'a list has a comma between two things, none before or after' };
  if (!tokenMatcher(token, Word)) return {};
  const words = [...expected.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '');
  const meant = words.find((word) => word === token.image.toLowerCase()) ?? nearest(token.image, words);
  if (meant === null) return {};
  const fix = { title: `Write \`${meant}\``, edits: [{ span, newText: meant }] };
  return { hint: `did you mean \`${meant}\`?`, fix };
}

function describeToken(token: IToken): string {
  if (token.tokenType === EOF) return 'the end of the file';
  if (tokenMatcher(token, StringToken)) return 'a string';
  return token.image.length > 40 ? `\`${token.image.slice(0, 40)}…\`` : `\`${token.image}\``;
}

function openedAt(source: SourceText, tokens: readonly IToken[], before: number): RelatedPlace[] {
  const open: IToken[] = [];
  for (const token of tokens) {
    if (token.startOffset >= before) break;
    if (openingBrackets.has(token.tokenType)) open.push(token);
    else if (closingBrackets.has(token.tokenType)) open.pop();
  }
  const last = open.at(-1);
  return last === undefined ? [] : [{ message: 'it was opened here', span: spanOf(source, last) }];
}

function tokenAfter(tokens: readonly IToken[], token: IToken): IToken | undefined {
  return tokens.find((other) => other.startOffset > token.startOffset);
}

/** Whether a token where `close` is missing can stand only behind it. */
function endsBracket(tokens: readonly IToken[], error: IRecognitionException, close: string): boolean {
  const token = error.token;
  if (token.tokenType === EOF || isDeclarationStart(token, tokenAfter(tokens, token) ?? token)) return true;
  if (close === '}') return isBlockStart(token) && error.context.ruleStack.at(-1) === 'sourceBlock';
  return isBlockStart(token) || isStatementStart(token);
}

function spanOf(source: SourceText, token: IToken): Span {
  // The end of the file is shown behind its last word, not on an empty line somewhere below.
  if (token.tokenType === EOF) return source.span(source.contentEnd, source.contentEnd);
  return source.span(token.startOffset, token.startOffset + token.image.length);
}
