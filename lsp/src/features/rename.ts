/**
 * Renaming what policies declare, in all files. What a schema or the language declares cannot be renamed here, and neither can a
 * name be given that is taken.
 */
import { nameText } from '@dlpc/compiler';
import { LSPErrorCodes, type Range, ResponseError, type WorkspaceEdit } from 'vscode-languageserver/node';
import { rangeIn, uriOf } from '../convert.ts';
import { type Occurrence, type PolicySymbol, symbolKey } from '../symbols/policy-symbol.ts';
import { nameAtCursor, namesMeaning, projectNames } from '../symbols/project-names.ts';
import type { FeatureContext } from './feature-context.ts';

/** What of the text would be renamed; an error says why nothing can be. */
export function prepareRename(
  context: FeatureContext,
): { range: Range; placeholder: string } | ResponseError {
  const found = renamable(context);
  if (found instanceof ResponseError) return found;
  return { range: rangeIn(context.source, found.span), placeholder: lastName(found.symbol) };
}

export function rename(context: FeatureContext, newName: string): WorkspaceEdit | ResponseError {
  const found = renamable(context);
  if (found instanceof ResponseError) return found;
  if (newName.trim() === '') return refused('a name has at least one character');
  if (/[\p{C}]/u.test(newName)) return refused('a name has no control characters');
  const wanted = symbolKey(renamed(found.symbol, newName));
  const isTaken =
    newName !== lastName(found.symbol) &&
    projectNames(context).some(({ declares, symbol }) => declares && symbolKey(symbol) === wanted);
  if (isTaken) return refused(`\`${newName}\` is declared already`);
  const places = namesMeaning(context, found.symbol);
  if (places.some(({ inSql }) => inSql) && !/^[a-z_][a-z0-9_]*$/.test(newName))
    return refused('a claim that a SQL condition reads has a name of small letters, digits and `_`');
  const changes: NonNullable<WorkspaceEdit['changes']> = {};
  for (const { span, inSql } of places) {
    const text = context.textOf(span.file);
    if (text === null) continue;
    const uri = uriOf(span.file);
    const edits = changes[uri] ?? [];
    edits.push({ range: rangeIn(text, span), newText: inSql ? newName : nameText(newName) });
    changes[uri] = edits;
  }
  return { changes };
}

function renamable(context: FeatureContext): Occurrence | ResponseError {
  const found = nameAtCursor(context);
  if (found === null) return refused('there is no name here');
  switch (found.symbol.kind) {
    case 'relation':
    case 'column':
    case 'operation':
      return refused('what a schema declares is renamed in the schema');
    case 'mask':
    case 'field':
      return refused(`\`${lastName(found.symbol)}\` is a word of the language`);
    case 'file':
      return refused('files are renamed where they are');
    default:
      return found;
  }
}

function lastName(symbol: PolicySymbol): string {
  switch (symbol.kind) {
    case 'label':
      return labelNames(symbol.path).at(-1) ?? symbol.path;
    case 'field':
    case 'file':
      return symbol.path;
    case 'relation':
      return symbol.relation.name;
    case 'column':
      return symbol.column.name;
    case 'operation':
      return symbol.operation.template.text;
    default:
      return symbol.name;
  }
}

function renamed(symbol: PolicySymbol, name: string): PolicySymbol {
  if (symbol.kind === 'label') {
    const above = labelNames(symbol.path).slice(0, -1);
    return { kind: 'label', path: [...above, name].map(nameText).join('.') };
  }
  return 'name' in symbol ? { ...symbol, name } : symbol;
}

/** The names of a path as a policy writes it; one in double quotes may hold dots. */
function labelNames(path: string): readonly string[] {
  return [...path.matchAll(/"((?:[^"\\]|\\.)*)"|[^."]+/g)].map(([plain, quoted]) => quoted ?? plain);
}

function refused(reason: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}
