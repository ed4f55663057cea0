/** The outline of a document: its declarations, and what is within them. */
import type { Declaration, LabelNode, Node, SourceText } from '@dlpc/language';
import { DocumentSymbol, SymbolKind } from 'vscode-languageserver/node';
import { rangeIn } from '../convert.ts';
import type { FeatureContext } from './feature-context.ts';

export function documentSymbols({ ast, source }: FeatureContext): DocumentSymbol[] {
  return ast.declarations.flatMap((declaration) => outlineOf(declaration, source) ?? []);
}

function outlineOf(node: Declaration, text: SourceText): DocumentSymbol | null {
  switch (node.kind) {
    case 'IdentityDeclaration':
      return entry(text, node, node.name, node.name.text, SymbolKind.Interface, 'identity', [
        ...node.members.flatMap((member) =>
          member.kind === 'ClaimDeclaration'
            ? [entry(text, member, member.name, member.name.text, SymbolKind.Field, member.type.text)]
            : [],
        ),
      ]);
    case 'DatabaseDeclaration':
      return entry(text, node, node.name, node.name.text, SymbolKind.Module, 'database');
    case 'ApiDeclaration':
      return entry(text, node, node.name, node.name.text, SymbolKind.Module, 'api');
    case 'LabelDeclaration':
      return labelOutline(node.label, text, node);
    case 'DetectorDeclaration':
      return entry(text, node, node.name, node.name.text, SymbolKind.Constant, 'detector');
    case 'GroupDeclaration':
      return entry(text, node, node.name, node.name.text, SymbolKind.Boolean, 'group');
    case 'PolicyDeclaration':
      return entry(text, node, node.name, node.name.text, SymbolKind.Class, 'policy', [
        ...node.members.flatMap((member) =>
          member.kind === 'SourceBlock'
            ? [entry(text, member, member.source, `on ${member.source.text}`, SymbolKind.Namespace, '')]
            : [],
        ),
      ]);
    case 'TestDeclaration':
      return entry(text, node, node.name, node.name.value, SymbolKind.Method, 'test');
    case 'ImportDeclaration':
    case 'ClassifyDeclaration':
    case 'DefaultMaskDeclaration':
      return null;
  }
}

function labelOutline(label: LabelNode, text: SourceText, whole: Node): DocumentSymbol {
  const children = label.children.map((child) => labelOutline(child, text, child));
  return entry(text, whole, label.name, label.name.text, SymbolKind.EnumMember, 'label', children);
}

function entry(
  text: SourceText,
  whole: Node,
  name: Node,
  title: string,
  kind: SymbolKind,
  detail: string,
  children: DocumentSymbol[] = [],
): DocumentSymbol {
  // Editors refuse an empty name, which a test may have.
  const shown = title.trim() === '' ? '""' : title;
  return DocumentSymbol.create(
    shown,
    detail,
    kind,
    rangeIn(text, whole.span),
    rangeIn(text, name.span),
    children,
  );
}
