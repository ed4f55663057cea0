/** Concrete to abstract syntax: conditions and literals. */
import type { CstNode, IToken } from 'chevrotain';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { limits } from '../limits.ts';
import type { BinaryOperator, Expression } from './ast.ts';
import { node, nodeSpan, nodes, token, tokenSpan, tokens } from './cst.ts';
import { convertInteger } from './cst-literals.ts';
import { type Conversion, convertAll, convertNames, convertString, convertWord } from './cst-names.ts';
import { convertTimeWindow } from './cst-times.ts';
import {
  And,
  Coalesce,
  ComparisonOperator,
  False,
  foreignOperators,
  Integer,
  Not,
  OnWord,
  Or,
  StringToken,
  True,
  Word,
} from './tokens.ts';

/** A whole condition; one beyond the limits is reported and left out. */
export function convertExpression(to: Conversion, cst: CstNode | null): Expression | null {
  if (cst === null) return null;
  const span = nodeSpan(to.source, cst);
  if (countOperators(cst) <= limits.conditionOperators) return disjunction(to, cst);
  to.report(diagnostic('condition-too-long', span, { limit: limits.conditionOperators }));
  return null;
}

/** Tokens that make a tree deeper, by the names of their types. */
const OPERATORS: ReadonlySet<string> = new Set(['And', 'Or', 'Not', 'ComparisonOperator', 'Coalesce', 'Dot']);

/** The work of a deep walk is bounded: brackets by the lexer, the rest of the depth by this very count. */
function countOperators(cst: CstNode): number {
  let count = 0;
  const waiting: CstNode[] = [cst];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const rule in next.children) {
      const isOperator = OPERATORS.has(rule);
      for (const child of next.children[rule] ?? []) {
        if ('children' in child) waiting.push(child);
        else if (isOperator) count += 1;
      }
    }
  }
  return count;
}

function disjunction(to: Conversion, cst: CstNode): Expression | null {
  return leftToRight(to, nodes(cst, 'conjunction'), tokens(cst, Or), 'or', conjunction);
}

function conjunction(to: Conversion, cst: CstNode): Expression | null {
  return leftToRight(to, nodes(cst, 'negation'), tokens(cst, And), 'and', negation);
}

function leftToRight(
  to: Conversion,
  operands: readonly CstNode[],
  operators: readonly IToken[],
  operator: BinaryOperator,
  convert: (to: Conversion, cst: CstNode) => Expression | null,
): Expression | null {
  let left: Expression | null = null;
  for (const [index, operand] of operands.entries()) {
    const right = convert(to, operand);
    const between = operators[index - 1];
    if (right === null) return null;
    left = left === null || between === undefined ? right : binary(to, operator, between, left, right);
  }
  return left;
}

function binary(
  to: Conversion,
  operator: BinaryOperator,
  token: IToken,
  left: Expression,
  right: Expression,
): Expression {
  // Parentheses belong to no node, so an operand that stands in them begins or ends further out than its span.
  const span = to.source.span(left.span.start, right.span.end);
  return { kind: 'BinaryExpression', span, operator, operatorSpan: tokenSpan(to.source, token), left, right };
}

function negation(to: Conversion, cst: CstNode): Expression | null {
  let operand = comparison(to, node(cst, 'comparison'));
  for (const not of [...tokens(cst, Not)].reverse()) {
    if (operand === null) return null;
    const span: Expression['span'] = to.source.span(not.startOffset, operand.span.end);
    operand = { kind: 'NotExpression', span, operand };
  }
  return operand;
}

function comparison(to: Conversion, cst: CstNode | null): Expression | null {
  if (cst === null) return null;
  const [left, right] = nodes(cst, 'fallback').map((child) => fallback(to, child));
  const operator = token(cst, ComparisonOperator);
  if (operator === null) return left ?? null;
  if (!left || !right) return null;
  return binary(to, comparisonOperator(operator), operator, left, right);
}

function fallback(to: Conversion, cst: CstNode): Expression | null {
  return leftToRight(to, nodes(cst, 'member'), tokens(cst, Coalesce), '??', member);
}

const comparisonOperators: readonly BinaryOperator[] = ['==', '!=', '<', '<=', '>', '>=', 'in'];

function comparisonOperator(from: IToken): BinaryOperator {
  const text = foreignOperators.get(from.tokenType) ?? from.image;
  return comparisonOperators.find((operator) => operator === text) ?? '==';
}

function member(to: Conversion, cst: CstNode): Expression | null {
  let object = primary(to, node(cst, 'primary'));
  for (const name of convertNames(to, cst)) {
    if (object === null) return null;
    const span: Expression['span'] = to.source.span(object.span.start, name.span.end);
    object = { kind: 'MemberExpression', span, object, member: name };
  }
  return object;
}

function primary(to: Conversion, cst: CstNode | null): Expression | null {
  if (cst === null) return null;
  const inner = node(cst, 'expression');
  if (inner !== null) return parenthesised(to, cst, inner);
  const window = node(cst, 'timeWindow');
  if (window !== null) return convertTimeWindow(to, window);
  const list = node(cst, 'list');
  if (list !== null) return convertList(to, list);
  const text = token(cst, StringToken);
  if (text !== null) return convertString(to, text);
  const number = token(cst, Integer);
  if (number !== null) return convertInteger(to, number);
  const boolean = token(cst, True) ?? token(cst, False);
  if (boolean !== null) {
    return { kind: 'BooleanLiteral', span: tokenSpan(to.source, boolean), value: boolean.tokenType === True };
  }
  const word = token(cst, Word) ?? token(cst, OnWord);
  if (word === null) return null;
  const name = convertWord(to, word);
  return { kind: 'NameExpression', span: name.span, name };
}

/** The inner expression with the span of its parentheses, so that the spans of what contains it include them. */
function parenthesised(to: Conversion, cst: CstNode, inner: CstNode): Expression | null {
  const expression = disjunction(to, inner);
  return expression && { ...expression, span: nodeSpan(to.source, cst) };
}

function convertList(to: Conversion, cst: CstNode): Expression | null {
  const items = convertAll(nodes(cst, 'expression'), (child) => disjunction(to, child));
  if (items.length < nodes(cst, 'expression').length) return null;
  return { kind: 'ListLiteral', span: nodeSpan(to.source, cst), items };
}
