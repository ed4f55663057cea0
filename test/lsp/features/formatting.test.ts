/** Formatting is one edit over the whole text. */
import { expect, test } from 'vitest';
import { formatting } from '../../../lsp/src/features/formatting.ts';
import { edited, markedProject } from '../support/cursor.ts';

test('what is laid out well is left alone', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label pii\n' });
  expect(formatting(context)).toEqual([]);
});

test('spaces are put right', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label   pii\n\n\n\nlabel pci' });
  expect(edited(context.source, formatting(context))).toBe('label pii\n\nlabel pci\n');
});
