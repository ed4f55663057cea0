/** Nothing changes before the instant that is named, and it is always a later one: minute by minute, where clocks change too. */
import { isWithin, minuteOfDay, type TimeWindow } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextChange } from '../../../runtime/src/judge/next-change.ts';

const MINUTE = 60_000;

/** Days around which clocks are changed, by an hour, half an hour, or not at all. */
const DAYS = ['2026-03-28', '2026-10-24', '2026-11-01', '2026-04-04', '2026-06-15'];
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];

const window: fc.Arbitrary<TimeWindow> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    start: fc.integer({ min: 0, max: 1439 }),
    end: fc.integer({ min: 0, max: 1440 }),
  })
  .filter(({ start, end }) => start !== end);

test('no window opens or closes, and no policy ends, before the next change', () => {
  const instant = fc
    .tuple(fc.constantFrom(...DAYS), fc.integer({ min: 0, max: 2880 * MINUTE }))
    .map(([day, after]) => Date.parse(day) + after);
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 3 }), instant, instant, (windows, now, end) => {
      const next = nextChange({ windows, ends: [end] }, now);
      const state = (at: number) =>
        JSON.stringify([windows.map((w) => isWithin(w, minuteOfDay(w.zone, at))), at < end]);
      expect(next).toBeGreaterThan(now);
      expect(next).toBeLessThanOrEqual(now + 1440 * MINUTE);
      const minutes = Array.from({ length: (next - now) / MINUTE }, (_, i) => now + i * MINUTE);
      for (const at of [...minutes.filter((_, i) => i % 7 === 0), ...minutes.slice(-3), next - 1])
        if (at >= now) expect(state(at)).toBe(state(now));
    }),
    { numRuns: 200 },
  );
});

test('without windows, only ends change anything', () => {
  expect(nextChange({ windows: [], ends: [] }, 0)).toBe(Number.POSITIVE_INFINITY);
  expect(nextChange({ windows: [], ends: [5, 10] }, 5)).toBe(10);
});

test('is exactly where a window opens, on days with and without a change of clocks', () => {
  const windows = [{ zone: 'Europe/Berlin', start: 150, end: 210 }];
  const next = (now: string) => new Date(nextChange({ windows, ends: [] }, Date.parse(now))).toISOString();
  expect(next('2026-06-15T00:00:00Z')).toBe('2026-06-15T00:30:00.000Z');
  expect(next('2026-06-15T00:30:00Z')).toBe('2026-06-15T01:30:00.000Z');
  // At 01:00 UTC the clock goes from 02:00 to 03:00: the window opens with that, in its middle.
  expect(next('2026-03-29T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  expect(next('2026-03-29T01:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
});
