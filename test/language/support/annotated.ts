/**
 * Cases as text: a policy file in which a line below another one underlines what is reported there.
 *
 *     group a = caller.kind = service
 *     #                     ^ DLP1006 `=` is no operator
 *
 * An annotation line begins with `#`, whose place counts as a column, or with the underline itself. One caret
 * behind the text stands for its empty end. The message need only begin as written.
 */
import { parsePolicyFile } from '@dlpc/language';
import { expect } from 'vitest';

interface Found {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly message: string;
}

/** Checks that a text gives exactly the diagnostics that its annotations show. */
export function checkAnnotated(annotated: string): ReturnType<typeof parsePolicyFile> {
  const { text, expected } = readAnnotations(annotated);
  const parsed = parsePolicyFile('test.dlp', text);
  const found = parsed.diagnostics.map(
    (d): Found => ({ start: d.span.start, end: d.span.end, code: d.code, message: d.message }),
  );
  expect(show(text, found)).toEqual(show(text, matchMessages(expected, found)));
  return parsed;
}

/** Splits an annotated text into the text and what its annotations say. */
function readAnnotations(annotated: string): { text: string; expected: Found[] } {
  const lines: string[] = [];
  const expected: Found[] = [];
  let above = 0;
  let offset = 0;
  for (const line of annotated.split('\n')) {
    const annotation = /^(?:#( *))?(\^+) (DLP\d+)(?: (.*))?$/.exec(line);
    if (annotation === null) {
      lines.push(line);
      above = offset;
      offset += line.length + 1;
      continue;
    }
    const [, spaces = '', carets = '', code = '', message = ''] = annotation;
    const start = above + (line.startsWith('#') ? 1 + spaces.length : 0);
    expected.push({ start, end: start + carets.length, code, message });
  }
  const text = lines.join('\n');
  return { text, expected: expected.map((one) => ({ ...one, end: Math.min(one.end, text.length) })) };
}

/** An annotation may leave out the end of a message. */
function matchMessages(expected: readonly Found[], found: readonly Found[]): readonly Found[] {
  return expected.map((one) => {
    const same = found.find(
      (d) => d.start === one.start && d.code === one.code && d.message.startsWith(one.message),
    );
    return { ...one, message: same?.message ?? one.message };
  });
}

function show(text: string, found: readonly Found[]): readonly string[] {
  return found
    .toSorted((a, b) => a.start - b.start)
    .map((d) => `${d.start}..${d.end} ${JSON.stringify(text.slice(d.start, d.end))} ${d.code} ${d.message}`);
}
