/** Formats of `tokenize`. */
import { expect, it } from 'vitest';
import { parseTokenFormat } from '../../../compiler/src/masks/token-format.ts';

it('a format is runs of symbols, and what stands between them', () => {
  expect(parseTokenFormat('cus_###-#####??')).toEqual({
    runs: [
      { symbol: '#', start: 0, length: 8 },
      { symbol: '?', start: 8, length: 2 },
    ],
    literals: [
      { at: 0, literal: 'cus_' },
      { at: 7, literal: '-' },
    ],
  });
});

it.each([
  ['', 'no symbol'],
  ['#######', 'too few for tokens to differ'],
  ['#'.repeat(61), 'more than a MAC has digits'],
  ['#?#?#?#?#', 'more runs than one statement should compute'],
  [`${'#'.repeat(8)}${' '.repeat(193)}`, 'too long'],
  ['########é', 'not ASCII'],
  ['########\n', 'a control character'],
  ['########\0', 'U+0000'],
])('%j is none: %s', (format) => {
  expect(parseTokenFormat(format)).toBeNull();
});
