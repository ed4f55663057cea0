/** Symbols, folding, selection, links: what follows from the tree alone. */
import { expect, test } from 'vitest';
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver/node';
import { documentLinks } from '../../../lsp/src/features/document-links.ts';
import { documentSymbols } from '../../../lsp/src/features/document-symbols.ts';
import { foldingRanges } from '../../../lsp/src/features/folding.ts';
import { selectionRange } from '../../../lsp/src/features/selection-ranges.ts';
import { workspaceSymbols } from '../../../lsp/src/features/workspace-symbols.ts';
import { CRM_POLICY, CRM_SCHEMA } from '../support/crm.ts';
import { markedProject, placeOf } from '../support/cursor.ts';

function outline(symbols: readonly DocumentSymbol[], depth = 0): readonly string[] {
  return symbols.flatMap(({ name, detail, children }) => [
    `${'  '.repeat(depth)}${name}${detail === undefined || detail === '' ? '' : ` (${detail})`}`,
    ...outline(children ?? [], depth + 1),
  ]);
}

test('the outline of a document', async () => {
  const { context } = await markedProject({
    'crm.sql': CRM_SCHEMA,
    'crm.dlp': `identity corp { issuer "https://a.example" audience "b" claim team: string }\n${CRM_POLICY}test "" { as { kind: human } sql crm "select 1" => deny }\n`,
  });
  expect(outline(documentSymbols(context))).toEqual([
    'corp (identity)',
    '  team (string)',
    'crm (database)',
    'pii (label)',
    '  contact (label)',
    '  national_id (label)',
    'support (group)',
    'desk (policy)',
    '  on crm',
    '"" (test)',
  ]);
});

test('each symbol holds its name', async () => {
  const { context } = await markedProject({ 'crm.sql': CRM_SCHEMA, 'crm.dlp': CRM_POLICY });
  const check = (symbols: readonly DocumentSymbol[]): void => {
    for (const { range, selectionRange: name, children } of symbols) {
      expect(name.start.line >= range.start.line && name.end.line <= range.end.line).toBe(true);
      check(children ?? []);
    }
  };
  check(documentSymbols(context));
});

test('symbols of the workspace, by the letters of their names', async () => {
  const { context } = await markedProject({
    'crm.sql': CRM_SCHEMA,
    'crm.dlp': CRM_POLICY,
    'b.dlp': 'group nobody = false\n',
  });
  const found = (query: string): readonly string[] =>
    workspaceSymbols(context.result, query).map(({ name }) => name);
  expect(found('pico')).toEqual(['pii.contact']);
  expect(found('NOBODY')).toEqual(['nobody']);
  expect(found('')).toContain('desk');
  expect(found('xyz')).toEqual([]);
});

test('braces and runs of comments fold', async () => {
  const { context } = await markedProject({
    'crm.dlp': `// one
// two

label pii { contact }
policy p for true {
  // three
  on crm {
    allow select on t // four
    // five
    // six
  }
}
`,
  });
  expect(
    foldingRanges(context).map(({ startLine, endLine, kind }) => [startLine, endLine, kind ?? 'region']),
  ).toEqual([
    [0, 1, 'comment'],
    [4, 10, 'region'],
    [6, 9, 'region'],
    [8, 9, 'comment'],
  ]);
});

test('a selection grows from the name to the file', async () => {
  const { context } = await markedProject({ 'crm.dlp': 'group a = true\ngroup b = a an<|>d not a\n' });
  const texts: string[] = [];
  for (let at: SelectionRange | undefined = selectionRange(context); at !== undefined; at = at.parent) {
    const { start, end } = at.range;
    texts.push(`${start.line}:${start.character}-${end.line}:${end.character}`);
  }
  expect(texts).toEqual(['1:10-1:21', '1:0-1:21', '0:0-2:0']);
});

test('paths are links, without their quotes', async () => {
  const { context, marked } = await markedProject({
    'a.dlp': 'import "<<lib/b.dlp>>"\ndatabase crm from "<<../crm.sql>>"\n',
    'lib/b.dlp': 'label pii\n',
  });
  const links = documentLinks(context);
  expect(links.map(({ range }) => placeOf('file:///project/a.dlp', range))).toEqual(marked);
  expect(links.map(({ target }) => target)).toEqual(['file:///project/lib/b.dlp', 'file:///crm.sql']);
});
