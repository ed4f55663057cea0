/** The matcher by itself: what it is compared with on a server stands in `test/compiler/detectors`. */
import { Matcher } from '@dlpc/runtime/detect/find-matches';
import { Viability } from '@dlpc/runtime/detect/viability';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../compiler/src/detectors/compile-pattern.ts';

function matcher(source: string): Matcher {
  const result = compilePattern(source);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return new Matcher(result.compiled.automaton);
}

function found(source: string, text: string): readonly string[] {
  return matcher(source)
    .matches(text)
    .map(({ start, end }) => text.slice(start, end));
}

describe('leftmost, then longest', () => {
  it.each([
    ['a|ab', 'abab', ['ab', 'ab']],
    ['(?:a|ab)(?:c|bcd)?', 'abcd', ['abcd']],
    ['\\bb+', 'bb ab bbb', ['bb', 'bbb']],
    ['a$', 'aa', ['a']],
    ['😀+', 'x😀😀y', ['😀😀']],
    ['.', '\ud800é\n\u{10ffff}', ['é', '\u{10ffff}']],
    ['a', '', []],
  ])('%s in %j', (source, text, expected) => {
    expect(found(source, text)).toEqual(expected);
  });

  it('counts in UTF-16 units', () => {
    expect(matcher('b').matches('😀b')).toEqual([{ start: 2, end: 3 }]);
  });
});

it('a text that would take another matcher quadratic time', () => {
  // Each `a` could begin a match that only ends at a `c`, which never comes.
  const text = 'a'.repeat(200_000);
  expect(matcher('a(?:.*c)?').matches(text)).toHaveLength(200_000);
  expect(matcher('(?:a|aa|aaa)+b').matches(text)).toEqual([]);
});

it('grows to no more states than the compiler counted', () => {
  const result = compilePattern('(?:\\d[ -]?){13,19}');
  if (!result.ok) throw new Error('it compiles');
  const viability = new Viability(result.compiled.automaton);
  let last = viability.atEnd;
  for (let i = 0; i < 10_000; i += 1)
    last = viability.before(last, (i * 7919) % result.compiled.automaton.readers.length);
  expect(viability.size).toBeLessThan(200);
});
