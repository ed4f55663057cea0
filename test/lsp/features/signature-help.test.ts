/** Signature help while the arguments of a mask are written. */
import { expect, test } from 'vitest';
import { signatureHelp } from '../../../lsp/src/features/signature-help.ts';
import { markedProject } from '../support/cursor.ts';

/** `signature / active parameter`, or null. */
async function help(text: string): Promise<string | null> {
  const { context } = await markedProject({ 'a.dlp': text });
  const found = signatureHelp(context);
  const [signature] = found?.signatures ?? [];
  const active = signature?.parameters?.[found?.activeParameter ?? 0]?.label;
  return signature === undefined ? null : `${signature.label} / ${active}`;
}

test.each([
  ['mask default with keep_last(<|>', 'keep_last(count) / count'],
  ['mask default with keep_last(4<|>)', 'keep_last(count) / count'],
  ['mask default with replace(/a(b,c)/, <|>', 'replace(pattern, replacement) / replacement'],
  ['mask default with constant("a, b (c)<|>', 'constant(value) / value'],
  ['mask default with replace(/a, (b)/, <|>', 'replace(pattern, replacement) / replacement'],
  ['mask default with keep_last (4)<|>', null],
  ['mask default with redact(<|>', null],
  ['mask default with nothing(<|>', null],
  ['group g = (<|>', null],
])('%s', async (text, expected) => {
  expect(await help(text)).toBe(expected);
});
