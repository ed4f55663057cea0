import { expect, test } from 'vitest';
import { BoundedCache } from '../../../runtime/src/judge/bounded-cache.ts';

test('keeps what is used and forgets what is not', () => {
  const cache = new BoundedCache<number>(10, 100);
  cache.set('used', 1);
  cache.set('unused', 2);
  for (let i = 0; i < 20; i += 1) {
    cache.set(`other ${i}`, i);
    expect(cache.get('used')).toBe(1);
  }
  expect(cache.get('unused')).toBeUndefined();
});

test('never holds more than it may', () => {
  const cache = new BoundedCache<number>(10, 100);
  for (let i = 0; i < 1000; i += 1) cache.set(`key ${i}`, i);
  const held = Array.from({ length: 1000 }, (_, i) => `key ${i}`).filter(
    (key) => cache.get(key) !== undefined,
  );
  expect(held.length).toBeLessThanOrEqual(10);
});

test('a key that is too long is not kept', () => {
  const cache = new BoundedCache<number>(10, 3);
  cache.set('long', 1);
  cache.set('ok', 2);
  expect([cache.get('long'), cache.get('ok')]).toEqual([undefined, 2]);
});
