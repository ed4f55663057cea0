/** Callers as texts by themselves: of the command line, or of a file. */
import { SourceText } from '@dlpc/language';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCaller } from '../../../compiler/src/callers/parse-caller.ts';
import { readCaller } from '../../../compiler/src/callers/read-caller.ts';

test('JSON is read as what tests write', () => {
  const words = parseCaller('a', '{ kind: service, sub: "ci", groups: ["etl"], task: { name: "nightly" } }');
  const json = parseCaller(
    'a',
    JSON.stringify({ kind: 'service', sub: 'ci', groups: ['etl'], task: { name: 'nightly' } }, null, 2),
  );
  expect(json.diagnostics).toEqual([]);
  const [a, b] = [words, json].map(({ caller }) => (caller === null ? null : readCaller(caller, null)));
  expect(a?.diagnostics).toEqual([]);
  expect(b).toEqual(a);
});

test('places are those of the text alone', () => {
  const text = '{\n  "kind": "human",\n  "sub": 7\n}\n';
  const { caller } = parseCaller('caller.json', text);
  const [found] = caller === null ? [] : readCaller(caller, null).diagnostics;
  expect(found?.code).toBe('DLP6004');
  expect(text.slice(found?.span.start, found?.span.end)).toBe('7');
  expect(new SourceText('caller.json', text).positionAt(found?.span.start ?? 0)).toEqual({
    line: 3,
    column: 10,
  });
});

test('no text is too odd', () => {
  const bits = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    'kind',
    'human',
    'as',
    'test',
    '=>',
    '\n',
    '//',
    '7',
    'é',
    '\0',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(bits, { maxLength: 40 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(text, (odd) => {
      const { caller, diagnostics } = parseCaller('x', odd);
      for (const { span } of diagnostics) {
        expect(span.start).toBeLessThanOrEqual(span.end);
        expect(span.end).toBeLessThanOrEqual(odd.length);
      }
      if (caller !== null) readCaller(caller, null);
    }),
    { numRuns: 300 },
  );
});

test('nesting and length are bounded', () => {
  for (const long of ['{ a: '.repeat(5000), `{ kind: ${'"x'.repeat(100_000)} }`, '['.repeat(50_000)])
    expect(parseCaller('x', long).caller).toBeNull();
});
