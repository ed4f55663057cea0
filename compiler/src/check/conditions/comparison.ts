/** `==`, `!=` between like types; `<`, `<=`, `>`, `>=` between integers. One side is always known, so that all values that matter are. */
import { type BinaryExpression, diagnostic, type Expression, type Fix } from '@dlpc/language';
import { CALLER_KINDS } from '../../bind/reserved-names.ts';
import type { Condition } from '../../ir/ir.ts';
import { and, constant, kindIs, not, or } from './build.ts';
import type { ConditionContext } from './context.ts';
import { isKindField } from './fields.ts';
import {
  booleanOf,
  type IntegerOperand,
  type Operand,
  type StringOperand,
  typeText,
  UNKNOWN,
} from './operand.ts';

/** `a == b`, `a != b` */
export function evaluateEquality(expression: BinaryExpression, context: ConditionContext): Operand {
  const { left, right, operator } = expression;
  const wantsKind = isKindField(left) || isKindField(right);
  const a = context.evaluate(left, wantsKind);
  const b = context.evaluate(right, wantsKind);
  if (a.type === 'unknown' || b.type === 'unknown') return UNKNOWN;
  for (const operand of [a, b])
    if (operand.type === 'set of strings' || operand.type === 'list') {
      context.report(
        diagnostic('sets-do-not-compare', expression.span, { operator, found: typeText(operand) }),
      );
      return UNKNOWN;
    }
  const equal = equality(a, b);
  if (equal === 'two fields') {
    context.report(diagnostic('comparison-needs-literal', expression.span, { operator }));
    return UNKNOWN;
  }
  if (equal === 'unlike') {
    const params = { operator, left: typeText(a), right: typeText(b) };
    context.report(diagnostic('unlike-types', expression.span, params, wayOut(left, right, a, b)));
    return UNKNOWN;
  }
  return booleanOf(operator === '==' ? equal : not(equal));
}

/** `a < b` and its like. */
export function evaluateOrder(expression: BinaryExpression, context: ConditionContext): Operand {
  const { left, right, operator } = expression;
  const a = context.evaluate(left, false);
  const b = context.evaluate(right, false);
  if (a.type === 'integer' && b.type === 'integer') {
    const ordered = inOrder(operator, a, b);
    if (ordered !== null) return booleanOf(ordered);
    context.report(diagnostic('comparison-needs-literal', expression.span, { operator }));
    return UNKNOWN;
  }
  for (const [operand, { span }] of [
    [a, left],
    [b, right],
  ] as const)
    if (operand.type !== 'integer' && operand.type !== 'unknown')
      context.report(diagnostic('not-ordered', span, { operator, found: typeText(operand) }));
  return UNKNOWN;
}

/** When two operands are equal, or why that cannot be asked. */
export function equality(a: Operand, b: Operand): Condition | 'unlike' | 'two fields' {
  if (a.type === 'string' && b.type === 'string') {
    if (b.literal !== null) return a.oneOf([b.literal]);
    if (a.literal !== null) return b.oneOf([a.literal]);
    return sameField(a, b) ? constant(true) : 'two fields';
  }
  if (a.type === 'integer' && b.type === 'integer') {
    if (b.literal !== null) return exactly(a, b.literal);
    if (a.literal !== null) return exactly(b, a.literal);
    return sameField(a, b) ? constant(true) : 'two fields';
  }
  if (a.type === 'kind' && b.type === 'kind') {
    if (a.value === null) return b.value === null ? constant(true) : kindIs(b.value);
    return b.value === null ? kindIs(a.value) : constant(a.value === b.value);
  }
  if (a.type === 'boolean' && b.type === 'boolean')
    return or([and([a.condition, b.condition]), and([not(a.condition), not(b.condition)])]);
  return 'unlike';
}

function exactly(operand: IntegerOperand, value: number): Condition {
  return and([operand.atMost(value), not(operand.atMost(value - 1))]);
}

function sameField(a: StringOperand | IntegerOperand, b: StringOperand | IntegerOperand): boolean {
  return a.field !== null && a.field === b.field;
}

/** When `a` and `b` are in the order that the operator asks for; null where neither is known. */
function inOrder(
  operator: BinaryExpression['operator'],
  a: IntegerOperand,
  b: IntegerOperand,
): Condition | null {
  if (b.literal !== null) {
    if (operator === '<') return a.atMost(b.literal - 1);
    if (operator === '<=') return a.atMost(b.literal);
    return not(a.atMost(operator === '>' ? b.literal : b.literal - 1));
  }
  if (a.literal !== null) {
    if (operator === '>') return b.atMost(a.literal - 1);
    if (operator === '>=') return b.atMost(a.literal);
    return not(b.atMost(operator === '<' ? a.literal : a.literal - 1));
  }
  return sameField(a, b) ? constant(operator === '<=' || operator === '>=') : null;
}

function wayOut(left: Expression, right: Expression, a: Operand, b: Operand): { fix?: Fix; hint?: string } {
  if (a.type === 'moment' || b.type === 'moment')
    return { hint: 'ask for a window: `now in 01:00..05:00 "UTC"`' };
  const fix = kindWithoutQuotes(left, right, a, b);
  return fix === null ? {} : { fix, hint: 'a kind of caller stands without quotes' };
}

/** For `caller.kind == "service"`: the kind without its quotes. */
function kindWithoutQuotes(left: Expression, right: Expression, a: Operand, b: Operand): Fix | null {
  const [literal, other] = left.kind === 'StringLiteral' ? [left, b] : [right, a];
  if (literal.kind !== 'StringLiteral' || other.type !== 'kind') return null;
  const kind = CALLER_KINDS.find((known) => known === literal.value);
  if (kind === undefined) return null;
  return { title: `Write \`${kind}\``, edits: [{ span: literal.span, newText: kind }] };
}
