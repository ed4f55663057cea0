import { expect, test } from 'vitest';
import { BoundedCache } from '../../../runtime/src/judge/bounded-cache.ts';

test('keeps what is used and forgets what is not', () => {
  const cache = new BoundedCache<number>({ maxEntries: 10, maxKeyLength: 100 });
  cache.set('used', 1);
  cache.set('unused', 2);
  for (let i = 0; i < 20; i += 1) {
    cache.set(`other ${i}`, i);
    expect(cache.get('used')).toBe(1);
  }
  expect(cache.get('unused')).toBeUndefined();
});

test('never holds more than it may', () => {
  const cache = new BoundedCache<number>({ maxEntries: 10, maxKeyLength: 100 });
  for (let i = 0; i < 1000; i += 1) cache.set(`key ${i}`, i);
  const held = Array.from({ length: 1000 }, (_, i) => `key ${i}`).filter(
    (key) => cache.get(key) !== undefined,
  );
  expect(held.length).toBeLessThanOrEqual(10);
});

test('a key that is too long is not kept', () => {
  const cache = new BoundedCache<number>({ maxEntries: 10, maxKeyLength: 3 });
  cache.set('long', 1);
  cache.set('ok', 2);
  expect([cache.get('long'), cache.get('ok')]).toEqual([undefined, 2]);
});

const byBytes = { maxEntries: 1000, maxKeyLength: 100, maxBytes: 800, bytesOf: (value: number) => value };

test('never holds more bytes than it may', () => {
  const cache = new BoundedCache<number>(byBytes);
  for (let i = 0; i < 200; i += 1) cache.set(`key ${i}`, 1 + (i % 100));
  let held = 0;
  for (let i = 0; i < 200; i += 1) held += cache.get(`key ${i}`) ?? 0;
  expect(held).toBeGreaterThan(300);
  expect(held).toBeLessThanOrEqual(800);
});

test('a value that takes a large share is not kept, and pushes nothing out', () => {
  const cache = new BoundedCache<number>(byBytes);
  cache.set('small', 1);
  cache.set('large', 101);
  expect([cache.get('small'), cache.get('large')]).toEqual([1, undefined]);
});
