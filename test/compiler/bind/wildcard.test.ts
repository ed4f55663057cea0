/** Wildcards against the regular expression that they stand for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesWildcard } from '../../../compiler/src/bind/wildcard.ts';

const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 });

test('a star stands for any characters, or none', () => {
  fc.assert(
    fc.property(few, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (pattern, name) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '[ab]*')}$`).test(name);
      expect(matchesWildcard(pattern, name)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
