/**
 * Moments as conditions over windows of time and ends of policies. A term is what all its parts hold of: windows that are open,
 * windows that are not, a last day, and a day after which it is.
 */
import { quote } from '@dlpc/language';
import type { TimeWindow } from '@dlpc/runtime/abi';
import { windowKey } from '../../check/satisfy/atoms.ts';
import type { FacetSubject } from '../../check/satisfy/facet.ts';
import type { Moment } from '../../check/satisfy/moments.ts';

export interface TimeTerm {
  /** `now in 01:00..05:00 "UTC"` */
  readonly literals: readonly string[];
  /** The last day, as behind `until`: `2027-03-31`. */
  readonly until: string | null;
  /** The day that must be over. */
  readonly after: string | null;
}

/** One thing that a moment can meet. */
interface Atom {
  readonly holds: (moment: Moment) => boolean;
  readonly add: (term: TimeTerm) => TimeTerm;
}

/** Terms that together hold of the moments with these numbers, and of no other that there is. */
export function timeTerms(
  { values, windows, ends }: Extract<FacetSubject, { kind: 'time' }>,
  numbers: readonly number[],
): readonly TimeTerm[] {
  const chosen = new Set(numbers);
  const others = values.filter((_, number) => !chosen.has(number));
  let left = values.filter((_, number) => chosen.has(number));
  const terms: TimeTerm[] = [];
  for (let moment = left[0]; moment !== undefined; moment = left[0]) {
    const needed = neededAtoms(atomsAt(moment, windows, ends), others);
    left = left.filter((other) => !needed.every(({ holds }) => holds(other)));
    terms.push(
      needed.reduce<TimeTerm>((term, { add }) => add(term), { literals: [], until: null, after: null }),
    );
  }
  return terms;
}

/** All that holds of a moment; what is easier to leave out, first. */
function atomsAt(
  { instant, open }: Moment,
  windows: readonly TimeWindow[],
  ends: readonly number[],
): readonly Atom[] {
  const atoms: Atom[] = [];
  // Of several days the one furthest off is to stay.
  for (const end of ends.filter((end) => end <= instant).toReversed())
    atoms.push({
      holds: (other) => end <= other.instant,
      add: (term) => ({ ...term, after: later(term.after, dayBefore(end)) }),
    });
  for (const end of ends.filter((end) => instant < end))
    atoms.push({
      holds: (other) => other.instant < end,
      add: (term) => ({ ...term, until: earlier(term.until, dayBefore(end)) }),
    });
  const isOpen = (window: TimeWindow): boolean => open.has(windowKey(window));
  for (const window of [...windows.filter((w) => !isOpen(w)), ...windows.filter(isOpen)]) {
    const key = windowKey(window);
    const isMeant = open.has(key);
    const literal = `${isMeant ? '' : 'not '}now in ${windowText(window)}`;
    atoms.push({
      holds: (other) => other.open.has(key) === isMeant,
      add: (term) => ({ ...term, literals: [...term.literals, literal] }),
    });
  }
  return atoms;
}

/** Leaves out each atom without which no other moment meets the rest. */
function neededAtoms(atoms: readonly Atom[], others: readonly Moment[]): readonly Atom[] {
  let needed = atoms;
  for (const atom of atoms) {
    const rest = needed.filter((other) => other !== atom);
    if (!others.some((moment) => rest.every(({ holds }) => holds(moment)))) needed = rest;
  }
  return needed;
}

/** Days are written so that their texts are in their order. */
function later(a: string | null, b: string): string {
  return a === null || a < b ? b : a;
}

function earlier(a: string | null, b: string): string {
  return a === null || b < a ? b : a;
}

/** The day that ends with an instant. */
function dayBefore(end: number): string {
  return new Date(end - 1).toISOString().slice(0, 10);
}

function windowText({ start, end, zone }: TimeWindow): string {
  return `${clock(start)}..${clock(end)} ${quote(zone)}`;
}

function clock(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
