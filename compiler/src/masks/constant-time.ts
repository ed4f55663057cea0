/** Dates and times that an author gives, in the one form of ISO 8601 that no `DateStyle` and no `TimeZone` reads in another way. */
import type { ColumnType } from '../schema/model.ts';

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** A literal for `value`; null where it is none of the type. A day alone begins at midnight, in UTC. */
export function constantTime({ family, base }: ColumnType, value: string): string | null {
  const [, day, time = '00:00', zone] = ISO.exec(value) ?? [];
  if (day === undefined || !isDay(day) || !isTime(time)) return null;
  const hasTime = value.length > day.length;
  if (family === 'date') return hasTime ? null : day;
  if (!base.endsWith(' with time zone')) return zone === undefined ? `${day} ${time}` : null;
  if (hasTime && zone === undefined) return null;
  // Never `Z`: since PostgreSQL 18 letters are looked up in the zone of the session first, which a client may define.
  const offset = zone === undefined || zone === 'Z' ? '+00:00' : zone;
  return isOffset(offset) ? `${day} ${time}${offset}` : null;
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return day >= '0001' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function isTime(time: string): boolean {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours < 24 && minutes < 60 && seconds < 60;
}

function isOffset(offset: string): boolean {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return hours <= 14 && minutes < 60;
}
