/** `a in b`: a member of a set of the caller's, a value in a list, or now in a window of time. */
import { type BinaryExpression, diagnostic, type Expression } from '@dlpc/language';
import type { TimeWindow } from '@dlpc/runtime/abi';
import { constant, inWindow, or } from './build.ts';
import { equality } from './comparison.ts';
import type { ConditionContext } from './context.ts';
import { isKindField } from './fields.ts';
import { booleanOf, type Operand, type SetOperand, typeText, UNKNOWN } from './operand.ts';

/** `a in b` */
export function evaluateMembership(expression: BinaryExpression, context: ConditionContext): Operand {
  const { left, right } = expression;
  const listed = right.kind === 'ListLiteral' ? right.items : [];
  const value = context.evaluate(left, listed.some(isKindField));
  const collection = context.evaluate(right, isKindField(left));
  switch (collection.type) {
    case 'unknown':
      return UNKNOWN;
    case 'set of strings':
      return inSet(value, collection, expression, context);
    case 'window of time':
      return inTime(value, collection.window, expression, context);
    case 'list':
      return inList(value, collection.items, expression, context);
    default:
      context.report(diagnostic('not-a-collection', right.span, { found: typeText(collection) }));
      return UNKNOWN;
  }
}

/** Which member is asked for is known when the policy is compiled: otherwise no one could tell what a policy means. */
function inSet(
  value: Operand,
  set: SetOperand,
  { left, operator, span }: BinaryExpression,
  context: ConditionContext,
): Operand {
  if (value.type === 'unknown') return UNKNOWN;
  if (value.type !== 'string') {
    const params = { operator, left: typeText(value), right: 'set of strings' };
    context.report(diagnostic('unlike-types', span, params));
    return UNKNOWN;
  }
  if (value.literal === null) {
    context.report(diagnostic('membership-needs-literal', left.span, {}));
    return UNKNOWN;
  }
  return booleanOf(set.has(value.literal));
}

/** `now in 01:00..05:00 "UTC"` */
function inTime(
  value: Operand,
  window: TimeWindow,
  { operator, span }: BinaryExpression,
  context: ConditionContext,
): Operand {
  if (value.type === 'unknown') return UNKNOWN;
  if (value.type === 'moment') return booleanOf(inWindow(window));
  const params = { operator, left: typeText(value), right: 'window of time' };
  context.report(diagnostic('unlike-types', span, params, { hint: 'only `now` is in a window' }));
  return UNKNOWN;
}

function inList(
  value: Operand,
  items: readonly Operand[],
  { operator, left, span }: BinaryExpression,
  context: ConditionContext,
): Operand {
  if (value.type === 'unknown' || items.some((item) => item.type === 'unknown')) return UNKNOWN;
  if (value.type === 'list' || value.type === 'set of strings') {
    context.report(diagnostic('sets-do-not-compare', left.span, { operator, found: typeText(value) }));
    return UNKNOWN;
  }
  const first = items[0];
  if (first === undefined) return booleanOf(constant(false));
  // One list of names is one part of a condition, however long it is.
  if (value.type === 'string' && value.literal === null) {
    const names = items.flatMap((item) =>
      item.type === 'string' && item.literal !== null ? [item.literal] : [],
    );
    if (names.length === items.length) return booleanOf(value.oneOf(names));
  }
  const matches = items.map((item) => equality(value, item));
  if (matches.includes('two fields')) {
    context.report(diagnostic('comparison-needs-literal', span, { operator }));
    return UNKNOWN;
  }
  const known = matches.filter((match) => typeof match !== 'string');
  if (known.length < matches.length) {
    const params = { operator, left: typeText(value), right: listText(first) };
    context.report(diagnostic('unlike-types', span, params));
    return UNKNOWN;
  }
  return booleanOf(or(known));
}

/** `["a", "b"]`: all items of one type, none of them a list. */
export function evaluateList(
  items: readonly Expression[],
  wantsKind: boolean,
  context: ConditionContext,
): Operand {
  const operands = items.map((item) => context.evaluate(item, wantsKind || items.some(isKindField)));
  const first = operands.find((operand) => operand.type !== 'unknown');
  let broken = operands.some((operand) => operand.type === 'unknown');
  for (const [index, operand] of operands.entries()) {
    const item = items[index];
    if (item === undefined || first === undefined || operand.type === 'unknown') continue;
    if (operand.type === 'list' || operand.type === 'set of strings') {
      context.report(
        diagnostic('sets-do-not-compare', item.span, { operator: 'in', found: typeText(operand) }),
      );
      broken = true;
    } else if (operand.type !== first.type) {
      context.report(
        diagnostic('unlike-items', item.span, { first: typeText(first), found: typeText(operand) }),
      );
      broken = true;
    }
  }
  return broken ? UNKNOWN : { type: 'list', items: operands };
}

function listText(first: Operand): string {
  return `list that starts with a ${typeText(first)}`;
}
