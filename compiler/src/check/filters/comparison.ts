/** `=`, `<>`, `<`, `in`, `between`, `any`, `all`, `like`, `&&`: operators between values. */
import { diagnostic } from '@dlpc/language';
import { CALLER_KINDS } from '../../bind/reserved-names.ts';
import type { ComparisonOperator, RowCondition, RowValue } from '../../ir/row-condition.ts';
import type { SqlExpression } from '../../row-conditions/sql-expression.ts';
import type { FilterContext } from './context.ts';
import type { Operand } from './operand.ts';
import { ORDERED } from './row-type.ts';
import { reportNoOperator, type Unified, unify } from './unify.ts';

type Of<K extends SqlExpression['kind']> = Extract<SqlExpression, { readonly kind: K }>;

const COMPARISONS: readonly ComparisonOperator[] = ['=', '<>', '<', '<=', '>', '>='];

/** `a = b`, `a like 'x%'`, `a && b` */
export function checkOperation(expression: Of<'operation'>, context: FilterContext): RowCondition | null {
  const { operator, left, right } = expression;
  if (operator === '~~' || operator === '!~~') return like(expression, context);
  if (operator === '&&') return overlap(expression, context);
  const comparison = COMPARISONS.find((known) => known === operator);
  if (comparison !== undefined) return compare(comparison, left, right, context);
  reportForeign(expression, operator, context);
  return null;
}

/** `a [not] in (b, c)` */
export function checkIn({ negated, operand, items }: Of<'in'>, context: FilterContext): RowCondition | null {
  const operands = [operand, ...items].map((part) => context.evaluate(part));
  checkKinds(operands, context);
  const unified = unifyEqual(operands, 'in', context);
  return unified && negate(negated, oneOf(unified));
}

/** `a [not] between b and c` */
export function checkBetween(expression: Of<'between'>, context: FilterContext): RowCondition | null {
  const { negated, operand, low, high } = expression;
  const operands = [operand, low, high].map((part) => context.evaluate(part));
  const unified = unify(operands, 'between', context);
  if (unified === null || !isOrdered(unified, operands, 'between', context)) return null;
  const [value, from, to] = unified.values;
  if (value === undefined || from === undefined || to === undefined) return null;
  const { type } = unified;
  const bounds: readonly RowCondition[] = [
    { op: 'compare', operator: '>=', type, left: value, right: from },
    { op: 'compare', operator: '<=', type, left: value, right: to },
  ];
  return negate(negated, { op: 'and', operands: bounds });
}

/** `a = any(b)`, `a <> all(b)` */
export function checkQuantified(expression: Of<'any' | 'all'>, context: FilterContext): RowCondition | null {
  const { kind, operator, left, right } = expression;
  const negated = kind === 'all';
  if (operator !== (negated ? '<>' : '=')) {
    reportForeign(expression, `${operator} ${kind}`, context);
    return null;
  }
  if (right.kind === 'array')
    return checkIn(
      { kind: 'in', negated, operand: left, items: right.items, extent: expression.extent },
      context,
    );
  const [member, set] = [context.evaluate(left), context.evaluate(right)];
  const value = asSet(set, kind, context);
  const unified = value && unify([member], kind, context);
  const [operand] = unified?.values ?? [];
  if (value === null || unified === null || operand === undefined) return null;
  if (unified.type !== 'text') {
    reportNoOperator(member, `${operator} ${kind}`, context);
    return null;
  }
  return negate(negated, { op: 'in-set', operand, set: value });
}

function compare(
  operator: ComparisonOperator,
  left: SqlExpression,
  right: SqlExpression,
  context: FilterContext,
): RowCondition | null {
  const operands = [context.evaluate(left), context.evaluate(right)];
  checkKinds(operands, context);
  const isEquality = operator === '=' || operator === '<>';
  const unified = (isEquality ? unifyEqual : unify)(operands, operator, context);
  if (unified === null || (!isEquality && !isOrdered(unified, operands, operator, context))) return null;
  const [a, b] = unified.values;
  if (a === undefined || b === undefined) return null;
  return { op: 'compare', operator, type: unified.type, left: a, right: b };
}

