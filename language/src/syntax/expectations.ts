/**
 * Phrases for what was expected, where more than the parser must know them. A phrase follows "expected", and the words of
 * the language in it stand in backticks, from which the nearest one is offered.
 */
import type { IToken } from 'chevrotain';
import { isBlockStart, isDeclarationStart, isStatementStart } from './layout.ts';

export const expected = {
  declaration: 'a declaration such as `policy` or `label`',
  statement: 'a statement such as `allow`, or `}`',
  policyBody: "`when`, `until` or `{` after the policy's condition",
  parenthesisEnd: 'an operator or `)`',
  listEnd: '`,` or `]`',
  groupEnd: 'an operator such as `and` or `or`, or the next declaration',
} as const;

/** What may go on the last declaration or statement before a token that begins none, by the word that began it. */
const declarationEnds: Readonly<Record<string, string>> = {
  identity: 'the next declaration',
  database: 'the next declaration',
  label: '`{` and the labels below, or the next declaration',
  classify: '`,` and another column, or the next declaration',
  mask: 'the next declaration',
  group: expected.groupEnd,
  policy: 'the next declaration',
};
const statementEnds: Readonly<Record<string, string>> = {
  allow: '`,` and another relation, the next statement or `}`',
  deny: '`,` and another relation, the next statement or `}`',
  mask: 'the next statement or `}`',
  reveal: '`,` and another label or column, the next statement or `}`',
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
  return phrase;
}

function endOfLast(
  ends: Readonly<Record<string, string>>,
  isStart: (token: IToken, next: IToken) => boolean,
  tokens: readonly IToken[],
  at: number,
): string | undefined {
  const start = tokens.findLast(
    (token, index) => token.startOffset < at && isStart(token, tokens[index + 1] ?? token),
  );
  return start && ends[start.image];
}
