/** Declarations of a whole project by a part of their name. */
import type { CheckResult } from '@dlpc/compiler';
import { SymbolInformation, SymbolKind } from 'vscode-languageserver/node';
import { rangeOf, uriOf } from '../convert.ts';
import type { PolicySymbol } from '../symbols/policy-symbol.ts';
import { checkedNames } from '../symbols/project-names.ts';

const MOST = 500;

const KINDS: Readonly<Partial<Record<PolicySymbol['kind'], SymbolKind>>> = {
  label: SymbolKind.EnumMember,
  group: SymbolKind.Boolean,
  claim: SymbolKind.Field,
  policy: SymbolKind.Class,
  identity: SymbolKind.Interface,
  source: SymbolKind.Module,
  detector: SymbolKind.Constant,
};

/** Those whose name has the letters of `query` in their order. */
export function workspaceSymbols(result: CheckResult, query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const { symbol, span, declares } of checkedNames(result)) {
    const kind = KINDS[symbol.kind];
    const name = 'path' in symbol ? symbol.path : 'name' in symbol ? symbol.name : null;
    if (!declares || kind === undefined || name === null || !holdsInOrder(name, query)) continue;
    found.push(
      SymbolInformation.create(name, kind, rangeOf(span, result.texts), uriOf(span.file), symbol.kind),
    );
    if (found.length >= MOST) break;
  }
  return found;
}

function holdsInOrder(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
