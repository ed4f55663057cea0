/** No feature throws on any text: those of the examples cut off anywhere, the way they are while they are written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPolicies, nodeHost } from '@dlpc/compiler';
import { SourceText } from '@dlpc/language';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeLenses, resolveLens } from '../../lsp/src/features/code-lenses.ts';
import { contextOf } from '../../lsp/src/features/context-of.ts';
import { definition } from '../../lsp/src/features/definition.ts';
import { documentLinks } from '../../lsp/src/features/document-links.ts';
import { documentSymbols } from '../../lsp/src/features/document-symbols.ts';
import type { FeatureContext } from '../../lsp/src/features/feature-context.ts';
import { foldingRanges } from '../../lsp/src/features/folding.ts';
import { formatting } from '../../lsp/src/features/formatting.ts';
import { hover } from '../../lsp/src/features/hover.ts';
import { inlayHints } from '../../lsp/src/features/inlay-hints.ts';
import { quickFixes } from '../../lsp/src/features/quick-fixes.ts';
import { highlights, references } from '../../lsp/src/features/references.ts';
import { prepareRename, rename } from '../../lsp/src/features/rename.ts';
import { selectionRange } from '../../lsp/src/features/selection-ranges.ts';
import { semanticTokens, semanticTokensLegend } from '../../lsp/src/features/semantic-tokens.ts';
import { signatureHelp } from '../../lsp/src/features/signature-help.ts';
import { REPOSITORY } from '../support/programs.ts';

const PROJECT = join(REPOSITORY, 'examples/crm');
const FOLDER = join(PROJECT, 'policies');
/** Characters between two cuts: none of the lengths of words, so that cuts fall everywhere. */
const STEP = 37;

let result: Awaited<ReturnType<typeof checkPolicies>>;

beforeAll(async () => {
  result = await checkPolicies(nodeHost, [PROJECT]);
});

function everyFeature(context: FeatureContext): void {
  const range = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };
  for (const feature of [
    ...[hover, definition, highlights, prepareRename, documentSymbols, foldingRanges, formatting],
    ...[selectionRange, signatureHelp, documentLinks, semanticTokens],
  ])
    feature(context);
  references(context, true);
  rename(context, 'another');
  inlayHints(context, range);
  quickFixes(context, range);
  for (const lens of codeLenses(context)) resolveLens(context, lens);
}

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const path = join(FOLDER, file);
  const text = readFileSync(path, 'utf8');

  test('cut off anywhere', () => {
    for (let end = 0; end <= text.length; end += STEP)
      everyFeature(contextOf(result, new SourceText(path, text.slice(0, end)), end));
  });

  test('with a hole anywhere', () => {
    for (let start = 0; start <= text.length; start += STEP) {
      const holed = text.slice(0, start) + text.slice(start + STEP);
      everyFeature(contextOf(result, new SourceText(path, holed), start));
    }
  });

  test('semantic tokens lie in order, none over another, each on one line', () => {
    const source = new SourceText(path, text);
    const { data } = semanticTokens(contextOf(result, source, 0));
    // Both from 1; `end` is where the token before ends on this line.
    let [line, start, end] = [1, 1, 1];
    for (let index = 0; index < data.length; index += 5) {
      const [lines = 0, characters = 0, length = 0, type = -1] = data.slice(index, index + 5);
      if (lines > 0) end = 1;
      start = lines > 0 ? characters + 1 : start + characters;
      line += lines;
      expect(start).toBeGreaterThanOrEqual(end);
      end = start + length;
      expect(end - 1).toBeLessThanOrEqual(source.lineText(line).length);
      expect(semanticTokensLegend.tokenTypes[type]).toBeDefined();
    }
  });
});
