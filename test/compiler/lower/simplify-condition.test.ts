/** Simplified conditions hold for the same callers, and have no more parts than they need. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../compiler/src/ir/ir.ts';
import { simplify } from '../../../compiler/src/lower/simplify-condition.ts';
import { arbitraryQuestion, holds } from '../support/arbitrary-condition.ts';

const etl: Condition = { op: 'has', set: 'caller.groups', member: 'etl' };
const human: Condition = { op: 'kind-is', kind: 'human' };
const TRUE: Condition = { op: 'constant', value: true };
const FALSE: Condition = { op: 'constant', value: false };

function size(condition: Condition): number {
  if (condition.op === 'not') return 1 + size(condition.operand);
  if (condition.op === 'and' || condition.op === 'or')
    return condition.operands.reduce((sum, operand) => sum + size(operand), 1);
  return 1;
}

describe('simplify', () => {
  test('holds for the same callers, and is no larger', () => {
    fc.assert(
      fc.property(arbitraryQuestion(1), ({ conditions: [condition = TRUE], requests }) => {
        const simple = simplify(condition);
        for (const asked of requests) expect(holds(simple, asked)).toBe(holds(condition, asked));
        expect(size(simple)).toBeLessThanOrEqual(size(condition));
        expect(simplify(simple)).toEqual(simple);
      }),
    );
  });

  test.each<[string, Condition, Condition]>([
    ['a double negation', { op: 'not', operand: { op: 'not', operand: etl } }, etl],
    ['not human', { op: 'not', operand: human }, { op: 'kind-is', kind: 'service' }],
    ['a constant in a conjunction', { op: 'and', operands: [TRUE, etl] }, etl],
    ['a deciding constant', { op: 'or', operands: [etl, TRUE] }, TRUE],
    ['a repetition', { op: 'and', operands: [etl, etl] }, etl],
    ['a contradiction', { op: 'and', operands: [etl, { op: 'not', operand: etl }] }, FALSE],
    ['both kinds', { op: 'or', operands: [human, { op: 'not', operand: human }] }, TRUE],
    [
      'nesting',
      { op: 'and', operands: [etl, { op: 'and', operands: [human] }] },
      { op: 'and', operands: [etl, human] },
    ],
    ['nothing to join', { op: 'and', operands: [] }, TRUE],
    [
      'lists of subs',
      {
        op: 'or',
        operands: [
          { op: 'one-of', field: 'caller.sub', values: ['b'] },
          etl,
          { op: 'one-of', field: 'caller.sub', values: ['a', 'b'] },
        ],
      },
      { op: 'or', operands: [{ op: 'one-of', field: 'caller.sub', values: ['a', 'b'] }, etl] },
    ],
    [
      'lists of subs that exclude each other',
      {
        op: 'and',
        operands: [
          { op: 'one-of', field: 'caller.sub', values: ['a'] },
          { op: 'one-of', field: 'caller.sub', values: ['b'] },
        ],
      },
      FALSE,
    ],
  ])('%s', (_, condition, expected) => {
    expect(simplify(condition)).toEqual(expected);
  });
});
