/** Literals: nodes that stand for a value. */
import type { NodeBase } from './base.ts';

/** A string literal; `value` has its escapes resolved. */
export interface StringLiteral extends NodeBase {
  readonly kind: 'StringLiteral';
  readonly value: string;
}

/** An integer literal; `1_000` is 1000. */
export interface IntegerLiteral extends NodeBase {
  readonly kind: 'IntegerLiteral';
  readonly value: number;
}

export interface BooleanLiteral extends NodeBase {
  readonly kind: 'BooleanLiteral';
  readonly value: boolean;
}

/** `2027-03-31`: a day that the calendar has. */
export interface DateLiteral extends NodeBase {
  readonly kind: 'DateLiteral';
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** `05:00` */
export interface TimeLiteral extends NodeBase {
  readonly kind: 'TimeLiteral';
  /** Since midnight; 1440 for `24:00`, which only ends a window. */
  readonly minutes: number;
}

/** `2026-11-22T02:00:00Z`: a moment that the calendar and the clock have, in UTC. */
export interface InstantLiteral extends NodeBase {
  readonly kind: 'InstantLiteral';
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly epochMilliseconds: number;
}

/** `15m`, `4h` */
export interface DurationLiteral extends NodeBase {
  readonly kind: 'DurationLiteral';
  readonly amount: number;
  /** Seconds, minutes, hours or days of 24 hours. */
  readonly unit: 's' | 'm' | 'h' | 'd';
}

/** `/\d{4,}/` */
export interface RegexLiteral extends NodeBase {
  readonly kind: 'RegexLiteral';
  /** What stands between the slashes, as written: a slash inside of it is `\/`. Not yet checked to be an expression. */
  readonly pattern: string;
}

/**
 * A condition in SQL, as written: one token, which nobody has parsed yet. It ends where the lexer thought it does, so
 * whoever puts it into a statement must have it parsed as one expression first.
 */
export interface SqlText extends NodeBase {
  readonly kind: 'SqlText';
  /** Neither empty nor with blanks around it; may hold line ends and comments. */
  readonly text: string;
}
