/** `and`, `or`, `not`: conditions in, a condition out. */
import { type BinaryExpression, diagnostic, type Expression, type NotExpression } from '@dlpc/language';
import type { Condition } from '../../ir/ir.ts';
import { and, not, or } from './build.ts';
import type { ConditionContext } from './context.ts';
import { booleanOf, type Operand, typeText, UNKNOWN } from './operand.ts';

/** `a and b and c`, `a or b`. */
export function evaluateLogic(expression: BinaryExpression, context: ConditionContext): Operand {
  const parts = operandsOf(expression).map((part) => conditionOf(part, context));
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return UNKNOWN;
  return booleanOf(expression.operator === 'and' ? and(known) : or(known));
}

/** `not a` */
export function evaluateNot(expression: NotExpression, context: ConditionContext): Operand {
  const operand = conditionOf(expression.operand, context);
  return operand === null ? UNKNOWN : booleanOf(not(operand));
}

/** The condition that an expression is; reports where it is none. */
export function conditionOf(expression: Expression, context: ConditionContext): Condition | null {
  const operand = context.evaluate(expression, false);
  if (operand.type === 'boolean') return operand.condition;
  if (operand.type !== 'unknown') reportNoCondition(expression, operand, context);
  return null;
}

function reportNoCondition(expression: Expression, operand: Operand, context: ConditionContext): void {
  const { span } = expression;
  const membership = { span: { ...span, start: span.end }, newText: ' in caller.groups' };
  context.report(
    diagnostic(
      'not-a-condition',
      span,
      { found: typeText(operand) },
      expression.kind === 'StringLiteral'
        ? {
            hint: 'to ask for a group of the caller, write `… in caller.groups`',
            fix: { title: 'Ask for a group of the caller', edits: [membership] },
          }
        : {},
    ),
  );
}

/** All operands of a chain of one operator. A long chain leans to the left: walked down, not recursed into. */
function operandsOf(expression: BinaryExpression): readonly Expression[] {
  const operands: Expression[] = [expression.right];
  let left = expression.left;
  while (left.kind === 'BinaryExpression' && left.operator === expression.operator) {
    operands.push(left.right);
    left = left.left;
  }
  operands.push(left);
  return operands.reverse();
}
