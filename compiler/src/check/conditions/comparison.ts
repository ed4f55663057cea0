/** `==`, `!=` between like types; `<`, `<=`, `>`, `>=` between integers. */
import { type BinaryExpression, diagnostic, type Expression, type Fix } from '@dlpc/language';
import { CALLER_KINDS } from '../../bind/reserved-names.ts';
import type { Condition } from '../../ir/ir.ts';
import { and, constant, kindIs, not, or, subIn } from './build.ts';
import type { ConditionContext } from './context.ts';
import { isKindField } from './fields.ts';
import { type Operand, typeText, UNKNOWN } from './operand.ts';

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
  if (equal === null) {
    const fix = kindWithoutQuotes(left, right, a, b);
    context.report(
      diagnostic(
        'unlike-types',
        expression.span,
        { operator, left: typeText(a), right: typeText(b) },
        fix === null ? {} : { fix, hint: 'a kind of caller stands without quotes' },
      ),
    );
    return UNKNOWN;
  }
  return { type: 'boolean', condition: operator === '==' ? equal : not(equal) };
}

/** `a < b` and its like. */
export function evaluateOrder(expression: BinaryExpression, context: ConditionContext): Operand {
  const { left, right, operator } = expression;
  const a = context.evaluate(left, false);
  const b = context.evaluate(right, false);
  if (a.type === 'integer' && b.type === 'integer')
    return { type: 'boolean', condition: constant(inOrder(operator, a.value, b.value)) };
  for (const [operand, { span }] of [
    [a, left],
    [b, right],
  ] as const)
    if (operand.type !== 'integer' && operand.type !== 'unknown')
      context.report(diagnostic('not-ordered', span, { operator, found: typeText(operand) }));
  return UNKNOWN;
}

/** When two operands of one type are equal; null where their types differ. */
export function equality(a: Operand, b: Operand): Condition | null {
  if (a.type === 'string' && b.type === 'string') {
    if (a.value === null) return b.value === null ? constant(true) : subIn([b.value]);
    return b.value === null ? subIn([a.value]) : constant(a.value === b.value);
  }
  if (a.type === 'kind' && b.type === 'kind') {
    if (a.value === null) return b.value === null ? constant(true) : kindIs(b.value);
    return b.value === null ? kindIs(a.value) : constant(a.value === b.value);
  }
  if (a.type === 'integer' && b.type === 'integer') return constant(a.value === b.value);
  if (a.type === 'boolean' && b.type === 'boolean')
    return or([and([a.condition, b.condition]), and([not(a.condition), not(b.condition)])]);
  return null;
}

function inOrder(operator: BinaryExpression['operator'], a: number, b: number): boolean {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

/** For `caller.kind == "service"`: the kind without its quotes. */
function kindWithoutQuotes(left: Expression, right: Expression, a: Operand, b: Operand): Fix | null {
  const [literal, other] = left.kind === 'StringLiteral' ? [left, b] : [right, a];
  if (literal.kind !== 'StringLiteral' || other.type !== 'kind') return null;
  const kind = CALLER_KINDS.find((known) => known === literal.value);
  if (kind === undefined) return null;
  return { title: `Write \`${kind}\``, edits: [{ span: literal.span, newText: kind }] };
}
