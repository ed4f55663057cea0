/**
 * Phrases for what was expected, where more than the parser must know them. A phrase follows "expected", and the words of
 * the language in it stand in backticks, from which the nearest one is offered.
 */
import { type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import { isBlockStart, isDeclarationStart, isStatementStart } from './layout.ts';
import { In, Matching, On } from './tokens.ts';

export const expected = {
  declaration: 'a declaration such as `policy` or `label`',
  statement: 'a statement such as `allow`, or `}`',
  action: 'an action such as `select`, or a method such as `GET`',
  scope: '`,` or `on`',
  policyBody: "`when`, `until` or `{` after the policy's condition",
  parenthesisEnd: 'an operator or `)`',
  listEnd: '`,` or `]`',
  groupEnd: 'an operator such as `and` or `or`, or the next declaration',
} as const;

/** What may go on a declaration or statement before a token that begins none, made from the tokens that it has. */
type End = string | ((tokens: readonly IToken[]) => string);

/** By the word that begins it. */
const declarationEnds: Readonly<Record<string, End>> = {
  import: 'the next declaration',
  identity: 'the next declaration',
  database: '`closed`, or the next declaration',
  api: '`closed`, or the next declaration',
  label: '`{` and the labels below, or the next declaration',
  classify: (tokens) =>
    has(tokens, Matching) && !has(tokens, In)
      ? '`in` and columns, or the next declaration'
      : '`,` and another column, or the next declaration',
  detector: '`where` and a validator, or the next declaration',
  mask: 'the next declaration',
  group: expected.groupEnd,
  policy: 'the next declaration',
  test: 'the next declaration',
};
const accessEnd: End = (tokens) =>
  has(tokens, On)
    ? '`,` and another relation, the next statement or `}`'
    : '`,` and another path or operation, the next statement or `}`';
const statementEnds: Readonly<Record<string, End>> = {
  allow: accessEnd,
  deny: accessEnd,
  alert: accessEnd,
  approve: 'the next statement or `}`',
  mask: 'the next statement or `}`',
  reveal: '`,` and another label or column, the next statement or `}`',
  filter: 'the next statement or `}`',
  limit: 'the next statement or `}`',
  declassify: '`,` and another relation, the next statement or `}`',
};

/** Phrases of places that a complete condition leads to. */
const behindConditions: ReadonlySet<string> = new Set([
  expected.policyBody,
  expected.parenthesisEnd,
  expected.listEnd,
  expected.groupEnd,
]);

/** Whether a complete condition stands before the place of a phrase, so that an operator could have gone on. */
export function isBehindCondition(phrase: string): boolean {
  return behindConditions.has(phrase);
}

/** The phrase, made more exact by what stands before the offset `at`. */
export function exactPhrase(phrase: string, tokens: readonly IToken[], at: number): string {
  if (phrase === expected.declaration)
    return endOfLast(declarationEnds, isDeclarationStart, tokens, at) ?? phrase;
  if (phrase === expected.statement) {
    const startsIn = (token: IToken): boolean => isStatementStart(token) || isBlockStart(token);
    return endOfLast(statementEnds, startsIn, tokens, at) ?? phrase;
  }
  if (phrase === expected.scope) {
    const before = tokens.findLast((token) => token.startOffset < at);
    if (before !== undefined && /^[A-Z]+$/.test(before.image))
      return '`,` or a path such as `"/v1/customers/{id}"`';
  }
  return phrase;
}

function endOfLast(
  ends: Readonly<Record<string, End>>,
  isStart: (token: IToken, next: IToken) => boolean,
  tokens: readonly IToken[],
  at: number,
): string | undefined {
  const first = tokens.findLastIndex(
    (token, index) => token.startOffset < at && isStart(token, tokens[index + 1] ?? token),
  );
  const end = ends[tokens[first]?.image ?? ''];
  if (typeof end !== 'function') return end;
  const rest = tokens.slice(first + 1);
  const behind = rest.findIndex((token) => token.startOffset >= at);
  return end(behind < 0 ? rest : rest.slice(0, behind));
}

function has(tokens: readonly IToken[], type: TokenType): boolean {
  return tokens.some((token) => tokenMatcher(token, type));
}
