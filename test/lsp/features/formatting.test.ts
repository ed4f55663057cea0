/** Formatting changes the gaps that are wrong, where it is asked to. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatting, onTypeFormatting, rangeFormatting } from '../../../lsp/src/features/formatting.ts';
import { gapEdits } from '../../../lsp/src/features/gap-edits.ts';
import { edited, markedProject } from '../support/cursor.ts';

test('what is laid out well is left alone', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label pii\n' });
  expect(formatting(context)).toEqual([]);
});

test('spaces are put right, and only those', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label   pii\n\n\n\nlabel pci' });
  const edits = formatting(context);
  expect(edited(context.source, edits)).toBe('label pii\n\nlabel pci\n');
  expect(edits).toHaveLength(3);
});

test('a text with a mistake is left alone', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label   pii\nlabel =\n' });
  expect(formatting(context)).toEqual([]);
});

test('a range is laid out with whole lines, and the rest is not', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label   a\n\nlabel   b\n\nlabel   c\n' });
  const range = { start: { line: 2, character: 3 }, end: { line: 2, character: 4 } };
  expect(edited(context.source, rangeFormatting(context, range))).toBe('label   a\n\nlabel b\n\nlabel   c\n');
});

test('a brace that closes lays its block out', async () => {
  const { context } = await markedProject({
    'a.dlp': 'label   a\nlabel pii {\ncontact\n   national_id }<|>\nlabel   z\n',
  });
  expect(edited(context.source, onTypeFormatting(context, '}'))).toBe(
    'label   a\nlabel pii {\n  contact\n  national_id\n}\nlabel   z\n',
  );
});

test('a line end lays out the line before, and not what is being written', async () => {
  const { context } = await markedProject({ 'a.dlp': 'label   a\nlabel   b\n<|>label   c\n' });
  expect(edited(context.source, onTypeFormatting(context, '\n'))).toBe('label   a\nlabel b\nlabel   c\n');
});

describe('edits of gaps', () => {
  const piece = fc.constantFrom(' ', '\n', '  ', 'a', 'bc', '"x y"', '');
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  test('lead from the one text to the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        let made = before;
        for (const { start, end, text: wanted } of [...gapEdits(before, after)].reverse())
          made = made.slice(0, start) + wanted + made.slice(end);
        expect(made).toBe(after);
      }),
      { numRuns: 2_000 },
    );
  });

  test('touch nothing but white space where nothing else differs', () => {
    fc.assert(
      fc.property(text, text, (before, spaces) => {
        const after = before.replace(/\s+/g, () => spaces.replace(/\S/g, '') || ' ');
        for (const { start, end, text: wanted } of gapEdits(before, after))
          expect((before.slice(start, end) + wanted).trim()).toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});
