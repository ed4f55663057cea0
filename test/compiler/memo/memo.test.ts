import { describe, expect, it } from 'vitest';
import { deriveReporting, reportingQuery } from '../../../compiler/src/bind/derive-reporting.ts';
import { reportInto } from '../../../compiler/src/bind/report.ts';
import { Memo, Query } from '../../../compiler/src/memo/memo.ts';
import { areSameTrees } from '../../../compiler/src/memo/same-tree.ts';

const doubled = new Query<number>('doubled');

/** Derives in a new run, and tells whether anything was computed. */
function runs(memo: Memo, subject: string, inputs: readonly unknown[]): boolean {
  let computed = false;
  memo.begin();
  memo.derive(doubled, subject, [...inputs], () => {
    computed = true;
    return 2;
  });
  return computed;
}

describe('a memo', () => {
  it('computes once while inputs are the same', () => {
    const memo = new Memo();
    const input = {};
    expect(runs(memo, 'a', [input])).toBe(true);
    expect(runs(memo, 'a', [input])).toBe(false);
    expect(runs(memo, 'a', [{}])).toBe(true);
    expect(runs(memo, 'b', [input])).toBe(true);
  });

  it('forgets what a run did not ask for', () => {
    const memo = new Memo();
    runs(memo, 'a', []);
    runs(memo, 'b', []);
    expect(runs(memo, 'a', [])).toBe(true);
  });

  it('puts equal parts of the earlier value in place', () => {
    const parts = new Query<readonly object[]>('parts', (fresh, before) =>
      fresh.map((part, i) => (areSameTrees(part, before[i]) ? (before[i] ?? part) : part)),
    );
    const memo = new Memo();
    memo.begin();
    const first = memo.derive(parts, 'a', [1], () => [{ x: 1 }, { x: 2 }]);
    memo.begin();
    const second = memo.derive(parts, 'a', [2], () => [{ x: 1 }, { x: 3 }]);
    expect(second[0]).toBe(first[0]);
    expect(second[1]).not.toBe(first[1]);
  });
});

describe('a map among the inputs', () => {
  const read = new Query<string>('read');
  const derive = (
    memo: Memo,
    map: ReadonlyMap<string, number>,
    use: (map: ReadonlyMap<string, number>) => unknown,
  ) => {
    let computed = false;
    memo.begin();
    memo.derive(read, 'a', [map], (tracked) => {
      computed = true;
      return String(use(tracked));
    });
    return computed;
  };
  const all: readonly (readonly [string, (map: ReadonlyMap<string, number>) => unknown])[] = [
    ['size', (map) => map.size],
    ['keys', (map) => [...map.keys()]],
    ['values', (map) => [...map.values()]],
    ['entries', (map) => [...map]],
    [
      'forEach',
      (map) => {
        let sum = 0;
        map.forEach((value) => {
          sum += value;
        });
        return sum;
      },
    ],
  ];

  it('counts by the entries that were read', () => {
    const memo = new Memo();
    const get = (map: ReadonlyMap<string, number>) => map.get('x');
    expect(derive(memo, new Map([['x', 1]]), get)).toBe(true);
    expect(
      derive(
        memo,
        new Map([
          ['x', 1],
          ['y', 2],
        ]),
        get,
      ),
    ).toBe(false);
    expect(derive(memo, new Map([['x', 2]]), get)).toBe(true);
    expect(derive(memo, new Map(), get)).toBe(true);
    expect(derive(memo, new Map([['x', 2]]), get)).toBe(true);
  });

  it.each(all)('counts whole where its %s was read', (_, use) => {
    const memo = new Memo();
    expect(derive(memo, new Map([['x', 1]]), use)).toBe(true);
    expect(derive(memo, new Map([['x', 1]]), use)).toBe(false);
    expect(
      derive(
        memo,
        new Map([
          ['x', 1],
          ['y', 2],
        ]),
        use,
      ),
    ).toBe(true);
    expect(
      derive(
        memo,
        new Map([
          ['y', 2],
          ['x', 1],
        ]),
        use,
      ),
    ).toBe(true);
    expect(
      derive(
        memo,
        new Map([
          ['y', 2],
          ['x', 1],
        ]),
        use,
      ),
    ).toBe(false);
  });

  it('counts as it was when it was read, whatever is added later', () => {
    const memo = new Memo();
    const growing = new Map([['x', 1]]);
    expect(derive(memo, growing, (map) => map.size)).toBe(true);
    growing.set('y', 2);
    expect(derive(memo, growing, (map) => map.size)).toBe(true);
  });
});

describe('what reports', () => {
  const named = reportingQuery<string | null>('named');
  const look = (memo: Memo, left: number, inputs: readonly unknown[] = []) => {
    const budget = { left };
    memo.begin();
    const near = deriveReporting(memo, named, 'a', [...inputs], reportInto([], budget), (report) =>
      report.nearest('emial', ['email']),
    );
    return { near, left: budget.left };
  };

  it('looks for near names as often as the stage may', () => {
    const memo = new Memo();
    expect(look(memo, 2)).toEqual({ near: 'email', left: 1 });
    expect(look(memo, 1)).toEqual({ near: 'email', left: 0 });
    expect(look(memo, 0).near).toBeNull();
    expect(look(memo, 5)).toEqual({ near: 'email', left: 4 });
  });
});

describe('areSameTrees', () => {
  it.each([
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [1], false],
    [[], {}, false],
    [null, {}, false],
    ['a', 'b', false],
  ])('%j and %j: %s', (left, right, same) => {
    expect(areSameTrees(left, right)).toBe(same);
  });
});