/** `a like 'x%'`: the pattern stands in the policy, so that it is known to be one. */
function like({ operator, left, right }: Of<'operation'>, context: FilterContext): RowCondition | null {
  const [operand, pattern] = [context.evaluate(left), context.evaluate(right)];
  const word = operator === '~~' ? 'like' : 'not like';
  if (pattern.kind !== 'string') {
    if (pattern.kind !== 'unknown') reportNoOperator(pattern, word, context);
    return null;
  }
  // An odd number of backslashes at the end escapes what is not there.
  if (/(?<!\\)(?:\\\\)*\\$/.test(pattern.literal)) {
    const params = { literal: pattern.text, type: 'a pattern', nearest: null, known: [] };
    context.report(diagnostic('no-value-of-type', context.spanOf(pattern.extent), params));
    return null;
  }
  const value = textOf(operand, word, context);
  return value && negate(operator === '!~~', { op: 'like', operand: value, pattern: pattern.literal });
}

/** `tags && caller.groups` */
function overlap({ left, right }: Of<'operation'>, context: FilterContext): RowCondition | null {
  const a = asSet(context.evaluate(left), '&&', context);
  const b = asSet(context.evaluate(right), '&&', context);
  return a && b && { op: 'overlap', left: a, right: b };
}

/** An operand as a text; null for what is none, which then has been reported. */
export function textOf(operand: Operand, operator: string, context: FilterContext): RowValue | null {
  const unified = unify([operand], operator, context);
  const [value] = unified?.values ?? [];
  if (unified === null || value === undefined) return null;
  if (unified.type === 'text') return value;
  reportNoOperator(operand, operator, context);
  return null;
}

function asSet(operand: Operand, operator: string, context: FilterContext): RowValue | null {
  if (operand.kind === 'unknown') return null;
  if (operand.kind === 'value' && operand.value.type === 'set of text') return operand.value;
  if (operand.kind === 'list') {
    const items = operand.items.map((item) => textOf(item, operator, context));
    const known = items.filter((item) => item !== null);
    return known.length < items.length ? null : { value: 'set', type: 'set of text', items: known };
  }
  reportNoOperator(operand, operator, context);
  return null;
}

/** Values of every type but sets can be equal: a set holds one, or shares one. */
function unifyEqual(operands: readonly Operand[], operator: string, context: FilterContext): Unified | null {
  const unified = unify(operands, operator, context);
  if (unified?.type !== 'set of text') return unified;
  const set = operands.find((operand) => operand.kind === 'value' && operand.value.type === 'set of text');
  if (set !== undefined) reportNoOperator(set, operator, context);
  return null;
}

function isOrdered(
  { type }: Unified,
  operands: readonly Operand[],
  operator: string,
  context: FilterContext,
): boolean {
  if (ORDERED.has(type)) return true;
  const [first] = operands.filter((operand) => operand.kind === 'value');
  const blamed = first ?? operands[0];
  if (blamed !== undefined) reportNoOperator(blamed, operator, context);
  return false;
}

function oneOf({ type, values }: Unified): RowCondition {
  const [operand, ...items] = values;
  return operand === undefined ? { op: 'constant', value: false } : { op: 'one-of', type, operand, items };
}

function negate(negated: boolean, operand: RowCondition): RowCondition {
  return negated ? { op: 'not', operand } : operand;
}

/** Beside `caller.kind`, a text that is no kind would never hold. */
function checkKinds(operands: readonly Operand[], { report, spanOf }: FilterContext): void {
  const asksForKind = operands.some((operand) => operand.kind === 'value' && isKind(operand.value));
  for (const operand of asksForKind ? operands : []) {
    if (operand.kind !== 'string' || CALLER_KINDS.some((known) => known === operand.literal)) continue;
    const nearest = report.nearest(operand.literal, CALLER_KINDS);
    const params = { name: operand.literal, nearest, known: CALLER_KINDS };
    report(diagnostic('unknown-kind', spanOf(operand.extent), params));
  }
}

function isKind(value: RowValue): boolean {
  return value.value === 'caller' && value.field === 'caller.kind';
}

function reportForeign({ extent }: SqlExpression, what: string, { report, spanOf }: FilterContext): void {
  report(diagnostic('not-in-row-condition', spanOf(extent), { what: `\`${what}\`` }));
}
