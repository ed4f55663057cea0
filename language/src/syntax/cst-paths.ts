/** Concrete to abstract syntax: paths of labels, columns, relations and into JSON, and mask calls. */
import type { CstNode, IToken } from 'chevrotain';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type {
  ColumnPattern,
  JsonPath,
  LabelPath,
  MaskArgument,
  MaskCall,
  Name,
  NamePattern,
  PathStep,
  RelationReference,
  TreatmentTarget,
} from './ast.ts';
import { node, nodeSpan, nodes, token, tokenSpan } from './cst.ts';
import { convertInteger, convertRegex } from './cst-literals.ts';
import {
  type Conversion,
  convertAll,
  convertName,
  convertNames,
  convertString,
  convertWord,
  nonEmpty,
} from './cst-names.ts';
import { Integer, NamePatternToken, RegexToken, StringToken, Word } from './tokens.ts';

/** `label-path` */
export function convertLabelPath(to: Conversion, cst: CstNode | null): LabelPath | null {
  const segments = cst && nonEmpty(convertNames(to, cst));
  return segments && { kind: 'LabelPath', span: nodeSpan(to.source, cst), segments };
}

/** `column-patterns`, those left out that are broken. */
export function convertColumnPatterns(to: Conversion, cst: CstNode | null): readonly ColumnPattern[] {
  return cst === null
    ? []
    : convertAll(nodes(cst, 'columnPattern'), (child) => convertColumnPattern(to, child));
}

function convertColumnPattern(to: Conversion, cst: CstNode): ColumnPattern | null {
  const source = convertName(to, node(cst, 'name'));
  const span = nodeSpan(to.source, cst);
  const parts = nodes(cst, 'pathStep');
  const jsonPath = convertJsonPath(to, firstOf(parts, 'jsonPath'));
  const written = parts.filter((part) => node(part, 'jsonPath') === null);
  const steps = convertAll(written, (part) => convertPathStep(to, part));
  if (source === null || steps.length < written.length) return null;
  if (steps.length < 2) {
    to.report(diagnostic('column-path', span, { count: steps.length + 1 }));
    return null;
  }
  return { kind: 'ColumnPattern', span, source, steps, jsonPath };
}

function convertPathStep(to: Conversion, cst: CstNode): PathStep | null {
  const members = nodes(cst, 'nameOrPattern');
  if (members.length === 0) return convertNameOrPattern(to, cst);
  const converted = convertAll(members, (child) => convertNameOrPattern(to, child));
  const [only, ...others] = converted;
  if (only === undefined) return null;
  // Braces around one name say nothing.
  return others.length === 0 ? only : { kind: 'NameSet', span: nodeSpan(to.source, cst), members: converted };
}

function convertNameOrPattern(to: Conversion, cst: CstNode): Name | NamePattern | null {
  const pattern = token(cst, NamePatternToken);
  return pattern === null ? convertName(to, node(cst, 'name')) : convertPattern(to, pattern);
}

function convertPattern(to: Conversion, from: IToken): NamePattern | null {
  const span = tokenSpan(to.source, from);
  if (!from.image.includes('**')) return { kind: 'NamePattern', span, text: from.image };
  const newText = from.image.replaceAll(/\*+/g, '*');
  const fix = { title: `Write \`${newText}\``, edits: [{ span, newText }] };
  to.report(diagnostic('repeated-wildcard', span, { text: from.image }, { fix }));
  return null;
}

/** `json-path` */
export function convertJsonPath(to: Conversion, cst: CstNode | null): JsonPath | null {
  if (cst === null) return null;
  const parts = nodes(cst, 'jsonStep');
  const steps = convertAll(parts, (part): JsonPath['steps'][number] | null =>
    node(part, 'name') === null
      ? { kind: 'EachStep', span: nodeSpan(to.source, part) }
      : convertName(to, node(part, 'name')),
  );
  if (steps.length < parts.length) return null;
  return { kind: 'JsonPath', span: nodeSpan(to.source, cst), steps };
}

/** `relations`, those left out that are broken. */
export function convertRelations(to: Conversion, cst: CstNode | null): readonly RelationReference[] {
  return cst === null ? [] : convertAll(nodes(cst, 'relation'), (child) => convertRelation(to, child));
}

function convertRelation(to: Conversion, cst: CstNode): RelationReference | null {
  const span = nodeSpan(to.source, cst);
  const parts = nodes(cst, 'nameOrPattern');
  const names = convertAll(parts, (child) => convertNameOrPattern(to, child));
  const name = names.at(-1);
  if (name === undefined || names.length < parts.length) return null;
  if (names.length > 2) {
    to.report(diagnostic('relation-path', span, { count: names.length }));
    return null;
  }
  return { kind: 'RelationReference', span, schema: names.length === 2 ? (names[0] ?? null) : null, name };
}

/** `targets`, those left out that are broken; null where nothing is left. */
export function convertTargets(to: Conversion, cst: CstNode | null): readonly TreatmentTarget[] | null {
  if (cst === null) return null;
  return nonEmpty(
    convertAll(nodes(cst, 'target'), (child): TreatmentTarget | null => {
      const segments = nonEmpty(convertNames(to, child));
      const into = node(child, 'jsonPath');
      const jsonPath = convertJsonPath(to, into);
      if (segments === null || (into !== null && jsonPath === null)) return null;
      return { kind: 'TreatmentTarget', span: nodeSpan(to.source, child), segments, jsonPath };
    }),
  );
}

/** `mask-call` */
export function convertMaskCall(to: Conversion, cst: CstNode | null): MaskCall | null {
  const name = convertName(to, cst && node(cst, 'name'));
  if (cst === null || name === null) return null;
  const args = convertAll(nodes(cst, 'maskArgument'), (child) => convertArgument(to, child));
  return { kind: 'MaskCall', span: nodeSpan(to.source, cst), name, args };
}

function convertArgument(to: Conversion, cst: CstNode): MaskArgument | null {
  const text = token(cst, StringToken);
  if (text !== null) return convertString(to, text);
  const number = token(cst, Integer);
  if (number !== null) return convertInteger(to, number);
  const regex = token(cst, RegexToken);
  if (regex !== null) return convertRegex(to, regex);
  const word = token(cst, Word);
  return word && convertWord(to, word);
}

function firstOf(parts: readonly CstNode[], rule: string): CstNode | null {
  for (const part of parts) {
    const child = node(part, rule);
    if (child !== null) return child;
  }
  return null;
}
