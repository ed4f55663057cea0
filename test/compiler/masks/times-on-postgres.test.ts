/** `date_trunc` and `date_shift` on real servers: at the ends of the types, before Christ, and for infinities. */
import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import { columnType } from './column-types.ts';
import { KEY, maskedTexts, maskSql, onServers } from './on-servers.ts';

const date = columnType('date', 'date');
const timestamp = columnType('timestamp without time zone', 'timestamp');
const timestamptz = columnType('timestamp with time zone', 'timestamp');

const DATES = {
  first: '4713-11-24 BC',
  last: '5874897-12-31',
  infinities: ['infinity', '-infinity', null],
};
const TIMESTAMPS = {
  first: '4713-11-24 00:00:00 BC',
  last: '294276-12-31 23:59:59.999999',
  infinities: ['infinity', '-infinity', null],
};
const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'decade', 'century'];
const UNITS_OF_DATES = UNITS.slice(UNITS.indexOf('week'));
const OFFSETS = ['UTC', '+14:59', '-14:59', '+05:45', '-00:30'];

type Case = readonly [
  type: typeof date,
  args: readonly MaskArgument[],
  expected: Readonly<Record<string, string>>,
];

const TRUNCATED: readonly Case[] = [
  [date, ['week'], { '2026-11-22': '2026-11-16', '2026-11-23': '2026-11-23' }],
  [
    date,
    ['month'],
    { '2026-11-22': '2026-11-01', '2024-02-29': '2024-02-01', '0044-03-15 BC': '0044-03-01 BC' },
  ],
  [date, ['quarter'], { '2026-11-22': '2026-10-01' }],
  [
    date,
    ['year'],
    { '2026-11-22': '2026-01-01', '0001-06-01': '0001-01-01', '0001-06-01 BC': '0001-01-01 BC' },
  ],
  [date, ['decade'], { '1987-11-22': '1980-01-01' }],
  [date, ['century'], { '2026-11-22': '2001-01-01' }],
  [timestamp, ['second'], { '2026-11-22 12:34:56.789': '2026-11-22 12:34:56' }],
  [timestamp, ['hour'], { '2026-11-22 12:34:56.789': '2026-11-22 12:00:00' }],
  [timestamp, ['day'], { '2026-11-22 23:59:59.999999': '2026-11-22 00:00:00' }],
  [timestamptz, ['day'], { '2026-11-22 23:30:00+00': '2026-11-22 00:00:00+00' }],
  [timestamptz, ['day', 'UTC'], { '2026-11-22 23:30:00+00': '2026-11-22 00:00:00+00' }],
  [timestamptz, ['day', '+01:00'], { '2026-11-22 23:30:00+00': '2026-11-22 23:00:00+00' }],
  [timestamptz, ['day', '-00:30'], { '2026-11-22 00:29:00+00': '2026-11-21 00:30:00+00' }],
  [timestamptz, ['hour', '+05:45'], { '2026-11-22 12:34:56+00': '2026-11-22 12:15:00+00' }],
];

/** What the key makes of ±`days`, written a second time. */
function shiftOf(days: number): number {
  const mac = createHmac('sha256', KEY).update(`\0date_shift(${days})\0`).digest();
  const choice = mac.readUIntBE(0, 6) % (2 * days);
  return choice < days ? choice - days : choice - days + 1;
}

function later(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

onServers((server) => {
  beforeAll(async () => {
    await server().client.query("set timezone = 'UTC'; set datestyle = 'ISO, YMD'");
  });

  describe.each(TRUNCATED)('date_trunc of $text by %j', (type, args, expected) => {
    it.each(Object.entries(expected))('%s', async (value, masked) => {
      expect(await maskedTexts(server(), [value], type, 'date_trunc', ...args)).toEqual([masked]);
    });
  });

  it.each(UNITS_OF_DATES)('date_trunc by %s of the ends of `date`', async (unit) => {
    const masked = await maskedTexts(
      server(),
      [DATES.first, DATES.last, ...DATES.infinities],
      date,
      'date_trunc',
      unit,
    );
    expect(masked.slice(0, 2)).not.toContain(null);
    expect(masked.slice(2)).toEqual(DATES.infinities);
  });

  it.each(UNITS)('date_trunc by %s of the ends of the timestamps, at every offset', async (unit) => {
    const values = [TIMESTAMPS.first, TIMESTAMPS.last, ...TIMESTAMPS.infinities];
    for (const [type, offset] of [
      [timestamp, 'UTC'],
      ...OFFSETS.map((name) => [timestamptz, name] as const),
    ] as const) {
      const masked = await maskedTexts(server(), values, type, 'date_trunc', unit, offset);
      expect(masked.slice(0, 2)).not.toContain(null);
      expect(masked.slice(2)).toEqual(TIMESTAMPS.infinities);
    }
  });

  it.each([1, 30, 36_525])('date_shift(%i) moves every date by the days that the key tells', async (days) => {
    const shift = shiftOf(days);
    expect(Math.abs(shift)).toBeGreaterThanOrEqual(1);
    expect(Math.abs(shift)).toBeLessThanOrEqual(days);
    const values = ['2024-02-28', '2024-03-01', '1970-01-01'];
    expect(await maskedTexts(server(), values, date, 'date_shift', days)).toEqual(
      values.map((value) => later(value, shift)),
    );
    for (const [type, zone] of [
      [timestamp, ''],
      [timestamptz, '+00'],
    ] as const)
      expect(
        await maskedTexts(
          server(),
          values.map((value) => `${value} 12:34:56.789${zone}`),
          type,
          'date_shift',
          days,
        ),
      ).toEqual(values.map((value) => `${later(value, shift)} 12:34:56.789${zone}`));
  });

  it.each([
    [date, DATES],
    [timestamp, TIMESTAMPS],
    [timestamptz, TIMESTAMPS],
  ])('date_shift of the ends of $text', async (type, { first, last, infinities }) => {
    const masked = await maskedTexts(server(), [first, last, ...infinities], type, 'date_shift', 36_525);
    expect(masked.slice(0, 2)).not.toContain(null);
    expect(masked.slice(2)).toEqual(infinities);
  });

  it('date_shift is never by no day, and by every other number of days, over many keys', async () => {
    const days = 3;
    const sql = maskSql('date_shift', 'v', date, days);
    const shifts = new Set<number>();
    await server().client.query('begin');
    for (let key = 0; key < 200; key += 1) {
      const block = key.toString(16).padStart(128, '0');
      await server().client.query("select set_config('dlp.mask_key', $1, true)", [`${block}:${block}`]);
      const { rows } = await server().client.query(
        `select ${sql} - v as shift from (select date '2026-11-22') as t(v)`,
      );
      shifts.add(rows[0]?.shift);
    }
    await server().client.query('rollback');
    expect([...shifts].sort((a, b) => a - b)).toEqual([-3, -2, -1, 1, 2, 3]);
  });
});
