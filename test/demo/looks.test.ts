import { describe, expect, it } from 'vitest';
import { asStored, columns, hashed, hidden, lastFour, looksMasked, redacted } from './tour/looks.ts';

const answer = (fields: string[], ...rows: (string | null)[][]) => ({ fields, rows });
const hash = (digit: string): string => digit.repeat(24);

describe('one value', () => {
  it.each([
    [asStored, 'a', 'a', true],
    [asStored, null, 'a', false],
    [redacted, '[redacted]', 'a', true],
    [redacted, 'a', 'a', false],
    [hidden, null, 'a', true],
    [hidden, 'a', 'a', false],
    [hashed, hash('a'), 'x', true],
    [hashed, 'x', 'x', false],
    [hashed, null, null, true],
    [lastFour, '****6789', '900-01-6789', true],
    [lastFour, '900-01-6789', '900-01-6789', false],
  ])('%o of %j for %j: %j', (look, seen, stored, expected) => {
    expect(look(seen, stored)).toBe(expected);
  });
});

describe('columns', () => {
  const { holds } = columns('', { email: hashed });
  const stored = answer(['id', 'email'], ['1', 'a@x'], ['2', 'b@x'], ['3', 'a@x']);

  it('holds where equal values have equal hashes', () => {
    expect(holds(answer([], ['1', hash('a')], ['2', hash('b')], ['3', hash('a')]), stored)).toBe(true);
  });

  it.each([
    [
      'two values share a hash',
      [
        ['1', hash('a')],
        ['2', hash('a')],
        ['3', hash('a')],
      ],
    ],
    [
      'one value has two hashes',
      [
        ['1', hash('a')],
        ['2', hash('b')],
        ['3', hash('c')],
      ],
    ],
    [
      'a value is there raw',
      [
        ['1', 'a@x'],
        ['2', hash('b')],
        ['3', 'a@x'],
      ],
    ],
    [
      'an open column differs',
      [
        ['9', hash('a')],
        ['2', hash('b')],
        ['3', hash('a')],
      ],
    ],
    [
      'a row is missing',
      [
        ['1', hash('a')],
        ['2', hash('b')],
      ],
    ],
  ])('does not hold where %s', (_, rows) => {
    expect(holds(answer([], ...rows), stored)).toBe(false);
  });

  it('does not hold where there is nothing to see', () => {
    expect(holds(answer([]), answer(['id', 'email']))).toBe(false);
  });
});

it.each([
  [null, true],
  ['[redacted]', true],
  ['****1234', true],
  [hash('0'), true],
  ['Zoë Müller', false],
  ['2400', false],
])('%j looks masked: %j', (value, expected) => {
  expect(looksMasked(value)).toBe(expected);
});
