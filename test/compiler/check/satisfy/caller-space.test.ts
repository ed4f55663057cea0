/** Questions about sets of callers, against a list of all callers that the conditions can tell apart. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallerSpace } from '../../../../compiler/src/check/satisfy/caller-space.ts';
import { callerText } from '../../../../compiler/src/check/satisfy/caller-text.ts';
import type { Condition } from '../../../../compiler/src/ir/ir.ts';
import { allCallers, arbitraryCondition, holds } from '../../support/arbitrary-condition.ts';

describe('CallerSpace', () => {
  test('a set is empty exactly where no caller meets its condition, and a witness meets it', () => {
    fc.assert(
      fc.property(arbitraryCondition, (condition) => {
        const space = new CallerSpace([condition]);
        const answer = space.ask(space.of(condition));
        const inhabited = allCallers.some((caller) => holds(condition, caller));
        expect(answer.is).toBe(inhabited ? 'inhabited' : 'empty');
        if (answer.is === 'inhabited') expect(holds(condition, answer.witness)).toBe(true);
      }),
    );
  });

  test('of two sets, it knows who is in both, in either and outside', () => {
    fc.assert(
      fc.property(arbitraryCondition, arbitraryCondition, (a, b) => {
        const space = new CallerSpace([a, b]);
        const [inA, inB] = [space.of(a), space.of(b)];
        const anyone = (test: (a: boolean, b: boolean) => boolean) =>
          allCallers.some((caller) => test(holds(a, caller), holds(b, caller))) ? 'inhabited' : 'empty';
        expect(space.ask(space.both(inA, inB)).is).toBe(anyone((x, y) => x && y));
        expect(space.ask(space.either(inA, inB)).is).toBe(anyone((x, y) => x || y));
        expect(space.ask(space.both(inA, space.outside(inB))).is).toBe(anyone((x, y) => x && !y));
        expect(space.ask(space.outside(inA, inB)).is).toBe(anyone((x, y) => !x && !y));
      }),
    );
  });

  test('a list of any length is one question', () => {
    const values = Array.from({ length: 50_000 }, (_, i) => `user-${i}`);
    const named: Condition = { op: 'sub-in', values };
    const others: Condition = { op: 'not', operand: named };
    const space = new CallerSpace([named, others]);
    expect(space.ask(space.of(named)).is).toBe('inhabited');
    expect(space.ask(space.both(space.of(named), space.of(others))).is).toBe('empty');
  });

  test('a thousand policies for a thousand groups are compared', () => {
    const groups = Array.from({ length: 1000 }, (_, i): Condition => ({ op: 'has-group', group: `g${i}` }));
    const space = new CallerSpace(groups);
    const sets = groups.map((group) => space.of(group));
    expect(space.ask(space.outside(...sets))).toMatchObject({ witness: { groups: new Set() } });
    expect(space.ask(space.both(space.either(...sets), space.outside(...sets))).is).toBe('empty');
  });

  test('subs that overlap in part are told apart', () => {
    const ab: Condition = { op: 'sub-in', values: ['a', 'b'] };
    const bc: Condition = { op: 'sub-in', values: ['b', 'c'] };
    const space = new CallerSpace([ab, bc]);
    expect(space.ask(space.both(space.of(ab), space.of(bc)))).toMatchObject({ witness: { sub: 'b' } });
    expect(space.ask(space.both(space.of(ab), space.outside(space.of(bc))))).toMatchObject({
      witness: { sub: 'a' },
    });
  });

  test('a witness whom no condition names has a name that none names', () => {
    const someone: Condition = { op: 'sub-in', values: ['someone'] };
    const space = new CallerSpace([someone]);
    expect(space.ask(space.outside(space.of(someone)))).toMatchObject({ witness: { sub: 'someone2' } });
  });

  test('a condition that was not announced is undecided, not wrong', () => {
    const space = new CallerSpace([]);
    expect(space.ask(space.of({ op: 'has-group', group: 'etl' })).is).toBe('undecided');
  });
});

describe('callerText', () => {
  test('writes a caller as a test of a policy does', () => {
    const caller = { kind: 'service', sub: 'a"b', groups: new Set(['etl', 'a']) } as const;
    expect(callerText(caller)).toBe('{ kind: service, sub: "a\\"b", groups: ["a", "etl"] }');
  });

  test('counts many groups', () => {
    const groups = new Set(Array.from({ length: 10 }, (_, i) => `g${i}`));
    expect(callerText({ kind: 'human', sub: 'a', groups })).toContain('"g7", … 2 more]');
  });
});
