/** Until when the conditions that ask for the time cannot change. */
import { type Matcher, MINUTES_OF_A_DAY, minuteOfDay, type TimeWindow } from '../abi.ts';

const MINUTE = 60_000;

/**
 * An instant after `now` up to which no window opens or closes and no policy ends; Infinity where none ever does. It may
 * come early, as where clocks are changed, and never late.
 */
export function nextChange({ windows, ends }: Pick<Matcher, 'windows' | 'ends'>, now: number): number {
  let next = ends.find((end) => now < end) ?? Number.POSITIVE_INFINITY;
  for (const window of windows) next = Math.min(next, nextEdge(window, now));
  return next;
}

/** Where a window opens or closes next, or where the clocks of its zone are changed before that. */
function nextEdge({ zone, start, end }: TimeWindow, now: number): number {
  const minute = Math.floor(now / MINUTE);
  const shown = minuteOfDay(zone, now);
  const until = Math.min(minutesTo(start, shown), minutesTo(end, shown));
  // Whether clocks are changed on the way shows in what they show at its end: at its last minute, if all is well.
  if (shownAfter(zone, minute, until - 1) === (shown + until - 1) % MINUTES_OF_A_DAY)
    return (minute + until) * MINUTE;
  let [low, high] = [0, until - 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (shownAfter(zone, minute, middle) === (shown + middle) % MINUTES_OF_A_DAY) low = middle;
    else high = middle;
  }
  return (minute + high) * MINUTE;
}

function shownAfter(zone: string, minute: number, minutes: number): number {
  return minuteOfDay(zone, (minute + minutes) * MINUTE);
}

/** At least one: the edge at which a clock stands now is behind it. */
function minutesTo(edge: number, shown: number): number {
  const minutes = (edge - shown + 2 * MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
  return minutes === 0 ? MINUTES_OF_A_DAY : minutes;
}
