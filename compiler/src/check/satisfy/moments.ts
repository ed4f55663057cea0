/**
 * Instants, one for each way in which windows of time can be open and policies ended. Two windows in different zones
 * overlap as the zones' clocks do, so that they cannot be looked at one by one: this goes along the time itself, and stops
 * wherever a window opens or closes, a clock is changed, or a policy ends.
 *
 * Clocks follow rules of years, so that a year on either side of each end shows all that they do.
 */
import { isWithin, MINUTES_OF_A_DAY, minuteOfDay, type TimeWindow } from '@dlpc/runtime/abi';
import { windowKey } from './atoms.ts';

const MINUTE = 60_000;
const DAY = MINUTES_OF_A_DAY * MINUTE;
/** Clocks are never changed twice within this time. */
const STEP = 7 * DAY;
/** A year of the present, looked at whatever policies say. */
const PRESENT = 2026;

/** More are not told apart. */
const MOST_MOMENTS = 4_096;

export interface Moment {
  readonly instant: number;
  /** Keys of the windows that it is in. */
  readonly open: ReadonlySet<string>;
}

/** The moments, in order; null where there are too many. */
export function momentsOf(
  windows: readonly TimeWindow[],
  ends: ReadonlySet<number>,
): readonly Moment[] | null {
  const zones = [...new Set(windows.map(({ zone }) => zone))];
  const moments = new Map<string, Moment>();
  for (const [from, to] of stretches(zones, ends)) {
    const offsets = new Map(zones.map((zone) => [zone, offsetOf(zone, from)]));
    const ended = [...ends].filter((end) => end <= from).length;
    for (const instant of boundaries(windows, offsets, from, to)) {
      const open = windows.filter((window) => {
        const minute = mod(Math.floor(instant / MINUTE) + (offsets.get(window.zone) ?? 0));
        return isWithin(window, minute);
      });
      const keys = open.map(windowKey);
      const state = `${ended} ${keys.join()}`;
      if (!moments.has(state)) moments.set(state, { instant, open: new Set(keys) });
      if (moments.size > MOST_MOMENTS) return null;
    }
  }
  return [...moments.values()];
}

/** Stretches of time in which no policy ends and no clock is changed. */
function* stretches(
  zones: readonly string[],
  ends: ReadonlySet<number>,
): Iterable<readonly [number, number]> {
  const years = new Set([PRESENT]);
  for (const end of ends) {
    const year = new Date(end).getUTCFullYear();
    for (const near of [year - 1, year, year + 1]) years.add(near);
  }
  for (const year of [...years].sort((a, b) => a - b)) {
    const [from, to] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
    const breaks = [...ends].filter((end) => from < end && end < to);
    for (const zone of zones) breaks.push(...changesOf(zone, from, to));
    const points = [from, ...new Set(breaks), to].sort((a, b) => a - b);
    for (const [index, point] of points.entries()) {
      const next = points[index + 1];
      if (next !== undefined && point < next) yield [point, next];
    }
  }
}

/** When the clocks of a zone are changed. */
function changesOf(zone: string, from: number, to: number): readonly number[] {
  const changes: number[] = [];
  let before = offsetOf(zone, from);
  for (let start = from; start < to; start += STEP) {
    const end = Math.min(start + STEP, to);
    const after = offsetOf(zone, end);
    if (after !== before) changes.push(firstChange(zone, start, end, before));
    before = after;
  }
  return changes;
}

function firstChange(zone: string, from: number, to: number, before: number): number {
  let [low, high] = [from / MINUTE, to / MINUTE];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(zone, middle * MINUTE) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE;
}

/** Where a stretch begins, and each first instant in it at which a window opens or closes. */
function* boundaries(
  windows: readonly TimeWindow[],
  offsets: ReadonlyMap<string, number>,
  from: number,
  to: number,
): Iterable<number> {
  const instants = new Set([from]);
  for (const { zone, start, end } of windows)
    for (const minute of [start, end]) {
      const sinceFrom = mod(minute - (offsets.get(zone) ?? 0) - from / MINUTE);
      instants.add(from + sinceFrom * MINUTE);
    }
  for (const instant of [...instants].sort((a, b) => a - b)) if (instant < to) yield instant;
}

/** By how many minutes the clocks of a zone are ahead of UTC, whole days left out. */
function offsetOf(zone: string, instant: number): number {
  return mod(minuteOfDay(zone, instant) - Math.floor(instant / MINUTE));
}

function mod(minutes: number): number {
  return ((minutes % MINUTES_OF_A_DAY) + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
}
