/** Budgets against the plainest way of counting: a list of all that was ever spent, added up anew for each question. */
import type { BudgetPeriod, BudgetUnit } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AppliedLimit } from '../../../../runtime/src/judge/budgets/applied-limit.ts';
import { BudgetBook } from '../../../../runtime/src/judge/budgets/budget-book.ts';
import { SessionMeter } from '../../../../runtime/src/judge/budgets/session-meter.ts';

const LENGTHS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function limitOf(
  amount: number,
  unit: BudgetUnit,
  per: BudgetPeriod,
  beyond: 'stop' | 'alert' = 'stop',
): AppliedLimit {
  const key = `${amount} ${unit} per ${per} ${beyond}`;
  return { amount, unit, per, beyond, key, rule: `policy p, p.dlp:1: limit ${key}` };
}

type Act =
  | { readonly act: 'begin'; readonly session: number }
  | { readonly act: 'end'; readonly session: number }
  | { readonly act: 'row'; readonly session: number; readonly bytes: number }
  | { readonly act: 'wait'; readonly milliseconds: number };

const arbitraryLimit = fc
  .record({
    amount: fc.integer({ min: 0, max: 12 }),
    unit: fc.constantFrom<BudgetUnit>('rows', 'bytes', 'statements'),
    per: fc.constantFrom<BudgetPeriod>('statement', 'session', 'minute', 'hour', 'day'),
    beyond: fc.constantFrom<'stop' | 'alert'>('stop', 'alert'),
  })
  .map(({ amount, unit, per, beyond }) => limitOf(amount, unit, per, beyond));

const session = fc.integer({ min: 0, max: 2 });
const arbitraryAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('begin' as const), session }),
  fc.record({ act: fc.constant('end' as const), session }),
  fc.record({ act: fc.constant('row' as const), session, bytes: fc.integer({ min: 0, max: 5 }) }),
  fc.record({
    act: fc.constant('wait' as const),
    milliseconds: fc.constantFrom(1, 59_999, 60_000, 3_600_000, 90_000_000),
  }),
);

/** Sessions 0 and 1 are of one caller, session 2 of another. */
const callerOf = (session: number) => (session === 2 ? 'bob' : 'ann');

interface Spent {
  readonly session: number;
  readonly statement: number;
  readonly unit: BudgetUnit;
  readonly amount: number;
  readonly at: number;
}

function naive(limit: AppliedLimit, all: readonly Spent[], now: Spent): number {
  const sameCaller = (other: Spent) => callerOf(other.session) === callerOf(now.session);
  const length = LENGTHS[limit.per];
  return all
    .filter((other) => other.unit === limit.unit)
    .filter((other) => {
      if (limit.per === 'session') return other.session === now.session;
      if (limit.per === 'statement')
        return other.session === now.session && other.statement === now.statement;
      return (
        length !== undefined &&
        sameCaller(other) &&
        Math.floor(other.at / length) === Math.floor(now.at / length)
      );
    })
    .reduce((sum, { amount }) => sum + amount, 0);
}

test('a meter stops exactly what goes beyond, and tells of it', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(arbitraryLimit, { selector: ({ key }) => key, maxLength: 4 }),
      fc.array(arbitraryAct, { maxLength: 60 }),
      (limits, acts) => {
        let now = Date.UTC(2026, 0, 1, 23, 59, 30);
        const book = new BudgetBook();
        const all: Spent[] = [];
        const statements = [0, 0, 0];
        const meters = [0, 1, 2].map((index) =>
          new SessionMeter({ caller: callerOf(index), book, now: () => now, onReached: () => undefined }).use(
            limits,
          ),
        );
        for (const act of acts) {
          if (act.act === 'wait') {
            now += act.milliseconds;
            continue;
          }
          const meter = meters[act.session];
          if (meter === undefined) throw new Error('there are three sessions');
          if (act.act === 'end') {
            statements[act.session] = (statements[act.session] ?? 0) + 1;
            meter.end();
            continue;
          }
          const spend = (unit: BudgetUnit, amount: number): boolean => {
            const spent = {
              session: act.session,
              statement: statements[act.session] ?? 0,
              unit,
              amount,
              at: now,
            };
            all.push(spent);
            return limits.some(
              (limit) =>
                limit.unit === unit && limit.beyond === 'stop' && naive(limit, all, spent) > limit.amount,
            );
          };
          // A row that is stopped by its number is not counted by its bytes.
          const stopped =
            act.act === 'begin' ? spend('statements', 1) : spend('rows', 1) || spend('bytes', act.bytes);
          const denial = act.act === 'begin' ? meter.begin() : meter.row(act.bytes);
          expect(denial !== null).toBe(stopped);
        }
      },
    ),
    { numRuns: 500, verbose: true },
  );
});

describe('what a caller and an operator are told', () => {
  const now = Date.UTC(2026, 0, 1);

  test('the sentence, the rule and the way out', () => {
    const limit = limitOf(0, 'rows', 'hour');
    const meter = new SessionMeter({
      caller: 'ann',
      book: new BudgetBook(),
      now: () => now,
      onReached: () => undefined,
    });
    expect(meter.use([limit]).row(1)).toEqual({
      sqlstate: '53400',
      message: 'the budget of 0 rows per hour is used up',
      detail: 'policy p, p.dlp:1: limit 0 rows per hour stop',
      hint: 'Wait for the next hour, or ask for less.',
      position: null,
    });
  });

  test('once for each period', () => {
    let time = now;
    const reached: string[] = [];
    const meter = new SessionMeter({
      caller: 'ann',
      book: new BudgetBook(),
      now: () => time,
      onReached: ({ key }) => reached.push(key),
    }).use([limitOf(1, 'rows', 'minute', 'alert'), limitOf(2, 'rows', 'session', 'alert')]);
    for (let i = 0; i < 5; i += 1) expect(meter.row(1)).toBeNull();
    expect(reached).toEqual(['1 rows per minute alert', '2 rows per session alert']);
    time += 60_000;
    for (let i = 0; i < 5; i += 1) meter.row(1);
    expect(reached.slice(2)).toEqual(['1 rows per minute alert']);
  });

  /** Whether somebody who has a limit of so many may spend `amount`. */
  const spend = (
    book: BudgetBook,
    key: string,
    [limit, amount]: [number, number],
    length: number,
    at: number,
  ) => book.spend({ key, limit, amount, length, now: at, isOneOfMany: false });

  test('a clock that is set back gives no second budget', () => {
    const book = new BudgetBook();
    expect(spend(book, 'k', [9, 5], 60_000, 120_000)).toBe(true);
    expect(spend(book, 'k', [9, 5], 60_000, 60_000)).toBe(false);
  });

  test('a book forgets periods that are over, and no others', () => {
    const book = new BudgetBook();
    for (let i = 0; i < 9_998; i += 1) spend(book, `old ${i}`, [1, 1], 60_000, 0);
    spend(book, 'day', [1, 1], 86_400_000, 0);
    spend(book, 'new', [1, 1], 60_000, 60_000);
    expect(spend(book, 'day', [1, 1], 86_400_000, 60_000)).toBe(false);
    expect(spend(book, 'new', [1, 1], 60_000, 60_000)).toBe(false);
    expect(spend(book, 'old 1', [1, 1], 60_000, 60_000)).toBe(true);
  });
});
