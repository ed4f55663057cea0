/** Concrete to abstract syntax: tests. A case of which a part is broken is left out. */
import type { CstNode } from 'chevrotain';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type {
  AllowExpectation,
  Expectation,
  ExpectedBudget,
  HttpCase,
  MaskedPlace,
  ObjectEntry,
  ObjectLiteral,
  ObjectValue,
  RelationReference,
  SqlCase,
  TestCase,
  TestDeclaration,
} from './ast.ts';
import { node, nodeSpan, nodes, token, tokenSpan } from './cst.ts';
import { convertBudget, convertStrings } from './cst-access.ts';
import { convertInteger } from './cst-literals.ts';
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
import { convertJsonPath, convertMaskCall, convertRelations } from './cst-paths.ts';
import { convertInstant } from './cst-times.ts';
import {
  Allow,
  At,
  Deny,
  False,
  InstantToken,
  Integer,
  Mask,
  StringToken,
  True,
  With,
  Word,
} from './tokens.ts';

const caseConverters: Readonly<Record<string, Converter<TestCase>>> = {
  sqlCase: convertSqlCase,
  httpCase: convertHttpCase,
};

export function convertTest(to: Conversion, cst: CstNode): TestDeclaration | null {
  const title = token(cst, StringToken);
  const caller = convertObject(to, node(cst, 'object'));
  const moment = token(cst, InstantToken);
  const at = moment && convertInstant(to, moment);
  const cases = convertAll(nodes(cst, 'case'), (child) => convertAlternative(to, child, caseConverters));
  if (title === null || caller === null || (token(cst, At) !== null && at === null)) return null;
  const span = nodeSpan(to.source, cst);
  const documentation = documentationOf(to, span);
  return { kind: 'TestDeclaration', span, documentation, name: convertString(to, title), caller, at, cases };
}

function convertSqlCase(to: Conversion, cst: CstNode): SqlCase | null {
  const source = convertName(to, node(cst, 'name'));
  const statement = token(cst, StringToken);
  const expectation = convertExpectation(to, node(cst, 'expectation'), 'Name');
  if (source === null || statement === null || expectation === null) return null;
  const span = nodeSpan(to.source, cst);
  return { kind: 'SqlCase', span, source, statement: convertString(to, statement), expectation };
}

function convertHttpCase(to: Conversion, cst: CstNode): HttpCase | null {
  const source = convertName(to, node(cst, 'name'));
  const word = token(cst, Word);
  const path = token(cst, StringToken);
  const expectation = convertExpectation(to, node(cst, 'expectation'), 'JsonPath');
  if (source === null || word === null || path === null || expectation === null) return null;
  const method = { kind: 'ActionName' as const, span: tokenSpan(to.source, word), text: word.image };
  const span = nodeSpan(to.source, cst);
  return { kind: 'HttpCase', span, source, method, path: convertString(to, path), expectation };
}

type MaskedKind = MaskedPlace['place']['kind'];

/** An expectation; what a `mask` names must be of the one kind that its case has. */
function convertExpectation(to: Conversion, cst: CstNode | null, kind: MaskedKind): Expectation | null {
  if (cst === null) return null;
  const span = nodeSpan(to.source, cst);
  const passing = convertPassing(to, node(cst, 'passing'));
  if (passing === null) return null;
  if (token(cst, Allow) !== null) return { kind: 'AllowExpectation', span, ...passing };
  if (token(cst, Deny) !== null) return { kind: 'DenyExpectation', span };
  if (token(cst, Mask) === null) {
    const groups = nonEmpty(convertStrings(to, node(cst, 'strings')));
    const number = token(cst, Integer);
    const count = number && convertInteger(to, number);
    return groups && { kind: 'ApproveExpectation', span, count, groups, ...passing };
  }
  const written = nodes(cst, 'masked');
  const columns = convertAll(written, (child) => convertMasked(to, child, kind));
  return columns.length === written.length ? { kind: 'MaskExpectation', span, columns, ...passing } : null;
}

/** Null where something in it is broken. */
function convertPassing(
  to: Conversion,
  cst: CstNode | null,
): Pick<AllowExpectation, 'filtered' | 'limited'> | null {
  const filtered = convertFiltered(to, cst && node(cst, 'filtered'));
  const limited = convertLimited(to, cst && node(cst, 'limited'));
  return filtered && limited && { filtered, limited };
}

function convertLimited(to: Conversion, cst: CstNode | null): readonly ExpectedBudget[] | null {
  if (cst === null) return [];
  const written = nodes(cst, 'budget');
  const budgets = convertAll(written, (child): ExpectedBudget | null => {
    const budget = convertBudget(to, child);
    return budget && { kind: 'ExpectedBudget', span: nodeSpan(to.source, child), ...budget };
  });
  return budgets.length > 0 && budgets.length === written.length ? budgets : null;
}

/** Null where a relation of it is broken. */
function convertFiltered(to: Conversion, cst: CstNode | null): readonly RelationReference[] | null {
  if (cst === null) return [];
  const written = node(cst, 'relations');
  const relations = convertRelations(to, written);
  return written !== null && relations.length === nodes(written, 'relation').length ? relations : null;
}

function convertMasked(to: Conversion, cst: CstNode, kind: MaskedKind): MaskedPlace | null {
  const masked = convertName(to, node(cst, 'name')) ?? convertJsonPath(to, node(cst, 'jsonPath'));
  const mask = convertMaskCall(to, node(cst, 'maskCall'));
  if (masked === null || (mask === null && token(cst, With) !== null)) return null;
  if (masked.kind === kind)
    return { kind: 'MaskedPlace', span: nodeSpan(to.source, cst), place: masked, mask };
  const expected = kind === 'Name' ? 'columns of the result' : 'paths into the body, such as `$.email`';
  to.report(diagnostic('masked-kind', masked.span, { of: kind === 'Name' ? 'SQL' : 'HTTP', expected }));
  return null;
}

function convertObject(to: Conversion, cst: CstNode | null): ObjectLiteral | null {
  if (cst === null) return null;
  const entries = convertAll(nodes(cst, 'entry'), (child) => convertEntry(to, child));
  if (entries.length < nodes(cst, 'entry').length) return null;
  return { kind: 'ObjectLiteral', span: nodeSpan(to.source, cst), entries };
}

function convertEntry(to: Conversion, cst: CstNode): ObjectEntry | null {
  const key = convertName(to, node(cst, 'name'));
  const value = convertValue(to, node(cst, 'value'));
  if (key === null || value === null) return null;
  return { kind: 'ObjectEntry', span: nodeSpan(to.source, cst), key, value };
}

function convertValue(to: Conversion, cst: CstNode | null): ObjectValue | null {
  if (cst === null) return null;
  const object = node(cst, 'object');
  if (object !== null) return convertObject(to, object);
  const list = node(cst, 'values');
  if (list !== null) {
    const items = convertAll(nodes(list, 'value'), (child) => convertValue(to, child));
    if (items.length < nodes(list, 'value').length) return null;
    return { kind: 'ValueList', span: nodeSpan(to.source, list), items };
  }
  const text = token(cst, StringToken);
  if (text !== null) return convertString(to, text);
  const number = token(cst, Integer);
  if (number !== null) return convertInteger(to, number);
  const boolean = token(cst, True) ?? token(cst, False);
  if (boolean !== null)
    return { kind: 'BooleanLiteral', span: tokenSpan(to.source, boolean), value: boolean.tokenType === True };
  const word = token(cst, Word);
  return word && convertWord(to, word);
}
