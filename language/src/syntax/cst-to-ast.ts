/**
 * Concrete syntax tree to abstract: declarations. What is too broken to mean something is left out, having its diagnostic from
 * the parser; what the grammar lets pass and the language does not is reported here and in the files of each family.
 */
import type { CstNode } from 'chevrotain';
import type {
  ApiDeclaration,
  ClassifyDeclaration,
  DatabaseDeclaration,
  Declaration,
  DefaultMaskDeclaration,
  DetectorDeclaration,
  GroupDeclaration,
  ImportDeclaration,
  LabelDeclaration,
  LabelNode,
  ValuesTarget,
} from './ast.ts';
import { node, nodeSpan, nodes, token } from './cst.ts';
import { convertExpression } from './cst-expressions.ts';
import { convertIdentity } from './cst-identity.ts';
import { convertRegex } from './cst-literals.ts';
import {
  type Conversion,
  type Converter,
  convertAll,
  convertAlternative,
  convertName,
  convertString,
  convertWord,
  documentationOf,
  nonEmpty,
} from './cst-names.ts';
import { convertColumnPatterns, convertLabelPath, convertMaskCall } from './cst-paths.ts';
import { convertPolicy } from './cst-statements.ts';
import { convertTest } from './cst-tests.ts';
import { Closed, In, OnWord, RegexToken, StringToken, Where, Word } from './tokens.ts';

const converters: Readonly<Record<string, Converter<Declaration>>> = {
  import: convertImport,
  identity: convertIdentity,
  database: (to, cst) => convertSource(to, cst, 'DatabaseDeclaration'),
  api: (to, cst) => convertSource(to, cst, 'ApiDeclaration'),
  label: convertLabel,
  classify: convertClassify,
  detector: convertDetector,
  defaultMask: convertDefaultMask,
  group: convertGroup,
  policy: convertPolicy,
  test: convertTest,
};

/** The declarations of a file, in order, without those that are broken. */
export function convertDeclarations(to: Conversion, file: CstNode): readonly Declaration[] {
  return convertAll(nodes(file, 'declaration'), (declaration) =>
    convertAlternative(to, declaration, converters),
  );
}

function convertImport(to: Conversion, cst: CstNode): ImportDeclaration | null {
  const path = token(cst, StringToken);
  return path && { kind: 'ImportDeclaration', span: nodeSpan(to.source, cst), path: convertString(to, path) };
}

function convertSource<K extends (DatabaseDeclaration | ApiDeclaration)['kind']>(
  to: Conversion,
  cst: CstNode,
  kind: K,
) {
  const name = convertName(to, node(cst, 'name'));
  const path = token(cst, StringToken);
  if (name === null || path === null) return null;
  const span = nodeSpan(to.source, cst);
  const closed = token(cst, Closed) !== null;
  return {
    kind,
    span,
    documentation: documentationOf(to, span),
    name,
    from: convertString(to, path),
    closed,
  };
}

function convertLabel(to: Conversion, cst: CstNode): LabelDeclaration | null {
  const span = nodeSpan(to.source, cst);
  const label = convertLabelTree(to, node(cst, 'labelTree'));
  if (label === null) return null;
  // What stands above the declaration is about its root.
  const root = { ...label, documentation: label.documentation ?? documentationOf(to, span) };
  return { kind: 'LabelDeclaration', span, label: root };
}

function convertLabelTree(to: Conversion, cst: CstNode | null): LabelNode | null {
  const name = convertName(to, cst && node(cst, 'name'));
  if (cst === null || name === null) return null;
  const children = convertAll(nodes(cst, 'labelTree'), (child) => convertLabelTree(to, child));
  const span = nodeSpan(to.source, cst);
  return { kind: 'LabelNode', span, documentation: documentationOf(to, span), name, children };
}

function convertClassify(to: Conversion, cst: CstNode): ClassifyDeclaration | null {
  const label = convertLabelPath(to, node(cst, 'labelPath'));
  const values = node(cst, 'valuesTarget');
  const target = values && convertValuesTarget(to, values);
  const columns = convertColumnPatterns(to, node(cst, 'columnPatterns'));
  const targets = nonEmpty<ClassifyDeclaration['targets'][number]>(target === null ? columns : [target]);
  if (label === null || targets === null) return null;
  return { kind: 'ClassifyDeclaration', span: nodeSpan(to.source, cst), label, targets };
}

function convertValuesTarget(to: Conversion, cst: CstNode): ValuesTarget | null {
  const detector = convertName(to, node(cst, 'name'));
  const within = convertColumnPatterns(to, node(cst, 'columnPatterns'));
  // None of them left would mean all text of all sources.
  if (detector === null || (token(cst, In) !== null && within.length === 0)) return null;
  return { kind: 'ValuesTarget', span: nodeSpan(to.source, cst), detector, within };
}

function convertDetector(to: Conversion, cst: CstNode): DetectorDeclaration | null {
  const [first = null, second = null] = nodes(cst, 'name');
  const name = convertName(to, first);
  const regex = token(cst, RegexToken);
  const validator = convertName(to, second);
  if (name === null || regex === null || (token(cst, Where) !== null && validator === null)) return null;
  const span = nodeSpan(to.source, cst);
  const documentation = documentationOf(to, span);
  return {
    kind: 'DetectorDeclaration',
    span,
    documentation,
    name,
    pattern: convertRegex(to, regex),
    validator,
  };
}

function convertDefaultMask(to: Conversion, cst: CstNode): DefaultMaskDeclaration | null {
  const mask = convertMaskCall(to, node(cst, 'maskCall'));
  return mask && { kind: 'DefaultMaskDeclaration', span: nodeSpan(to.source, cst), mask };
}

function convertGroup(to: Conversion, cst: CstNode): GroupDeclaration | null {
  const word = token(cst, Word) ?? token(cst, OnWord);
  const condition = convertExpression(to, node(cst, 'expression'));
  if (word === null || condition === null) return null;
  const span = nodeSpan(to.source, cst);
  const documentation = documentationOf(to, span);
  return { kind: 'GroupDeclaration', span, documentation, name: convertWord(to, word), condition };
}
