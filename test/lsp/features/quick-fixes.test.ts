/** Quick fixes mend what they are about; one of an older text is not offered. */
import { SourceText } from '@dlpc/language';
import { expect, test } from 'vitest';
import { contextOf } from '../../../lsp/src/features/context-of.ts';
import { quickFixes } from '../../../lsp/src/features/quick-fixes.ts';
import { edited, markedProject } from '../support/cursor.ts';

const LINE = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
const FILES = { 'a.dlp': 'group staff = true\ngroup a = staf\n' };

test('the nearest name is put in', async () => {
  const { context } = await markedProject(FILES);
  const [fix] = quickFixes(context, LINE);
  const edits = Object.values(fix?.edit?.changes ?? {}).flat();
  expect(edited(context.source, edits)).toBe('group staff = true\ngroup a = staff\n');
});

test('none on another line', async () => {
  const { context } = await markedProject(FILES);
  const first = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
  expect(quickFixes(context, first)).toEqual([]);
});

test('none once the text has changed', async () => {
  const { context } = await markedProject(FILES);
  const newer = new SourceText(context.path, `// new\n${context.source.text}`);
  expect(quickFixes(contextOf(context.result, newer, 0), LINE)).toEqual([]);
});
