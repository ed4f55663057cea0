/** Conditions, literals and names as documents. */
import type { Expression, IntegerLiteral, Name, StringLiteral } from '../syntax/ast.ts';
import { quote } from '../syntax/literals.ts';
import { concat, type Doc, group, indent, join, leaf, line, softline, space } from './doc.ts';

/** How tightly an expression binds; one that stands where a tighter one is needed gets parentheses. */
const levels = { or: 1, and: 2, not: 3, comparison: 4, member: 5, primary: 6 } as const;

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
      return chainOperator(expression) === null
        ? join(
            () => space,
            [
              printAt(expression.left, levels.member),
              leaf(expression.operator),
              printAt(expression.right, levels.member),
            ],
          )
        : group(printChain(expression));
    case 'NotExpression':
      return concat(leaf('not'), space, printAt(expression.operand, levels.not));
    case 'MemberExpression':
      return concat(printAt(expression.object, levels.member), leaf('.'), printName(expression.member));
    case 'ListLiteral':
      return printList(expression.items);
    case 'NameExpression':
      return printName(expression.name);
    case 'BooleanLiteral':
      return leaf(String(expression.value));
    case 'StringLiteral':
    case 'IntegerLiteral':
      return printLiteral(expression);
  }
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
      return levels[chainOperator(expression) ?? 'comparison'];
    case 'NotExpression':
      return levels.not;
    case 'MemberExpression':
      return levels.member;
    default:
      return levels.primary;
  }
}
