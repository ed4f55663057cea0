/**
 * Concrete syntax tree to abstract: declarations and statements. What is too broken to mean something is left out, having
 * its diagnostic from the parser; what the grammar lets pass and the language does not is reported here.
 */
import type { CstNode } from 'chevrotain';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type {
  ActionName,
  ClassifyDeclaration,
  ColumnPattern,
  DatabaseDeclaration,
  Declaration,
  DefaultMaskDeclaration,
  GroupDeclaration,
  LabelDeclaration,
  LabelNode,
  LabelPath,
  MaskCall,
  Name,
  PolicyDeclaration,
  RelationReference,
  SourceBlock,
  Statement,
  TreatmentTarget,
} from './ast.ts';
import { node, nodeSpan, nodes, token, tokenSpan } from './cst.ts';
import { convertExpression, convertLiteral } from './cst-expressions.ts';
import { convertIdentity } from './cst-identity.ts';
import {
  type Conversion,
  convertAll,
  convertName,
  convertNames,
  convertString,
  nonEmpty,
} from './cst-names.ts';
import { convertDate } from './cst-times.ts';
import { DateToken, OnWord, StringToken, Until, When, Word } from './tokens.ts';

/** The declarations of a file, in order, without those that are broken. */
export function convertDeclarations(to: Conversion, file: CstNode): readonly Declaration[] {
  return convertAll(nodes(file, 'declaration'), (declaration) => convertDeclaration(to, declaration));
}

type Converter<T> = (to: Conversion, cst: CstNode) => T | null;

const declarationConverters: Readonly<Record<string, Converter<Declaration>>> = {
  identity: convertIdentity,
  database: convertDatabase,
  label: convertLabel,
  classify: convertClassify,
  defaultMask: convertDefaultMask,
  group: convertGroup,
  policy: convertPolicy,
};

const statementConverters: Readonly<Record<string, Converter<Statement>>> = {
  allow: (to, cst) => convertAccess(to, cst, 'AllowStatement'),
  deny: (to, cst) => convertAccess(to, cst, 'DenyStatement'),
  mask: convertMask,
  reveal: convertReveal,
};

function convertDeclaration(to: Conversion, cst: CstNode): Declaration | null {
  return convertAlternative(to, cst, declarationConverters);
}

function convertAlternative<T>(
  to: Conversion,
  cst: CstNode,
  converters: Readonly<Record<string, Converter<T>>>,
): T | null {
  for (const [rule, convert] of Object.entries(converters)) {
    const child = node(cst, rule);
    if (child !== null) return convert(to, child);
  }
  return null;
}

function convertDatabase(to: Conversion, cst: CstNode): DatabaseDeclaration | null {
  const name = convertName(to, node(cst, 'name'));
  const path = token(cst, StringToken);
  if (name === null || path === null) return null;
  return { kind: 'DatabaseDeclaration', span: nodeSpan(to.source, cst), name, from: convertString(to, path) };
}

function convertLabel(to: Conversion, cst: CstNode): LabelDeclaration | null {
  const label = convertLabelTree(to, node(cst, 'labelTree'));
  return label && { kind: 'LabelDeclaration', span: nodeSpan(to.source, cst), label };
}

function convertLabelTree(to: Conversion, cst: CstNode | null): LabelNode | null {
  const name = convertName(to, cst && node(cst, 'name'));
  if (cst === null || name === null) return null;
  const children = convertAll(nodes(cst, 'labelTree'), (child) => convertLabelTree(to, child));
  return { kind: 'LabelNode', span: nodeSpan(to.source, cst), name, children };
}

function convertLabelPath(to: Conversion, cst: CstNode | null): LabelPath | null {
  const segments = cst && nonEmpty(convertNames(to, cst));
  return segments && { kind: 'LabelPath', span: nodeSpan(to.source, cst), segments };
}

function convertClassify(to: Conversion, cst: CstNode): ClassifyDeclaration | null {
  const label = convertLabelPath(to, node(cst, 'labelPath'));
  const targets = nonEmpty(
    convertAll(nodes(cst, 'columnPattern'), (child) => convertColumnPattern(to, child)),
  );
  if (label === null || targets === null) return null;
  return { kind: 'ClassifyDeclaration', span: nodeSpan(to.source, cst), label, targets };
}

function convertColumnPattern(to: Conversion, cst: CstNode): ColumnPattern | null {
  const source = convertName(to, node(cst, 'name'));
  const parts = nodes(cst, 'nameOrColumns').map((part) => convertNames(to, part));
  const columns = parts.at(-1);
  const middle = parts.slice(0, -1);
  const span = nodeSpan(to.source, cst);
  // Braces hold columns, so they can only be the last part.
  const path = middle.flatMap((names) => (names.length === 1 ? names : []));
  const relationName = path.at(-1);
  if (source === null) return null;
  if (
    columns === undefined ||
    relationName === undefined ||
    path.length !== middle.length ||
    path.length > 2
  ) {
    to.report(diagnostic('column-path', span, { count: parts.length + 1 }));
    return null;
  }
  const schema = path.length === 2 ? (path[0] ?? null) : null;
  const start = (schema ?? relationName).span.start;
  const relation: RelationReference = {
    kind: 'RelationReference',
    span: to.source.span(start, relationName.span.end),
    schema,
    name: relationName,
  };
  return { kind: 'ColumnPattern', span, source, relation, columns };
}

