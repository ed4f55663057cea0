/** Typed access to chevrotain's concrete syntax tree. What its nodes mean is the conversion's business. */
import type { CstNode, IToken } from 'chevrotain';
import type { SourceText, Span } from '../source/source-text.ts';

/** The child nodes of one rule, in order. */
export function nodes(parent: CstNode, rule: string): readonly CstNode[] {
  return (parent.children[rule] ?? []).filter((child): child is CstNode => 'children' in child);
}

/** The first child node of a rule. */
export function node(parent: CstNode, rule: string): CstNode | null {
  return nodes(parent, rule)[0] ?? null;
}

/** The child tokens of one type, in order. */
export function tokens(parent: CstNode, type: { readonly name: string }): readonly IToken[] {
  return (parent.children[type.name] ?? []).filter((child): child is IToken => 'image' in child);
}

/** The first child token of a type. */
export function token(parent: CstNode, type: { readonly name: string }): IToken | null {
  return tokens(parent, type)[0] ?? null;
}

/** Where a node stands. */
export function nodeSpan(source: SourceText, of: CstNode): Span {
  const location = of.location;
  // A node without a token has no location; the rules that may be empty are never asked for one.
  if (location?.endOffset === undefined || Number.isNaN(location.startOffset)) return source.span(0, 0);
  return source.span(location.startOffset, location.endOffset + 1);
}

/** Where a token stands. */
export function tokenSpan(source: SourceText, of: IToken): Span {
  return source.span(of.startOffset, of.startOffset + of.image.length);
}
