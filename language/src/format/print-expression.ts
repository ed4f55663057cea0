/** Conditions, literals and names as documents. */
import type {
  DateLiteral,
  DurationLiteral,
  Expression,
  InstantLiteral,
  IntegerLiteral,
  Name,
  StringLiteral,
  TimeLiteral,
  TimeWindow,
} from '../syntax/ast.ts';
import { quote } from '../syntax/literals.ts';
import { concat, type Doc, group, indent, join, leaf, line, softline, space } from './doc.ts';
import { words } from './print-parts.ts';

/** How tightly an expression binds; one that stands where a tighter one is needed gets parentheses. */
const levels = { or: 1, and: 2, not: 3, comparison: 4, fallback: 5, member: 6, primary: 7 } as const;

/** A whole condition, with a line before each `and` or `or` of its top, for the group around it to break. */
export function printChain(expression: Expression): Doc {
  const operator = chainOperator(expression);
  if (operator === null) return printExpression(expression);
  const operands = operandsOf(expression, operator).map((operand, index) =>
    // The chain leans to the left, so an operand on the right of the same operator had parentheses.
    printAt(operand, operandLevel(operator, index)),
  );
  return join(() => concat(line, leaf(operator), space), operands);
}

/** A name as it is written. */
export function printName(name: Name): Doc {
  return name.quoted ? leaf(quote(name.text), { value: name.text }) : leaf(name.text);
}

export function printLiteral(literal: StringLiteral | IntegerLiteral): Doc {
  if (literal.kind === 'StringLiteral') return leaf(quote(literal.value), { value: literal.value });
  return leaf(String(literal.value), { value: literal.value });
}

function printExpression(expression: Expression): Doc {
  switch (expression.kind) {
    case 'BinaryExpression':
      if (chainOperator(expression) !== null) return group(printChain(expression));
      // `??` leans to the left. In a comparison it stands in parentheses, though it binds tighter.
      return words(
        printAt(expression.left, expression.operator === '??' ? levels.fallback : levels.member),
        leaf(expression.operator),
        printAt(expression.right, levels.member),
      );
    case 'NotExpression':
      return concat(leaf('not'), space, printAt(expression.operand, levels.not));
    case 'MemberExpression':
      return concat(printAt(expression.object, levels.member), leaf('.'), printName(expression.member));
    case 'ListLiteral':
      return printList(expression.items);
    case 'TimeWindow':
      return printTimeWindow(expression);
    case 'NameExpression':
      return printName(expression.name);
    case 'BooleanLiteral':
      return leaf(String(expression.value));
    case 'StringLiteral':
    case 'IntegerLiteral':
      return printLiteral(expression);
  }
}

/** `2027-03-31` */
export function printDate({ year, month, day }: DateLiteral): Doc {
  return leaf(`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`);
}

/** `15m` */
export function printDuration({ amount, unit }: DurationLiteral): Doc {
  const text = `${amount}${unit}`;
  return leaf(text, { value: text });
}

/** `2026-11-22T02:00:00Z`; parts of a second only where there are any. */
export function printInstant({ epochMilliseconds }: InstantLiteral): Doc {
  const text = new Date(epochMilliseconds).toISOString().replace('.000Z', 'Z');
  return leaf(text, { value: epochMilliseconds });
}

function printTimeWindow({ start, end, zone }: TimeWindow): Doc {
  return concat(printTime(start), leaf('..'), printTime(end), space, printLiteral(zone));
}

function printTime({ minutes }: TimeLiteral): Doc {
  return leaf(`${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`);
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

function printList(items: readonly Expression[]): Doc {
  const open = leaf('[', { side: 'opener' });
  const close = leaf(']', { side: 'closer' });
  if (items.length === 0) return concat(open, close);
  const separated = join(() => concat(leaf(','), line), items.map(printExpression));
  return group(open, indent(softline, separated), softline, close);
}

function printAt(expression: Expression, level: number): Doc {
  if (levelOf(expression) >= level) return printExpression(expression);
  const open = leaf('(', { side: 'opener', optional: true });
  const close = leaf(')', { side: 'closer', optional: true });
  return group(open, indent(softline, printChain(expression)), softline, close);
}

/** `and` stands in parentheses inside of `or`, though it binds tighter: a reviewer should not have to know. */
function operandLevel(operator: 'and' | 'or', index: number): number {
  if (operator === 'or') return levels.not;
  return index === 0 ? levels.and : levels.not;
}

function operandsOf(expression: Expression, operator: 'and' | 'or'): readonly Expression[] {
  const operands: Expression[] = [];
  let left = expression;
  while (left.kind === 'BinaryExpression' && left.operator === operator) {
    operands.push(left.right);
    left = left.left;
  }
  return [left, ...operands.reverse()];
}

function chainOperator(expression: Expression): 'and' | 'or' | null {
  if (expression.kind !== 'BinaryExpression') return null;
  return expression.operator === 'and' || expression.operator === 'or' ? expression.operator : null;
}

function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case 'BinaryExpression':
      if (expression.operator === '??') return levels.fallback;
      return levels[chainOperator(expression) ?? 'comparison'];
    case 'NotExpression':
      return levels.not;
    case 'MemberExpression':
      return levels.member;
    default:
      return levels.primary;
  }
}
