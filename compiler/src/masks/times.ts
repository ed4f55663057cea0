/**
 * How masks compute with dates and timestamps such that no stored value makes them fail and no setting of the session
 * counts. Knows no mask.
 *
 * Names of time zones are never used: since PostgreSQL 18 the server looks every one of them up among the
 * abbreviations of the session's own zone first, and a client may define those: `SET TimeZone = '<UTC>+5'`. A zone is an offset
 * here, given as an interval.
 */
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteIdentifier } from '../sql/sql.ts';

/** What is further out counts as these: nearer to the ends of the types, computing fails. */
const FIRST_DAY = call('make_date', '-4000', '1', '1');
const LAST_DAY = call('make_date', '290000', '1', '1');

export type TimeKind = 'date' | 'timestamp' | 'timestamptz';

const TYPES: Readonly<Record<TimeKind, string>> = {
  date: 'date',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
};

/** Which of the types with a day it is; null for another type. */
export function timeKind({ family, base }: ColumnType): TimeKind | null {
  if (family === 'date') return 'date';
  if (family !== 'timestamp') return null;
  return base.endsWith(' with time zone') ? 'timestamptz' : 'timestamp';
}

/** An interval of hours and minutes, which is as long in every time zone. */
export function hoursAndMinutes(hours: string, minutes: string): string {
  return call('make_interval', '0', '0', '0', '0', hours, minutes);
}

/** A `date` as the `timestamp` at which it begins. */
export function midnight(date: string): string {
  return cast(date, TYPES.timestamp);
}

const UTC = hoursAndMinutes('0', '0');

/** The expression for the column, computed anew by `compute` from a value of the same type that leaves it room. Infinities and NULL stay. */
export function shifted(column: string, type: ColumnType, compute: (value: string) => string): string {
  const kind = timeKind(type);
  if (kind === null) throw new TypeError(`${type.base} has no day`);
  const raw = cast(quoteIdentifier(column), TYPES[kind]);
  const inner = between(raw, kind);
  const result = cast(compute(inner), type.base);
  return `CASE WHEN ${call('isfinite', raw)} THEN ${result} ELSE ${cast(raw, type.base)} END`;
}

function between(value: string, kind: TimeKind): string {
  const [first, last] = [FIRST_DAY, LAST_DAY].map((day) => beginningOf(day, kind));
  return call(`${kind}_smaller`, call(`${kind}_larger`, value, String(first)), String(last));
}

function beginningOf(day: string, kind: TimeKind): string {
  if (kind === 'date') return day;
  return kind === 'timestamp' ? midnight(day) : call('timezone', UTC, midnight(day));
}
