/** Concrete to abstract syntax: numbers, durations, expressions and conditions in SQL, each one token. */
import type { IToken } from 'chevrotain';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { DurationLiteral, IntegerLiteral, RegexLiteral, SqlText } from './ast.ts';
import { tokenSpan } from './cst.ts';
import type { Conversion } from './cst-names.ts';
import { integerValue, isClosed, regexPattern } from './literals.ts';

export function convertInteger(to: Conversion, from: IToken): IntegerLiteral {
  return { kind: 'IntegerLiteral', span: tokenSpan(to.source, from), value: integerValue(from) };
}

export function convertDuration(to: Conversion, from: IToken): DurationLiteral | null {
  const units: readonly DurationLiteral['unit'][] = ['s', 'm', 'h', 'd'];
  const unit = units.find((known) => from.image.endsWith(known));
  if (unit === undefined) return null;
  const amount = Number(from.image.slice(0, -1));
  return { kind: 'DurationLiteral', span: tokenSpan(to.source, from), amount, unit };
}

/**
 * A regular expression; that one has no end is said here, for only where one belongs is a slash the beginning of one.
 */
export function convertRegex(to: Conversion, from: IToken): RegexLiteral {
  if (!isClosed(from.image)) to.report(diagnostic('unterminated-regex', tokenSpan(to.source, from), {}));
  return { kind: 'RegexLiteral', span: tokenSpan(to.source, from), pattern: regexPattern(from) };
}

export function convertSql(to: Conversion, from: IToken): SqlText {
  return { kind: 'SqlText', span: tokenSpan(to.source, from), text: from.image };
}
