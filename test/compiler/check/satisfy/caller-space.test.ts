/** Questions about sets of callers, against a list of all callers that the conditions can tell apart. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallerSpace } from '../../../../compiler/src/check/satisfy/caller-space.ts';
import { callerText } from '../../../../compiler/src/check/satisfy/caller-text.ts';
import type { Condition } from '../../../../compiler/src/ir/ir.ts';
import { NO_CLAIMS, NO_TASK } from '../../../support/askers.ts';
import { arbitraryQuestion, holds } from '../../support/arbitrary-condition.ts';

const TRUE: Condition = { op: 'constant', value: true };

describe('CallerSpace', () => {
  test('a set is empty exactly where no request meets its condition, and a witness meets it', () => {
    fc.assert(
      fc.property(arbitraryQuestion(1), ({ conditions, requests }) => {
        const [condition = TRUE] = conditions;
        const space = new CallerSpace([condition]);
        const answer = space.ask(space.of(condition));
        const inhabited = requests.some((request) => holds(condition, request));
        expect(answer.is).toBe(inhabited ? 'inhabited' : 'empty');
        if (answer.is === 'inhabited') expect(holds(condition, answer.witness)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('of two sets, it knows who is in both, in either and outside', () => {
    fc.assert(
      fc.property(arbitraryQuestion(2), ({ conditions, requests }) => {
        const [a = TRUE, b = TRUE] = conditions;
        const space = new CallerSpace([a, b]);
        const [inA, inB] = [space.of(a), space.of(b)];
        const anyone = (test: (a: boolean, b: boolean) => boolean) =>
          requests.some((request) => test(holds(a, request), holds(b, request))) ? 'inhabited' : 'empty';
        expect(space.ask(space.both(inA, inB)).is).toBe(anyone((x, y) => x && y));
        expect(space.ask(space.either(inA, inB)).is).toBe(anyone((x, y) => x || y));
        expect(space.ask(space.both(inA, space.outside(inB))).is).toBe(anyone((x, y) => x && !y));
        expect(space.ask(space.outside(inA, inB)).is).toBe(anyone((x, y) => !x && !y));
      }),
    );
  });

  test('windows of two zones overlap as their clocks do', () => {
    const berlin: Condition = { op: 'in-window', window: { zone: 'Europe/Berlin', start: 720, end: 750 } };
    const utc = (start: number): Condition => ({
      op: 'in-window',
      window: { zone: 'UTC', start, end: start + 30 },
    });
    const meet = (a: Condition, b: Condition) => {
      const space = new CallerSpace([a, b]);
      return space.ask(space.both(space.of(a), space.of(b))).is;
    };
    // One hour ahead in winter, two in summer.
    expect(meet(berlin, utc(660))).toBe('inhabited');
    expect(meet(berlin, utc(600))).toBe('inhabited');
    expect(meet(berlin, utc(630))).toBe('empty');
    expect(meet(berlin, utc(720))).toBe('empty');
  });

  test('a list of any length is one question', () => {
    const values = Array.from({ length: 50_000 }, (_, i) => `user-${i}`);
    const named: Condition = { op: 'one-of', field: 'caller.sub', values };
    const others: Condition = { op: 'not', operand: named };
    const space = new CallerSpace([named, others]);
    expect(space.ask(space.of(named)).is).toBe('inhabited');
    expect(space.ask(space.both(space.of(named), space.of(others))).is).toBe('empty');
  });

  test('a thousand policies for a thousand groups are compared', () => {
    const groups = Array.from(
      { length: 1000 },
      (_, i): Condition => ({ op: 'has', set: 'caller.groups', member: `g${i}` }),
    );
    const space = new CallerSpace(groups);
    const sets = groups.map((group) => space.of(group));
    expect(space.ask(space.outside(...sets))).toMatchObject({ witness: { caller: { groups: new Set() } } });
    expect(space.ask(space.both(space.either(...sets), space.outside(...sets))).is).toBe('empty');
  });

  test('subs that overlap in part are told apart', () => {
    const ab: Condition = { op: 'one-of', field: 'caller.sub', values: ['a', 'b'] };
    const bc: Condition = { op: 'one-of', field: 'caller.sub', values: ['b', 'c'] };
    const space = new CallerSpace([ab, bc]);
    expect(space.ask(space.both(space.of(ab), space.of(bc)))).toMatchObject({
      witness: { caller: { sub: 'b' } },
    });
    expect(space.ask(space.both(space.of(ab), space.outside(space.of(bc))))).toMatchObject({
      witness: { caller: { sub: 'a' } },
    });
  });

  test('a witness whom no condition names has a name that none names', () => {
    const someone: Condition = { op: 'one-of', field: 'caller.sub', values: ['someone'] };
    const space = new CallerSpace([someone]);
    expect(space.ask(space.outside(space.of(someone)))).toMatchObject({
      witness: { caller: { sub: 'someone2' } },
    });
  });

  test('a condition that was not announced is undecided, not wrong', () => {
    const space = new CallerSpace([]);
    expect(space.ask(space.of({ op: 'has', set: 'caller.groups', member: 'etl' })).is).toBe('undecided');
  });
});

describe('callerText', () => {
  const witness = {
    caller: { kind: 'service', sub: 'a"b', groups: new Set(['etl', 'a']), claims: NO_CLAIMS, actor: null },
    task: NO_TASK,
    hint: { applicationName: '' },
    now: Date.UTC(2026, 10, 22, 2),
    isTimed: false,
  } as const;

  test('writes a caller as a test of a policy does', () => {
    expect(callerText(witness)).toBe('{ kind: service, sub: "a\\"b", groups: ["a", "etl"] }');
  });

  test('writes what else matters', () => {
    const claims = {
      strings: new Map([['cost center', 'x']]),
      ints: new Map([['level', 2]]),
      bools: new Map([['admin', true]]),
      sets: new Map([['teams', new Set(['red'])]]),
    };
    const more = {
      caller: { ...witness.caller, claims },
      task: { id: '', name: 'nightly', parent: 'p' },
      hint: { applicationName: 'psql' },
      isTimed: true,
    };
    expect(callerText({ ...witness, ...more })).toBe(
      '{ kind: service, sub: "a\\"b", groups: ["a", "etl"], ' +
        'claims: { "cost center": "x", admin: true, level: 2, teams: ["red"] }, ' +
        'task: { name: "nightly", parent: "p" }, hint: { application_name: "psql" } } at 2026-11-22T02:00:00Z',
    );
  });

  test('counts many groups', () => {
    const groups = new Set(Array.from({ length: 10 }, (_, i) => `g${i}`));
    expect(callerText({ ...witness, caller: { ...witness.caller, groups } })).toContain('"g7", … 2 more]');
  });
});
