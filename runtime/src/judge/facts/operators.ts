/**
 * Operators. Every built-in one computes on its operands; one that was added may call anything, and may be chosen over a built-in
 * one of the same name for some operand types, so that such a name cannot be judged from the text.
 */
import { denials } from '../denials.ts';
import { isRefusedOperator } from '../known/operators.ts';
import { namesOf, type TreeValue } from '../parse/tree.ts';
import { addedUnder } from './added-objects.ts';
import { locationOf, type Visitor, type Walk } from './walk.ts';

/** The operators behind the forms of A_Expr that have a keyword in place of a name. */
const behindKeyword: Readonly<Record<string, readonly string[]>> = {
  BETWEEN: ['<=', '>='],
  'NOT BETWEEN': ['<', '>'],
  'BETWEEN SYMMETRIC': ['<=', '>='],
  'NOT BETWEEN SYMMETRIC': ['<', '>'],
};

export const visitAExpr: Visitor = (walk, node, scope) => {
  judgeOperator(walk, node.name, locationOf(node));
  walk.fields('A_Expr', node, scope);
};

export const visitSubLink: Visitor = (walk, node, scope) => {
  if (node.operName !== undefined) judgeOperator(walk, node.operName, locationOf(node));
  else if (node.testexpr !== undefined) judgeNames(walk, ['='], null, locationOf(node));
  walk.fields('SubLink', node, scope);
};

export const visitSortBy: Visitor = (walk, node, scope) => {
  if (node.useOp !== undefined) judgeOperator(walk, node.useOp, locationOf(node));
  walk.fields('SortBy', node, scope);
};

/** `CASE x WHEN y` compares with `=`. */
export const visitCase: Visitor = (walk, node, scope) => {
  if (node.arg !== undefined) judgeNames(walk, ['='], null, locationOf(node));
  walk.fields('CaseExpr', node, scope);
};

/** USING and NATURAL compare with `=`. */
export const visitJoin: Visitor = (walk, node, scope) => {
  if (node.usingClause !== undefined || node.isNatural === true) judgeNames(walk, ['='], null, -1);
  walk.columnNames.join(node);
  walk.fields('JoinExpr', node, scope);
};

function judgeOperator(walk: Walk, value: TreeValue | undefined, location: number): void {
  const names = namesOf(value);
  const name = names?.at(-1);
  if (names === null || name === undefined || names.length > 2) {
    walk.refuse(denials.construct('this operator'), location);
    return;
  }
  judgeNames(walk, behindKeyword[name] ?? [name], names.length === 2 ? (names[0] ?? '') : null, location);
}

function judgeNames(walk: Walk, operators: readonly string[], schema: string | null, location: number): void {
  for (const name of operators) {
    const added = addedUnder(walk.catalog.addedOperators.get(name), schema, walk.catalog);
    if (added === 'untrusted') walk.refuse(denials.addedObject('operator', name), location);
    if (added !== 'trusted' && (isRefusedOperator(name) || (schema !== null && schema !== 'pg_catalog'))) {
      walk.refuse(denials.construct(`the operator ${name}`), location);
    }
  }
}
