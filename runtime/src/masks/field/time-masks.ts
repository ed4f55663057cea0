/**
 * `date_trunc` and `date_shift` of dates and timestamps from the year 1 to 9999, as the compiler's SQL computes them. A result
 * outside of these years, and a text that is no date of RFC 3339, is null. Times are counted in microseconds, as the server does.
 */
import { type MaskKey, purposeDigits } from './keyed.ts';

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;

/** Microseconds since 1970, in UTC. */
export type Instant = bigint;

/** `2026-11-22` as the instant at which it begins; null where it is none. */
export function readDate(text: string): Instant | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  return midnightOf(year, month, day);
}

/** RFC 3339, section 5.6; null where it is none. Digits of a second beyond the sixth are rounded. */
export function readTimestamp(text: string): Instant | null {
  const match =
    /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (match === null) return null;
  const [, date = '', ...rest] = match;
  const midnight = readDate(date);
  const [hours = 0, minutes = 0, seconds = 0] = rest.slice(0, 3).map(Number);
  const [, , , fraction = '', sign = '+', offsetHours = '0', offsetMinutes = '0'] = rest;
  if (midnight === null || hours > 23 || minutes > 59 || seconds > 59) return null;
  if (Number(offsetHours) > 15 || Number(offsetMinutes) > 59) return null;
  const offset = BigInt(Number(offsetHours) * 60 + Number(offsetMinutes)) * 60n * SECOND;
  const local = midnight + BigInt(hours * 3600 + minutes * 60 + seconds) * SECOND + micros(fraction);
  return sign === '-' ? local + offset : local - offset;
}

export function writeDate(instant: Instant): string | null {
  const { year, month, day } = dateOf(instant);
  return year < 1 || year > 9999 ? null : `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** As `to_jsonb` writes it in UTC: digits of a second only where there are any. */
export function writeTimestamp(instant: Instant): string | null {
  const date = writeDate(instant);
  if (date === null) return null;
  const inDay = instant - floor(instant, DAY);
  const seconds = Number(inDay / SECOND);
  const fraction = (inDay % SECOND).toString().padStart(6, '0').replace(/0+$/, '');
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = time.map((part) => pad(part, 2)).join(':');
  return `${date}T${clock}${fraction === '' ? '' : `.${fraction}`}+00:00`;
}

/** The beginning of the unit, as clocks show it so many minutes before UTC. */
export function truncate(unit: string, offsetMinutes: number): (instant: Instant) => Instant | null {
  const offset = BigInt(offsetMinutes) * 60n * SECOND;
  return (instant) => {
    const begun = beginning(unit, instant + offset);
    return begun === null ? null : begun - offset;
  };
}

/** `+01:00` in minutes. */
export function offsetMinutes(offset: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Moves by the number of days that the key tells, from -`days` to `days` without 0. */
export function shift(key: MaskKey, days: number): (instant: Instant) => Instant {
  const digits = purposeDigits(key, `date_shift(${days})`).slice(0, 12);
  const choice = Number(BigInt(`0x${digits}`) % BigInt(2 * days));
  const moved = choice < days ? choice - days : choice - days + 1;
  return (instant) => instant + BigInt(moved) * DAY;
}

function beginning(unit: string, local: Instant): Instant | null {
  const { year, month } = dateOf(local);
  switch (unit) {
    case 'second':
      return floor(local, SECOND);
    case 'minute':
      return floor(local, 60n * SECOND);
    case 'hour':
      return floor(local, 3600n * SECOND);
    case 'day':
      return floor(local, DAY);
    case 'week': {
      // 1970 began on a Thursday.
      const day = floor(local, DAY) / DAY;
      return (day - ((((day + 3n) % 7n) + 7n) % 7n)) * DAY;
    }
    case 'month':
      return midnightOf(year, month, 1);
    case 'quarter':
      return midnightOf(year, month - ((month - 1) % 3), 1);
    case 'year':
      return midnightOf(year, 1, 1);
    case 'decade':
      return midnightOf(year - (year % 10), 1, 1);
    case 'century':
      return midnightOf(year - ((year - 1) % 100), 1, 1);
    default:
      return null;
  }
}

/** Null where there is no such day, or where its year is not among those that are computed with. */
function midnightOf(year: number, month: number, day: number): Instant | null {
  if (year < 1 || year > 9999) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return BigInt(date.getTime()) * 1000n;
}

function dateOf(instant: Instant): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(Number(floor(instant, DAY) / 1000n));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function floor(value: bigint, step: bigint): bigint {
  return value - (((value % step) + step) % step);
}

/** The server rounds halves to even. */
function micros(fraction: string): bigint {
  const digits = fraction.padEnd(9, '0');
  const whole = BigInt(digits.slice(0, 6));
  const rest = Number(digits.slice(6));
  return whole + (rest > 500 || (rest === 500 && whole % 2n === 1n) ? 1n : 0n);
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
