/** Concrete to abstract syntax: policies, their blocks, and statements that treat data. */
import type { CstNode } from 'chevrotain';
import type {
  DeclassifyStatement,
  FilterStatement,
  MaskStatement,
  PolicyDeclaration,
  PolicyMember,
  RecordStatement,
  RevealStatement,
  SourceBlock,
  Statement,
} from './ast.ts';
import { node, nodeSpan, nodes, token } from './cst.ts';
import { convertAlert, convertAllow, convertApprove, convertDeny, convertLimit } from './cst-access.ts';
import { convertExpression } from './cst-expressions.ts';
import { convertSql } from './cst-literals.ts';
import {
  type Conversion,
  type Converter,
  convertAll,
  convertAlternative,
  convertName,
  convertWord,
  documentationOf,
  nonEmpty,
} from './cst-names.ts';
import { convertLabelPath, convertMaskCall, convertRelations, convertTargets } from './cst-paths.ts';
import { convertDate } from './cst-times.ts';
import { SqlToken } from './sql-token.ts';
import { DateToken, Lookup, Until, When, Word } from './tokens.ts';

const statementConverters: Readonly<Record<string, Converter<Statement>>> = {
  allow: convertAllow,
  deny: convertDeny,
  approve: convertApprove,
  mask: convertMask,
  reveal: convertReveal,
  filter: convertFilter,
  limit: convertLimit,
  alert: convertAlert,
  declassify: convertDeclassify,
};

const memberConverters: Readonly<Record<string, Converter<PolicyMember>>> = {
  sourceBlock: convertSourceBlock,
  record: convertRecord,
};

export function convertPolicy(to: Conversion, cst: CstNode): PolicyDeclaration | null {
  const name = convertName(to, node(cst, 'name'));
  const [first = null, second = null] = nodes(cst, 'expression');
  const condition = convertExpression(to, first);
  const when = convertExpression(to, second);
  const date = token(cst, DateToken);
  const until = date && convertDate(to, date);
  const members = convertAll(nodes(cst, 'policyMember'), (child) =>
    convertAlternative(to, child, memberConverters),
  );
  // What is broken of `when` and `until` would narrow the policy: without it, it would say more than was meant.
  const isBroken =
    (token(cst, When) !== null && when === null) || (token(cst, Until) !== null && until === null);
  if (name === null || condition === null || isBroken) return null;
  const span = nodeSpan(to.source, cst);
  const documentation = documentationOf(to, span);
  return { kind: 'PolicyDeclaration', span, documentation, name, condition, when, until, members };
}

function convertRecord(to: Conversion, cst: CstNode): RecordStatement | null {
  const word = token(cst, Word);
  return word && { kind: 'RecordStatement', span: nodeSpan(to.source, cst), level: convertWord(to, word) };
}

function convertSourceBlock(to: Conversion, cst: CstNode): SourceBlock | null {
  const source = convertName(to, node(cst, 'name'));
  const statements = convertAll(nodes(cst, 'statement'), (child) =>
    convertAlternative(to, child, statementConverters),
  );
  return source && { kind: 'SourceBlock', span: nodeSpan(to.source, cst), source, statements };
}

function convertMask(to: Conversion, cst: CstNode): MaskStatement | null {
  const targets = convertTargets(to, node(cst, 'targets'));
  const mask = convertMaskCall(to, node(cst, 'maskCall'));
  if (targets === null || mask === null) return null;
  const lookup = token(cst, Lookup) !== null;
  return { kind: 'MaskStatement', span: nodeSpan(to.source, cst), targets, mask, lookup };
}

function convertReveal(to: Conversion, cst: CstNode): RevealStatement | null {
  const targets = convertTargets(to, node(cst, 'targets'));
  return targets && { kind: 'RevealStatement', span: nodeSpan(to.source, cst), targets };
}

function convertFilter(to: Conversion, cst: CstNode): FilterStatement | null {
  const relations = nonEmpty(convertRelations(to, node(cst, 'relations')));
  const sql = token(cst, SqlToken);
  if (relations === null || sql === null) return null;
  const condition = convertSql(to, sql);
  return { kind: 'FilterStatement', span: nodeSpan(to.source, cst), relations, condition };
}

function convertDeclassify(to: Conversion, cst: CstNode): DeclassifyStatement | null {
  const labels = nonEmpty(convertAll(nodes(cst, 'labelPath'), (child) => convertLabelPath(to, child)));
  const relations = nonEmpty(convertRelations(to, node(cst, 'relations')));
  if (labels === null || relations === null) return null;
  return { kind: 'DeclassifyStatement', span: nodeSpan(to.source, cst), labels, relations };
}
