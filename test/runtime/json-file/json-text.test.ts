import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../runtime/src/json-file/json-text.ts';

/** Objects of the reader have no prototype. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The program cannot use these as keys at all, and says so. */
function hasRefusedKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, inner]) => ['__proto__', 'constructor', 'prototype'].includes(key) || hasRefusedKey(inner),
  );
}

describe('reading JSON', () => {
  test('gives what JSON.parse gives, for whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), fc.nat(4), (value, indent) => {
        fc.pre(!hasRefusedKey(value));
        const text = JSON.stringify(value, null, indent);
        const reading = readJson(text);
        expect(reading.ok && plain(reading.value)).toEqual(plain(value));
      }),
      { verbose: true },
    );
  });

  test('refuses what JSON.parse refuses, for texts that are almost JSON', () => {
    const almost = fc
      .tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat(), fc.constantFrom(...'{}[]",:\\0-e.tn \n'))
      .map(([value, at, mark]) => {
        const text = JSON.stringify(value);
        const index = at % (text.length + 1);
        return text.slice(0, index) + mark + text.slice(index);
      });
    fc.assert(
      fc.property(almost, (text) => {
        const reading = readJson(text);
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(reading.ok).toBe(false);
          return;
        }
        // JSON.parse takes these.
        fc.pre(reading.ok || !/stands twice|surrogate|as a key|too large/.test(reading.message));
        // A zero has no sign once it was written.
        expect(reading.ok && plain(reading.value)).toEqual(plain(expected));
      }),
      { verbose: true },
    );
  });

  test('refuses a number that would become infinity', () => {
    expect(readJson('[1e400]')).toMatchObject({ ok: false, message: expect.stringContaining('too large') });
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readJson(text);
      }),
      { verbose: true },
    );
  });

  test('knows where a value stands, in characters', () => {
    const reading = readJson('{\r\n  "a": "😀", "b": [1,\n\t{"c": 2}]\n}');
    const place = (...path: string[]) => reading.ok && Object.values(reading.locate(path)).join(':');
    expect(place('a')).toBe('2:3');
    expect(place('b')).toBe('2:13');
    expect(place('b', '0')).toBe('2:19');
    expect(place('b', '1', 'c')).toBe('3:3');
    expect(place('b', '1', 'missing', 'deeper')).toBe('3:2');
    expect(place('missing')).toBe('1:1');
  });

  test.each([
    ['{"a": 1, "a": 1}', 'the key `a` stands twice in the same object'],
    ['{"a": 1, "\\u0061": 1}', 'the key `a` stands twice in the same object'],
    ['"\\ud800"', 'this text holds half of a surrogate pair'],
    ['"never closed', 'this text in double quotes has no end, or holds a bad escape or line break'],
    ['01', 'found `1` where the end of the file is expected'],
    ['[1 2]', 'found `2` where `,` or `]` is expected'],
    ['{"a" 1}', 'found `1` where `:` is expected'],
    ['\u0007', 'found a character that cannot be shown where a value is expected'],
    ['NaN', 'found `N` where a value is expected'],
  ])('%s is refused', (text, message) => {
    expect(readJson(text)).toMatchObject({ ok: false, message });
  });

  test('a mark of byte order is left out', () => {
    expect(readJson('\uFEFF1')).toMatchObject({ ok: true, value: 1 });
  });
});
