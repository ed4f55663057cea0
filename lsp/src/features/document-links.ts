/** Paths in a document that lead to files: imports and schemas. */
import { resolveBeside } from '@dlpc/compiler';
import { type StringLiteral, visit } from '@dlpc/language';
import { DocumentLink } from 'vscode-languageserver/node';
import { rangeIn, uriOf } from '../convert.ts';
import type { FeatureContext } from './feature-context.ts';

export function documentLinks({ ast, source, path }: FeatureContext): DocumentLink[] {
  const links: DocumentLink[] = [];
  const link = ({ span, value }: StringLiteral): void => {
    // The quotes are not part of the path.
    const inside = { start: span.start + 1, end: span.end - 1 };
    links.push(DocumentLink.create(rangeIn(source, inside), uriOf(resolveBeside(path, value))));
  };
  visit(ast, {
    ImportDeclaration: (node) => link(node.path),
    DatabaseDeclaration: (node) => link(node.from),
    ApiDeclaration: (node) => link(node.from),
  });
  return links;
}
