/** `a ?? b`: an optional claim, and what counts where it is absent. */
import { type BinaryExpression, diagnostic } from '@dlpc/language';
import { and, or } from './build.ts';
import type { ConditionContext } from './context.ts';
import {
  type Absence,
  absenceOf,
  either,
  type Operand,
  type SetOperand,
  typeText,
  UNKNOWN,
} from './operand.ts';

/** `a ?? b` */
export function evaluateFallback(expression: BinaryExpression, context: ConditionContext): Operand {
  const first = context.evaluateOptional(expression.left);
  const second = asSet(first, context.evaluateOptional(expression.right));
  if (first.type === 'unknown' || second.type === 'unknown') return UNKNOWN;
  const absence = absenceOf(first);
  if (absence === null) {
    context.report(diagnostic('always-present', expression.left.span, {}));
    return UNKNOWN;
  }
  const combined = combine(first, second, absence.condition, bothAbsent(absence, absenceOf(second)));
  if (combined !== null) return combined;
  const params = { operator: '??', left: typeText(first), right: typeText(second) };
  context.report(diagnostic('unlike-types', expression.span, params));
  return UNKNOWN;
}

function combine(
  a: Operand,
  b: Operand,
  absent: Absence['condition'],
  absence: Absence | null,
): Operand | null {
  const composed = { literal: null, field: null, absence };
  if (a.type === 'string' && b.type === 'string')
    return { type: 'string', ...composed, oneOf: (v) => either(absent, a.oneOf(v), b.oneOf(v)) };
  if (a.type === 'integer' && b.type === 'integer')
    return { type: 'integer', ...composed, atMost: (v) => either(absent, a.atMost(v), b.atMost(v)) };
  if (a.type === 'boolean' && b.type === 'boolean')
    return { type: 'boolean', condition: either(absent, a.condition, b.condition), absence };
  if (a.type === 'set of strings' && b.type === 'set of strings')
    return { type: 'set of strings', has: (m) => either(absent, a.has(m), b.has(m)), absence };
  return null;
}

function bothAbsent(first: Absence, second: Absence | null): Absence | null {
  if (second === null) return null;
  return {
    condition: and([first.condition, second.condition]),
    text: `${first.text} ?? ${second.text}`,
  };
}

/** Behind a set, a list of strings is one too. */
function asSet(first: Operand, second: Operand): Operand {
  if (first.type !== 'set of strings' || second.type !== 'list') return second;
  const members = second.items.map((item) => (item.type === 'string' ? item : null));
  const known = members.filter((member) => member !== null);
  if (known.length < members.length) return second;
  const set: SetOperand = {
    type: 'set of strings',
    has: (member) => or(known.map((item) => item.oneOf([member]))),
    absence: null,
  };
  return set;
}
