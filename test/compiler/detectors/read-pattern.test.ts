/** What an expression of a detector may be, and what is refused, with the place in its text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../compiler/src/detectors/compile-pattern.ts';
import { arbitraryPattern } from './arbitrary-pattern.ts';

/** The expression, under it `^^^` with what is wrong there. */
function annotated(source: string): string {
  const result = compilePattern(source);
  if (result.ok) return source;
  const notes = result.problems.map(
    ({ message, start, end }) => `${' '.repeat(start)}${'^'.repeat(Math.max(end - start, 1))} ${message}`,
  );
  return [source, ...notes].join('\n');
}

describe('refused', () => {
  it.each([
    `(a)\\1
   ^^ a back reference cannot be matched in linear time`,
    `a(?=b)
 ^^^^^ a lookahead cannot be matched in linear time`,
    `(?<!b)a
^^^^^^ a lookbehind cannot be matched in linear time`,
    `a+?b
^^^ of all matches that start at one place the longest counts, so a quantifier cannot be lazy`,
    `a{1,256}
^^^^^^^^ something is repeated at most 255 times, or without a bound`,
    `(?i:a)b
  ^ flags within an expression are not taken`,
    `x\\p{L}
 ^^^^^ which characters have a Unicode property depends on the version of Unicode`,
    `a[]
 ^^ no character can stand here`,
    `a*
^^ this matches the empty string, so it would match everywhere`,
    `(?:a|\\b)
^^^^^^^^ this matches the empty string, so it would match everywhere`,
    `a\\bb
^^^^ this matches no text at all`,
    `a^b
^^^ this matches no text at all`,
    `a.{200}b
^^^^^^^^ this expression is too large to be matched in bounded memory`,
    `(?:(?:a{0,200}b){0,200}c){1,200}
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this expression is too large to be matched in bounded memory`,
    `a(b
  ^ this is no regular expression: unterminated group`,
    `\\-a
 ^ this is no regular expression: invalid escape`,
    `(a)\\1(?=b)
   ^^ a back reference cannot be matched in linear time
     ^^^^^ a lookahead cannot be matched in linear time`,
  ])('%s', (text) => {
    expect(annotated(text.split('\n')[0] ?? '')).toBe(text);
  });

  it('what is longer than it may be', () => {
    expect(annotated('a'.repeat(1001))).toContain('has at most 1000 characters');
  });
});

it.each([
  '(?:\\d[ -]?){13,19}',
  '\\b[\\w.+-]+@(?:[\\w-]+\\.)+[A-Za-z]{2,}\\b',
  '^x$',
  '(?<name>a)b',
  'ä{255}',
  '[\\]\\^-]',
])('taken: %s', (source) => {
  expect(annotated(source)).toBe(source);
});

it('says how long a match can be', () => {
  const lengths = (source: string): unknown => {
    const result = compilePattern(source);
    return result.ok ? result.compiled.lengths : null;
  };
  expect(lengths('(?:\\d[ -]?){13,19}')).toEqual({ least: 13, most: 38 });
  expect(lengths('a+')).toEqual({ least: 1, most: Infinity });
  expect(lengths('ab|\\bc(?:)*')).toEqual({ least: 1, most: 2 });
});

it('never throws, whatever the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), mutated()), (source) => {
      const result = compilePattern(source);
      for (const { start, end } of result.ok ? [] : result.problems)
        expect(start <= end && end <= source.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

function mutated(): fc.Arbitrary<string> {
  return fc
    .tuple(arbitraryPattern, fc.nat(40), fc.constantFrom(...'()[]{}*+?\\|^$-,1<=!:'))
    .map(([source, at, character]) => source.slice(0, at) + character + source.slice(at));
}
