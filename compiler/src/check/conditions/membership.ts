/** `a in b`: a group among the caller's, or a value in a list. */
import { type BinaryExpression, diagnostic, type Expression } from '@dlpc/language';
import { constant, hasGroup, or, subIn } from './build.ts';
import { equality } from './comparison.ts';
import type { ConditionContext } from './context.ts';
import { isKindField } from './fields.ts';
import { type Operand, typeText, UNKNOWN } from './operand.ts';

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
      return inGroups(value, expression, context);
    case 'list':
      return inList(value, collection.items, expression, context);
    default:
      context.report(diagnostic('not-a-collection', right.span, { found: typeText(collection) }));
      return UNKNOWN;
  }
}

/** Which group is asked for is known when the policy is compiled: otherwise no one could tell what a policy means. */
function inGroups(
  value: Operand,
  { left, operator, span }: BinaryExpression,
  context: ConditionContext,
): Operand {
  if (value.type === 'unknown') return UNKNOWN;
  if (value.type !== 'string') {
    const params = { operator, left: typeText(value), right: 'set of strings' };
    context.report(diagnostic('unlike-types', span, params));
    return UNKNOWN;
  }
  if (value.value === null) {
    context.report(diagnostic('membership-needs-literal', left.span, {}));
    return UNKNOWN;
  }
  return { type: 'boolean', condition: hasGroup(value.value) };
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
  if (first === undefined) return { type: 'boolean', condition: constant(false) };
  // One list of names is one part of a condition, however long it is.
  if (value.type === 'string' && value.value === null) {
    const names = items.flatMap((item) =>
      item.type === 'string' && item.value !== null ? [item.value] : [],
    );
    if (names.length === items.length) return { type: 'boolean', condition: subIn(names) };
  }
  const matches = items.map((item) => equality(value, item));
  const known = matches.filter((match) => match !== null);
  if (known.length < matches.length) {
    const params = { operator, left: typeText(value), right: listText(first) };
    context.report(diagnostic('unlike-types', span, params));
    return UNKNOWN;
  }
  return { type: 'boolean', condition: or(known) };
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
