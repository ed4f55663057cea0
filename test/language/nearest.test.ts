import { editDistance, nearest } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('nearest', () => {
  it.each([
    ['custmers', ['orders', 'customers'], 'customers'],
    ['emial', ['phone', 'email'], 'email'],
    ['crmm', ['crm', 'billing'], 'crm'],
    ['SSN', ['ssn'], 'ssn'],
    ['x', ['y'], 'y'],
    ['x', ['orders'], null],
    ['salary', ['email', 'phone'], null],
    ['a', [], null],
    ['ab', ['ac', 'ad'], 'ac'],
    ['email', ['email', 'emails'], 'emails'],
  ])('%s among %j', (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });
});

describe('editDistance', () => {
  it('counts insertions, deletions, replacements and swaps', () => {
    expect(editDistance('', 'abc', 9)).toBe(3);
    expect(editDistance('abcd', 'acbd', 9)).toBe(1);
    expect(editDistance('kitten', 'sitting', 9)).toBe(3);
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
    expect(editDistance('a'.repeat(200), 'a'.repeat(200), 5)).toBe(6);
  });

  it('is symmetric, and zero for the same alone', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(editDistance(a, b, 99)).toBe(editDistance(b, a, 99));
        expect(editDistance(a, b, 99) === 0).toBe(a === b);
      }),
      { seed: 20261122 },
    );
  });
});
