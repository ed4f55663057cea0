/** Extract group: gives a condition, or neighbouring operands of one, a name, right above the declaration that it stands in. */
import {
  type BinaryExpression,
  childrenOf,
  type Expression,
  type Node,
  nodesAt,
  type PolicyFile,
} from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import { blockOf } from './blocks-of-text.ts';
import { freshName } from './fresh-name.ts';
import type { Refactoring, Selection } from './refactoring.ts';

export function extractGroup(context: FeatureContext, selection: Selection): Refactoring | null {
  const { ast, source, result } = context;
  const found = conditionAt(ast, selection);
  if (found === null) return null;
  const { start, end, declaration } = found;
  const name = freshName(
    firstText(found.first) ?? 'extracted',
    new Set(result.checked.program.groups.keys()),
  );
  const above = blockOf(source.text, ast.comments, declaration).start;
  return {
    title: `Extract into the group \`${name}\``,
    kind: 'refactor.extract',
    edits: [
      { span: source.span(above, above), newText: `group ${name} = ${source.text.slice(start, end)}\n\n` },
      { span: source.span(start, end), newText: name },
    ],
  };
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly declaration: Node;
  /** The condition, or the first of the operands. */
  readonly first: Expression;
}

function conditionAt(ast: PolicyFile, { start, end }: Selection): Found | null {
  const path = nodesAt(ast, start).filter((node) => node.span.end >= end);
  const declaration = path.find(({ kind }) => kind === 'GroupDeclaration' || kind === 'PolicyDeclaration');
  const expression = path.findLast(isCondition);
  if (declaration === undefined || expression === undefined) return null;
  const run = operandsWithin(expression, start, end);
  const [first, last] = [run.at(0), run.at(-1)];
  if (first === undefined || last === undefined) return null;
  // A whole group under another name is no extraction.
  const isWhole = first.span.start === expression.span.start && last.span.end === expression.span.end;
  const parent = path[path.indexOf(expression) - 1];
  if (isWhole && parent === declaration && declaration.kind === 'GroupDeclaration') return null;
  if (run.length === 1 && !isCondition(first)) return null;
  // A condition stands on the left of no comparison and no `??`: what is cut out of one is one.
  return { start: first.span.start, end: last.span.end, declaration, first };
}

/** Of `a and b and c`, what the selection touches; a cursor takes all. */
function operandsWithin(expression: Expression, start: number, end: number): readonly Expression[] {
  if (expression.kind !== 'BinaryExpression' || !isLogical(expression) || start === end) return [expression];
  const operands = operandsOf(expression, expression.operator);
  const touched = operands.filter(({ span }) => span.start < end && span.end > start);
  return touched.length === operands.length ? [expression] : touched;
}

/** A chain leans to the left; one that is in parentheses is an operand of its own. */
function operandsOf(expression: Expression, operator: BinaryExpression['operator']): readonly Expression[] {
  if (expression.kind !== 'BinaryExpression' || expression.operator !== operator) return [expression];
  const { left, right } = expression;
  const isChain = left.kind === 'BinaryExpression' && left.span.start === left.left.span.start;
  return [...(isChain ? operandsOf(left, operator) : [left]), right];
}

function isCondition(node: Node): node is Expression {
  return node.kind === 'NotExpression' || (node.kind === 'BinaryExpression' && node.operator !== '??');
}

function isLogical({ operator }: BinaryExpression): boolean {
  return operator === 'and' || operator === 'or';
}

/** `contractors`, of `"contractors" in caller.groups`. */
function firstText(node: Node): string | null {
  if (node.kind === 'StringLiteral') return node.value;
  for (const child of childrenOf(node)) {
    const text = firstText(child);
    if (text !== null) return text;
  }
  return null;
}
