import fc from 'fast-check';
import { expect, it } from 'vitest';
import { definitionOrder } from '../../../compiler/src/live/definition-order.ts';

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

function order(ids: string, ...needs: readonly string[]): string {
  const objects = [...ids].map((id) => ({ id }));
  const pairs = needs.map(([id = '', needed = '']) => [id, needed] as const);
  return definitionOrder(objects, pairs, byId)
    .map(({ id }) => id)
    .join('');
}

it('keeps the order where nothing is needed', () => {
  expect(order('cab')).toBe('abc');
});

it('puts what is needed first, and moves nothing else', () => {
  expect(order('abcde', 'bd', 'dc', 'bz', 'aa')).toBe('acdbe');
});

it('cuts a circle', () => {
  expect(order('abc', 'ab', 'bc', 'ca')).toHaveLength(3);
});

it('goes as deep as there are objects', () => {
  const objects = Array.from({ length: 50_000 }, (_, index) => ({ id: String(index).padStart(6, '0') }));
  const needs = objects.slice(1).map(({ id }, index) => [String(index).padStart(6, '0'), id] as const);
  expect(definitionOrder(objects, needs, byId)).toEqual(objects.toReversed());
});

it('holds for any needs without circles, whatever the order of the input', () => {
  const letters = [...'abcdefgh'];
  const pair = fc.tuple(fc.nat(7), fc.nat(7)).filter(([a, b]) => a !== b);
  fc.assert(
    fc.property(
      fc.array(pair, { maxLength: 12 }),
      fc.shuffledSubarray(letters, { minLength: 8 }),
      fc.shuffledSubarray(letters, { minLength: 8 }),
      (pairs, rank, input) => {
        // Each needs only what has a lower rank.
        const needs = pairs.map(
          ([a, b]) => [rank[Math.max(a, b)] ?? '', rank[Math.min(a, b)] ?? ''] as const,
        );
        const ordered = definitionOrder(
          input.map((id) => ({ id })),
          needs,
          byId,
        ).map(({ id }) => id);
        expect(ordered.toSorted()).toEqual(letters);
        for (const [id, needed] of needs) expect(ordered.indexOf(needed)).toBeLessThan(ordered.indexOf(id));
        const again = definitionOrder(
          letters.map((id) => ({ id })),
          needs.toReversed(),
          byId,
        );
        expect(again.map(({ id }) => id)).toEqual(ordered);
      },
    ),
  );
});
