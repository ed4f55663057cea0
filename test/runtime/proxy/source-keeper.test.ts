import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SourceKeeper } from '../../../runtime/src/proxy/source-keeper.ts';
import type { SourceReading } from '../../../runtime/src/proxy/source-reader.ts';
import { catalogOf, live } from '../judge/fixture.ts';
import { sourceWithClock } from './proxy-fixture.ts';
import { recordedLog } from './recorded-log.ts';

const FINE: SourceReading = { catalog: catalogOf(), problems: [] };
const UNREACHABLE = new Error('connection refused');

/** A keeper whose readings are these answers in turn, the last one for ever. */
function keeperOf(...answers: (SourceReading | Error)[]) {
  const { source, time, clock } = sourceWithClock(60_000);
  const { log, events, take } = recordedLog();
  let reads = 0;
  const read = async () => {
    const answer = answers[Math.min(reads, answers.length - 1)] ?? FINE;
    reads++;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const keeper = new SourceKeeper({ source, clock, log, read, refreshSeconds: 10 });
  return { source, keeper, time, events, take, reads: () => reads };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('keeping a source fresh', () => {
  test('reads its server again and again', async () => {
    const { source, keeper, take, reads } = keeperOf(FINE);
    await keeper.refresh();
    expect(source.obstacle()).toBeNull();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reads()).toBe(4);
    expect(take()).toEqual(['source-ready']);
    keeper.stop();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reads()).toBe(4);
  });

  test('tries a server that cannot be reached sooner, then less and less often', async () => {
    const { source, keeper, events } = keeperOf(UNREACHABLE);
    await keeper.refresh();
    await vi.advanceTimersByTimeAsync((1 + 2 + 4 + 8 + 16 + 30 + 30) * 1000);
    expect(source.obstacle()?.kind).toBe('unavailable');
    expect(events.map(({ fields }) => fields)).toMatchObject(
      [1, 2, 4, 8, 16, 30, 30, 30].map((retrySeconds) => ({ reason: 'connection refused', retrySeconds })),
    );
  });

  test('goes on with the catalog that it has, until that is too old', async () => {
    const { source, keeper, time, take } = keeperOf(FINE, UNREACHABLE, UNREACHABLE, UNREACHABLE, FINE);
    await keeper.refresh();
    time.now = 10_000;
    await keeper.refresh();
    expect(source.obstacle()).toBeNull();
    time.now = 60_001;
    await keeper.refresh();
    await keeper.refresh();
    expect(source.obstacle()?.kind).toBe('stale');
    await keeper.refresh();
    expect(source.obstacle()).toBeNull();
    expect(take()).toEqual([
      'source-ready',
      'source-unavailable',
      'source-unavailable',
      'source-stale',
      'source-unavailable',
      'source-ready',
    ]);
  });

  test('counts the age from when the reading began', async () => {
    const { source, keeper, time } = keeperOf(FINE);
    time.now = 100;
    const refreshed = keeper.refresh();
    time.now = 200;
    await refreshed;
    expect(source.age).toBe(100);
  });

  test('refuses a role that could get around the policy, also one that became so', async () => {
    const superuser = { severity: 'refuse', message: 'the upstream role "dlp" is a superuser' } as const;
    const { source, keeper, events, take } = keeperOf(FINE, { ...FINE, problems: [superuser] }, FINE);
    await keeper.refresh();
    await keeper.refresh();
    expect(source.obstacle()?.kind).toBe('role');
    expect(events.at(-1)).toMatchObject({
      event: 'source-refused',
      fields: { problems: [superuser.message] },
    });
    await keeper.refresh();
    expect(source.obstacle()).toBeNull();
    expect(take()).toEqual(['source-ready', 'source-refused', 'source-ready']);
  });

  test('warns once of what is not advisable, and where policy and server disagree', async () => {
    const warning = { severity: 'warn', message: 'the upstream role "dlp" may create roles' } as const;
    const customers = live('public', 'customers', [['id', 'bigint']]);
    const odd = { problems: [warning], catalog: catalogOf({ relations: [customers] }) };
    const { keeper, events, take } = keeperOf(odd, odd, FINE, odd);
    await keeper.refresh();
    const warnings = events.filter(({ event }) => event === 'source-warning').map(({ fields }) => fields);
    expect(warnings).toEqual([
      { source: 'crm', message: warning.message },
      {
        source: 'crm',
        message:
          'relation "public"."customers" is not what the policy was compiled for: column "id" is bigint and not integer',
      },
    ]);
    take();
    await keeper.refresh();
    expect(take()).toEqual([]);
    await keeper.refresh();
    expect(take()).toEqual(['catalog-changed']);
    await keeper.refresh();
    expect(take()).toEqual(['catalog-changed', 'source-warning', 'source-warning']);
  });

  test('reads once more where it is asked to while it reads, and never twice at a time', async () => {
    const { source, clock } = sourceWithClock();
    const { log } = recordedLog();
    let reading = 0;
    let most = 0;
    let reads = 0;
    const read = async () => {
      reads++;
      most = Math.max(most, ++reading);
      await Promise.resolve();
      reading--;
      return FINE;
    };
    const keeper = new SourceKeeper({ source, clock, log, read, refreshSeconds: 10 });
    await Promise.all([keeper.refresh(), keeper.refresh(), keeper.refresh()]);
    keeper.stop();
    expect({ reads, most }).toEqual({ reads: 2, most: 1 });
  });
});
