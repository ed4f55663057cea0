/** Concrete to abstract syntax: names, strings, and what all conversions share. */
import type { CstNode, IToken } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../source/source-text.ts';
import type { Comment, Name, StringLiteral } from './ast.ts';
import { node, nodes, token, tokenSpan } from './cst.ts';
import { documentationBefore } from './documentation.ts';
import { stringValue } from './literals.ts';
import { OnWord, StringToken, Word } from './tokens.ts';

/** Whose tree is converted, and where to say what is wrong with it. */
export interface Conversion {
  readonly source: SourceText;
  /** For what is said of a declaration above it. */
  readonly comments: readonly Comment[];
  readonly report: (found: Diagnostic) => void;
}

/** Makes a node of one of the concrete tree; null where that is too broken. */
export type Converter<T> = (to: Conversion, cst: CstNode) => T | null;

/** The conversion of the one alternative that a node holds. */
export function convertAlternative<T>(
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

/** What the comment lines right above a node document; null where there are none. */
export function documentationOf({ source, comments }: Conversion, span: Span): string | null {
  return documentationBefore(source, comments, span.start);
}

/** The conversions of all nodes, without those that failed. */
export function convertAll<T>(from: readonly CstNode[], convert: (cst: CstNode) => T | null): readonly T[] {
  return from.map(convert).filter((made) => made !== null);
}

/** The list itself, or null where it has nothing. */
export function nonEmpty<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}

/** A string token's node. */
export function convertString(to: Conversion, from: IToken): StringLiteral {
  return { kind: 'StringLiteral', span: tokenSpan(to.source, from), value: stringValue(from) };
}

/** The names directly below a node, in order. */
export function convertNames(to: Conversion, parent: CstNode): readonly Name[] {
  return convertAll(nodes(parent, 'name'), (child) => convertName(to, child));
}

/** A word that is a name. */
export function convertWord(to: Conversion, from: IToken): Name {
  return { kind: 'Name', span: tokenSpan(to.source, from), text: from.image, quoted: false };
}

/** A name; an empty one is reported. */
export function convertName(to: Conversion, cst: CstNode | null): Name | null {
  if (cst === null) return null;
  const word = token(cst, Word) ?? token(cst, OnWord);
  if (word !== null) return convertWord(to, word);
  const quoted = token(cst, StringToken);
  if (quoted === null) return null;
  const span = tokenSpan(to.source, quoted);
  const text = stringValue(quoted);
  if (text === '') to.report(diagnostic('empty-name', span, {}));
  return text === '' ? null : { kind: 'Name', span, text, quoted: true };
}
