import { expect, test } from 'vitest';
import { atTurnEnd } from '../../../runtime/src/http1/turn-end.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('what is put off comes in its order, and what it puts off itself a turn later', async () => {
  const seen: string[] = [];
  atTurnEnd(() => {
    seen.push('first');
    atTurnEnd(() => seen.push('later'));
  });
  atTurnEnd(() => seen.push('second'));
  expect(seen).toEqual([]);
  await nextTurn();
  expect(seen).toEqual(['first', 'second']);
  await nextTurn();
  expect(seen).toEqual(['first', 'second', 'later']);
});
