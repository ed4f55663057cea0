/** Conditions that hold for more callers, or for longer. */
import type { DateLiteral, Expression, Span, TimeWindow } from '@dlpc/language';
import { MINUTES_OF_A_DAY } from '@dlpc/runtime/abi';
import type { Mutation } from './mutation.ts';

/** The whole condition made true, and each part of an `and` left out by itself. */
export function conditionMutations(condition: Expression, whose: string, text: string): readonly Mutation[] {
  const whole = change(condition, 'true', `${whose} holds for everyone`);
  return [whole, ...partsOf(condition, text)];
}

/** A policy that does not end. */
export function endMutations(until: DateLiteral): readonly Mutation[] {
  const notice = 'asks `at` a moment behind the end, and expects `deny`';
  return [{ span: until.span, text: '9999-12-31', what: 'the policy does not end', notice }];
}

/** A window that opens an hour earlier, and one that closes an hour later; one that then were open all day is left. */
export function windowMutations({ start, end }: TimeWindow): readonly Mutation[] {
  const length = end.minutes - start.minutes + (start.minutes < end.minutes ? 0 : MINUTES_OF_A_DAY);
  if (length + HOUR >= MINUTES_OF_A_DAY) return [];
  const moved = (span: Span, minutes: number, what: string, where: string): Mutation => ({
    ...{ span, text: timeText(minutes), what },
    notice: `asks \`at\` a moment just ${where}, and expects \`deny\` or \`mask\``,
  });
  return [
    moved(start.span, start.minutes - HOUR, 'the window opens an hour earlier', 'before it opens'),
    moved(end.span, end.minutes + HOUR, 'the window closes an hour later', 'after it has closed'),
  ];
}

const HOUR = 60;

/** `24:00` is the end of the day, where `00:00` is its beginning. */
function timeText(minutes: number): string {
  const within = minutes === MINUTES_OF_A_DAY ? minutes : (minutes + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
  const digits = (number: number) => String(number).padStart(2, '0');
  return `${digits(Math.floor(within / HOUR))}:${digits(within % HOUR)}`;
}

function partsOf(condition: Expression, text: string): readonly Mutation[] {
  const found: Mutation[] = [];
  const pending: Expression[] = [condition];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'NotExpression') pending.push(next.operand);
    if (next.kind !== 'BinaryExpression') continue;
    if (next.operator !== 'and' && next.operator !== 'or') continue;
    pending.push(next.left, next.right);
    if (next.operator === 'or') continue;
    for (const [kept, dropped] of [
      [next.right, next.left],
      [next.left, next.right],
    ] as const) {
      // A conjunction on the left drops its own parts.
      if (dropped.kind === 'BinaryExpression' && dropped.operator === 'and') continue;
      found.push(change(next, `(${textOf(kept, text)})`, `\`${textOf(dropped, text)}\` is left out`));
    }
  }
  return found;
}

function change({ span }: Expression, replacement: string, what: string): Mutation {
  return {
    span,
    text: replacement,
    what,
    notice: 'has a caller who does not meet it, and expects `deny` or `mask`',
  };
}

function textOf({ span }: Expression, text: string): string {
  return text.slice(span.start, span.end).replace(/\s+/g, ' ');
}
