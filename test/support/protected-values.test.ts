import { expect, it } from 'vitest';
import { protectedValues } from './protected-values.ts';

const values = protectedValues(['grace@example.com', 'Ngọc Nguyễn', '+1 555-0134', 'short']);

it.each([
  ['between other bytes', Buffer.from('\0\u0001xgrace@example.comy'), ['grace@example.com']],
  ['in UTF-8', Buffer.from('… Ngọc Nguyễn …'), ['Ngọc Nguyễn']],
  ['at the very end', Buffer.from('a +1 555-0134'), ['+1 555-0134']],
  ['several', Buffer.from('+1 555-0134 grace@example.com'), ['+1 555-0134', 'grace@example.com']],
])('finds values %s', (_, bytes, expected) => {
  expect(values.findIn(bytes)).toEqual(expected);
});

it.each(['', 'grace@example.co', 'a short one', 'GRACE@EXAMPLE.COM'])('finds nothing in %j', (text) => {
  expect(values.findIn(Buffer.from(text))).toEqual([]);
});

it('counts what it looks for', () => {
  expect(values.size).toBe(3);
});