function convertDefaultMask(to: Conversion, cst: CstNode): DefaultMaskDeclaration | null {
  const mask = convertMaskCall(to, node(cst, 'maskCall'));
  return mask && { kind: 'DefaultMaskDeclaration', span: nodeSpan(to.source, cst), mask };
}

function convertGroup(to: Conversion, cst: CstNode): GroupDeclaration | null {
  const word = token(cst, Word) ?? token(cst, OnWord);
  const condition = convertExpression(to, node(cst, 'expression'));
  if (word === null || condition === null) return null;
  const name: Name = { kind: 'Name', span: tokenSpan(to.source, word), text: word.image, quoted: false };
  return { kind: 'GroupDeclaration', span: nodeSpan(to.source, cst), name, condition };
}

function convertPolicy(to: Conversion, cst: CstNode): PolicyDeclaration | null {
  const name = convertName(to, node(cst, 'name'));
  const [first = null, second = null] = nodes(cst, 'expression');
  const condition = convertExpression(to, first);
  const when = convertExpression(to, second);
  const date = token(cst, DateToken);
  const until = date && convertDate(to, date);
  const blocks = convertAll(nodes(cst, 'sourceBlock'), (child) => convertSourceBlock(to, child));
  // What is broken of `when` and `until` would narrow the policy: without it, it would say more than was meant.
  const isBroken =
    (token(cst, When) !== null && when === null) || (token(cst, Until) !== null && until === null);
  if (name === null || condition === null || isBroken) return null;
  return { kind: 'PolicyDeclaration', span: nodeSpan(to.source, cst), name, condition, when, until, blocks };
}

function convertSourceBlock(to: Conversion, cst: CstNode): SourceBlock | null {
  const source = convertName(to, node(cst, 'name'));
  const statements = convertAll(nodes(cst, 'statement'), (child) =>
    convertAlternative(to, child, statementConverters),
  );
  return source && { kind: 'SourceBlock', span: nodeSpan(to.source, cst), source, statements };
}

function convertAccess<K extends 'AllowStatement' | 'DenyStatement'>(to: Conversion, cst: CstNode, kind: K) {
  const access = node(cst, 'access');
  if (access === null) return null;
  const actions = nonEmpty(convertAll(nodes(access, 'action'), (child) => convertAction(to, child)));
  const relations = nonEmpty(convertAll(nodes(access, 'relation'), (child) => convertRelation(to, child)));
  if (actions === null || relations === null) return null;
  return { kind, span: nodeSpan(to.source, cst), actions, relations };
}

function convertAction(to: Conversion, cst: CstNode): ActionName | null {
  const word = token(cst, Word);
  return word && { kind: 'ActionName', span: tokenSpan(to.source, word), text: word.image };
}

function convertRelation(to: Conversion, cst: CstNode): RelationReference | null {
  const span = nodeSpan(to.source, cst);
  const names = convertNames(to, cst);
  const name = names.at(-1);
  if (name === undefined) return null;
  if (names.length > 2) {
    to.report(diagnostic('relation-path', span, { count: names.length }));
    return null;
  }
  return { kind: 'RelationReference', span, schema: names.length === 2 ? (names[0] ?? null) : null, name };
}

function convertMask(to: Conversion, cst: CstNode): Statement | null {
  const targets = convertTargets(to, cst);
  const mask = convertMaskCall(to, node(cst, 'maskCall'));
  if (targets === null || mask === null) return null;
  return { kind: 'MaskStatement', span: nodeSpan(to.source, cst), targets, mask };
}

function convertReveal(to: Conversion, cst: CstNode): Statement | null {
  const targets = convertTargets(to, cst);
  return targets && { kind: 'RevealStatement', span: nodeSpan(to.source, cst), targets };
}

function convertTargets(to: Conversion, cst: CstNode): readonly TreatmentTarget[] | null {
  return nonEmpty(
    convertAll(nodes(cst, 'target'), (child): TreatmentTarget | null => {
      const segments = nonEmpty(convertNames(to, child));
      return segments && { kind: 'TreatmentTarget', span: nodeSpan(to.source, child), segments };
    }),
  );
}

function convertMaskCall(to: Conversion, cst: CstNode | null): MaskCall | null {
  const name = convertName(to, cst && node(cst, 'name'));
  if (cst === null || name === null) return null;
  const args = convertAll(nodes(cst, 'literal'), (child) => convertLiteral(to, child));
  return { kind: 'MaskCall', span: nodeSpan(to.source, cst), name, args };
}
