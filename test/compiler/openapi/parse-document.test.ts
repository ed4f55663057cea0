import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentJson } from '../../../compiler/src/openapi/document/document-json.ts';
import type { DocumentNode } from '../../../compiler/src/openapi/document/document-node.ts';
import { MOST_DEPTH } from '../../../compiler/src/openapi/document/limits.ts';
import { parseDocument } from '../../../compiler/src/openapi/document/parse-document.ts';
import { nodeAt, pointerNames, pointerTo } from '../../../compiler/src/openapi/document/pointer.ts';
import { readReference } from '../../../compiler/src/openapi/document/reference.ts';

function read(text: string): unknown {
  const parsed = parseDocument(text);
  return parsed.ok ? documentJson(parsed.root) : parsed.problem.message;
}

test('every JSON text is read as JSON.parse reads it, and points at its own places', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const parsed = parseDocument(text);
      // A key that stands in a text twice cannot come from JSON.stringify, and `<<` is refused.
      fc.pre(!text.includes('"<<"'));
      if (!parsed.ok) throw new Error(parsed.problem.message);
      expect(documentJson(parsed.root)).toEqual(JSON.parse(text));
      for (const scalar of scalarsOf(parsed.root))
        if (typeof scalar.value === 'number')
          expect(Number(text.slice(scalar.start, scalar.end))).toBe(scalar.value);
    }),
  );
});

function* scalarsOf(node: DocumentNode): Iterable<Extract<DocumentNode, { kind: 'scalar' }>> {
  if (node.kind === 'scalar') yield node;
  else if (node.kind === 'list') for (const item of node.items) yield* scalarsOf(item);
  else for (const { value } of node.entries.values()) yield* scalarsOf(value);
}

test.each([
  ['a: 1\nb: [x, "1", true, ~, 0x10, 1.5, .inf]', { a: 1, b: ['x', '1', true, null, 16, 1.5, '.inf'] }],
  ['200: ok', { '200': 'ok' }],
  ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
  ['__proto__: {x: 1}', Object.fromEntries([['__proto__', { x: 1 }]])],
  ['a: |\n  two\n  lines\n', { a: 'two\nlines\n' }],
])('%j is read', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

describe('what is refused', () => {
  test.each([
    ['', 'this is an empty text'],
    ['--- a\n--- b', 'this text holds more than one document'],
    ['a: 1\na: 2', 'the key `a` stands twice'],
    ['{"a": 1, "\\u0061": 2}', 'the key `a` stands twice'],
    ['? [a]\n: 1', 'a key is a single word or string'],
    ['a: !!binary eA==', 'the tag `!!binary` is not read'],
    ['a: &x [*x]', 'this alias names no anchor that is complete'],
    ['<<: {a: 1}', 'the merge key `<<` is not read: write the entries out, or use `$ref`'],
    ['{a', 'this is no YAML: unexpected end of the stream within a flow collection'],
  ])('%j', (text, message) => {
    expect(read(text)).toBe(message);
  });

  test('a few lines of aliases that stand for millions of values', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(read(lines.join('\n'))).toMatch(/^this holds more than \d+ values, aliases counted$/);
  });

  test('depth, of the text and by way of aliases', () => {
    expect(read('['.repeat(100_000))).toMatch(/^this is no YAML: nesting/);
    const chain = Array.from({ length: 5 }, (_, i) => {
      const inner = i === 0 ? 'x' : `*a${i - 1}`;
      return `a${i}: &a${i} ${'['.repeat(50)}${inner}${']'.repeat(50)}`;
    });
    expect(read(chain.join('\n'))).toBe(`this is deeper than ${MOST_DEPTH} levels, aliases counted`);
  });
});

test('a pointer leads to what its names say, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 4 }), (names) => {
      const pointer = names.reduce<string>(pointerTo, '');
      expect(pointerNames(pointer)).toEqual(names);
      const value = names.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), 7);
      const parsed = parseDocument(JSON.stringify(value));
      fc.pre(parsed.ok);
      if (parsed.ok) expect(nodeAt(parsed.root, pointer)).toMatchObject({ value: 7 });
    }),
  );
});

test.each([
  ['#/a/b', { kind: 'place', file: 'api/x/main.yaml', pointer: '/a/b' }],
  ['../other.yaml#/a%20b', { kind: 'place', file: 'api/other.yaml', pointer: '/a b' }],
  ['other.yaml', { kind: 'place', file: 'api/x/other.yaml', pointer: '' }],
  ['https://example.org/x.yaml', { kind: 'foreign' }],
  ['file:///etc/passwd', { kind: 'foreign' }],
  ['//example.org/x', { kind: 'foreign' }],
  ['/etc/passwd', { kind: 'foreign' }],
  ['../../secrets.yaml', { kind: 'foreign' }],
  ['%2e%2e/%2e%2e/secrets.yaml', { kind: 'foreign' }],
  ['..\\..\\secrets.yaml', { kind: 'foreign' }],
  ['../../apis/x.yaml', { kind: 'foreign' }],
  ['#name', { kind: 'unreadable' }],
  ['%zz', { kind: 'unreadable' }],
])('the reference %j', (text, expected) => {
  expect(readReference(text, 'api/x/main.yaml', ['api'])).toMatchObject(expected);
});
