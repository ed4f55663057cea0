/** From a condition as written to a typed one, with its groups written out; the one way between the two forms. */
import { type BinaryExpression, diagnostic, type Expression } from '@dlpc/language';
import type { Report } from '../../bind/report.ts';
import type { Condition } from '../../ir/ir.ts';
import { CONDITION_LIMITS, constant, measureOf } from './build.ts';
import { evaluateEquality, evaluateOrder } from './comparison.ts';
import type { ConditionContext } from './context.ts';
import { evaluateFallback } from './fallback.ts';
import { evaluateMember, evaluateName } from './fields.ts';
import { conditionOf, evaluateLogic, evaluateNot } from './logic.ts';
import { evaluateList, evaluateMembership } from './membership.ts';
import { absenceOf, booleanOf, integerLiteral, type Operand, stringLiteral, UNKNOWN } from './operand.ts';
import { evaluateWindow } from './window.ts';

/** The condition that `expression` is; null where something in it is wrong, which then has been reported. */
export function checkCondition(
  expression: Expression,
  { groups, identity }: Pick<ConditionContext, 'groups' | 'identity'>,
  report: Report,
): Condition | null {
  const context: ConditionContext = {
    report,
    groups,
    identity,
    evaluate: (part, wantsKind) => present(part, evaluate(part, wantsKind, context), context),
    evaluateOptional: (part) => evaluate(part, false, context),
  };
  const condition = conditionOf(expression, context);
  if (condition === null) return null;
  const { size, depth } = measureOf(condition);
  const limits = CONDITION_LIMITS;
  if (size <= limits.size && depth <= limits.depth) return condition;
  const limit = size > limits.size ? `${limits.size} parts` : `${limits.depth} levels`;
  report(diagnostic('condition-too-large', expression.span, { limit }));
  return null;
}

/** Conditions are total: what may be absent is no operand of any operator but `??`. */
function present(expression: Expression, operand: Operand, context: ConditionContext): Operand {
  const absence = absenceOf(operand);
  if (absence === null) return operand;
  const examples: Readonly<Record<string, string>> = { string: '""', integer: '0', boolean: 'false' };
  const params = { claim: absence.text, example: examples[operand.type] ?? '[]' };
  context.report(diagnostic('claim-may-be-absent', expression.span, params));
  return UNKNOWN;
}

function evaluate(expression: Expression, wantsKind: boolean, context: ConditionContext): Operand {
  switch (expression.kind) {
    case 'BinaryExpression':
      return evaluateBinary(expression, context);
    case 'NotExpression':
      return evaluateNot(expression, context);
    case 'MemberExpression':
      return evaluateMember(expression, context);
    case 'NameExpression':
      return evaluateName(expression, wantsKind, context);
    case 'ListLiteral':
      return evaluateList(expression.items, wantsKind, context);
    case 'TimeWindow':
      return evaluateWindow(expression, context);
    case 'BooleanLiteral':
      return booleanOf(constant(expression.value));
    case 'StringLiteral':
      return stringLiteral(expression.value);
    case 'IntegerLiteral':
      return integerLiteral(expression.value);
  }
}

function evaluateBinary(expression: BinaryExpression, context: ConditionContext): Operand {
  switch (expression.operator) {
    case 'and':
    case 'or':
      return evaluateLogic(expression, context);
    case '==':
    case '!=':
      return evaluateEquality(expression, context);
    case '??':
      return evaluateFallback(expression, context);
    case 'in':
      return evaluateMembership(expression, context);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return evaluateOrder(expression, context);
  }
}
