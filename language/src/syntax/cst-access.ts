/** Concrete to abstract syntax: accesses, and the statements that speak of one. */
import type { CstNode } from 'chevrotain';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../source/source-text.ts';
import type {
  Access,
  ActionName,
  AlertBudgetStatement,
  AlertStatement,
  AllowStatement,
  ApproveStatement,
  DenyStatement,
  LimitStatement,
  Name,
  StringLiteral,
} from './ast.ts';
import { node, nodeSpan, nodes, token, tokenSpan, tokens } from './cst.ts';
import { convertDuration, convertInteger } from './cst-literals.ts';
import {
  type Conversion,
  convertAll,
  convertNames,
  convertString,
  convertWord,
  nonEmpty,
} from './cst-names.ts';
import { convertRelations } from './cst-paths.ts';
import { DurationToken, Integer, StringToken, Word } from './tokens.ts';

export function convertAllow(to: Conversion, cst: CstNode): AllowStatement | null {
  const access = convertAccess(to, node(cst, 'access'));
  return access && { kind: 'AllowStatement', span: nodeSpan(to.source, cst), access };
}

export function convertDeny(to: Conversion, cst: CstNode): DenyStatement | null {
  const withoutWhere = node(cst, 'withoutWhere') !== null;
  const access = convertAccess(to, cst, withoutWhere);
  return access && { kind: 'DenyStatement', span: nodeSpan(to.source, cst), access, withoutWhere };
}

export function convertApprove(to: Conversion, cst: CstNode): ApproveStatement | null {
  const access = convertAccess(to, node(cst, 'access'));
  const groups = nonEmpty(convertStrings(to, node(cst, 'strings')));
  const duration = token(cst, DurationToken);
  const within = duration && convertDuration(to, duration);
  if (access === null || groups === null || within === null) return null;
  const number = token(cst, Integer);
  const count = number && convertInteger(to, number);
  return { kind: 'ApproveStatement', span: nodeSpan(to.source, cst), access, count, groups, within };
}

export function convertAlert(to: Conversion, cst: CstNode): AlertStatement | AlertBudgetStatement | null {
  const budget = convertBudget(to, node(cst, 'budget'));
  const span = nodeSpan(to.source, cst);
  if (budget !== null) return { kind: 'AlertBudgetStatement', span, ...budget };
  const access = convertAccess(to, node(cst, 'access'));
  return access && { kind: 'AlertStatement', span, access };
}

export function convertLimit(to: Conversion, cst: CstNode): LimitStatement | null {
  const budget = convertBudget(to, node(cst, 'budget'));
  return budget && { kind: 'LimitStatement', span: nodeSpan(to.source, cst), ...budget };
}

/** `strings` */
export function convertStrings(to: Conversion, cst: CstNode | null): readonly StringLiteral[] {
  return cst === null ? [] : tokens(cst, StringToken).map((text) => convertString(to, text));
}

/** `budget` */
export function convertBudget(
  to: Conversion,
  cst: CstNode | null,
): Pick<LimitStatement, 'amount' | 'unit' | 'per'> | null {
  if (cst === null) return null;
  const amount = token(cst, Integer);
  const [unit, per] = tokens(cst, Word);
  if (amount === null || unit === undefined || per === undefined) return null;
  return { amount: convertInteger(to, amount), unit: convertWord(to, unit), per: convertWord(to, per) };
}

/** The access below a node; `everywhere` says that it needs no relations. */
function convertAccess(to: Conversion, cst: CstNode | null, everywhere = false): Access | null {
  if (cst === null) return null;
  const operations = node(cst, 'operations');
  if (operations !== null) {
    const names = nonEmpty(convertOperations(to, operations));
    return names && { kind: 'OperationAccess', span: nodeSpan(to.source, operations), operations: names };
  }
  const said = node(cst, 'actions');
  const actions = said && nonEmpty(convertAll(nodes(said, 'action'), (child) => convertAction(to, child)));
  if (said === null || actions === null) return null;
  const start = nodeSpan(to.source, said);
  const scope = node(cst, 'relations') ?? node(cst, 'strings');
  const span: Span = scope === null ? start : to.source.span(start.start, nodeSpan(to.source, scope).end);
  const paths = nonEmpty(convertStrings(to, node(cst, 'strings')));
  if (paths !== null) return { kind: 'HttpAccess', span, methods: actions, paths };
  const relations = convertRelations(to, node(cst, 'relations'));
  if (relations.length === 0 && (scope !== null || !everywhere)) return null;
  return { kind: 'SqlAccess', span, actions, relations };
}

function convertOperations(to: Conversion, cst: CstNode): readonly Name[] {
  const word = tokens(cst, Word)[0] ?? null;
  const text = token(cst, StringToken);
  const others = convertNames(to, cst);
  if (word !== null) return [convertWord(to, word), ...others];
  if (text === null) return others;
  const { span, value } = convertString(to, text);
  if (value === '') to.report(diagnostic('empty-name', span, {}));
  return value === '' ? others : [{ kind: 'Name', span, text: value, quoted: true }, ...others];
}

function convertAction(to: Conversion, cst: CstNode): ActionName | null {
  const word = token(cst, Word);
  return word && { kind: 'ActionName', span: tokenSpan(to.source, word), text: word.image };
}
