/** Concrete to abstract syntax: days and times of day, which must be those of the calendar and the clock. */
import type { CstNode, IToken } from 'chevrotain';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { DateLiteral, InstantLiteral, TimeLiteral, TimeWindow } from './ast.ts';
import { nodeSpan, token, tokenSpan, tokens } from './cst.ts';
import { type Conversion, convertString } from './cst-names.ts';
import { instantValue } from './literals.ts';
import { StringToken, TimeToken } from './tokens.ts';

const MINUTES_OF_A_DAY = 24 * 60;

/** A day; one that the calendar does not have is reported. */
export function convertDate(to: Conversion, from: IToken): DateLiteral | null {
  const span = tokenSpan(to.source, from);
  const [year = 0, month = 0, day = 0] = from.image.split('-').map(Number);
  // Date.UTC carries days over into the next month.
  const exists = new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(from.image);
  if (exists) return { kind: 'DateLiteral', span, year, month, day };
  to.report(diagnostic('malformed-date', span, { text: from.image }));
  return null;
}

/** `time-window`; one with a time that the clock does not have is reported. */
export function convertTimeWindow(to: Conversion, cst: CstNode): TimeWindow | null {
  const [first, second] = tokens(cst, TimeToken);
  const zone = token(cst, StringToken);
  if (first === undefined || second === undefined || zone === null) return null;
  const start = convertTime(to, first, MINUTES_OF_A_DAY - 1);
  const end = convertTime(to, second, MINUTES_OF_A_DAY);
  if (start === null || end === null) return null;
  return { kind: 'TimeWindow', span: nodeSpan(to.source, cst), start, end, zone: convertString(to, zone) };
}

function convertTime(to: Conversion, from: IToken, last: number): TimeLiteral | null {
  const span = tokenSpan(to.source, from);
  const [hours = 0, minutes = 0] = from.image.split(':').map(Number);
  const total = hours * 60 + minutes;
  if (minutes < 60 && total <= last) return { kind: 'TimeLiteral', span, minutes: total };
  to.report(diagnostic('malformed-time', span, { text: from.image }));
  return null;
}

/** A moment; one that is none has been reported by the lexer. */
export function convertInstant(to: Conversion, from: IToken): InstantLiteral | null {
  const epochMilliseconds = instantValue(from);
  if (epochMilliseconds === null) return null;
  return { kind: 'InstantLiteral', span: tokenSpan(to.source, from), epochMilliseconds };
}
