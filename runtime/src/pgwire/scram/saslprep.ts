/**
 * SASLprep (RFC 4013) in the form in which PostgreSQL applies it to passwords: ASCII passes as it is, and a password
 * that the profile prohibits is used unprepared rather than refused.
 */
import {
  LEFT_TO_RIGHT,
  MAPPED_TO_NOTHING,
  NON_ASCII_SPACES,
  PROHIBITED,
  RIGHT_TO_LEFT,
  UNASSIGNED,
} from './saslprep-tables.ts';

type Ranges = readonly (readonly [first: number, last: number])[];

interface Tables {
  readonly spaces: Ranges;
  readonly nothing: Ranges;
  readonly prohibited: Ranges;
  readonly unassigned: Ranges;
  readonly rightToLeft: Ranges;
  readonly leftToRight: Ranges;
}

let parsed: Tables | null = null;

/** The form of `password` that goes into the hash. */
export function saslprep(password: string): string {
  if (isAscii(password)) return password;
  parsed ??= parseTables();
  const tables = parsed;

  const mapped: number[] = [];
  for (const character of password) {
    const point = character.codePointAt(0) ?? 0;
    if (within(tables.spaces, point)) mapped.push(0x20);
    else if (!within(tables.nothing, point)) mapped.push(point);
  }
  // PostgreSQL looks for prohibited characters before it normalises, not after.
  const refused = (point: number) => within(tables.prohibited, point) || within(tables.unassigned, point);
  if (mapped.length === 0 || mapped.some(refused) || !directionsFit(mapped, tables)) return password;
  return mapped
    .map((point) => String.fromCodePoint(point))
    .join('')
    .normalize('NFKC');
}

/** RFC 3454, section 6: with a right-to-left character, no left-to-right one, and one of them at either end. */
function directionsFit(points: readonly number[], tables: Tables): boolean {
  const rightToLeft = (point: number | undefined) => point !== undefined && within(tables.rightToLeft, point);
  if (!points.some(rightToLeft)) return true;
  if (points.some((point) => within(tables.leftToRight, point))) return false;
  return rightToLeft(points.at(0)) && rightToLeft(points.at(-1));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

function within(ranges: Ranges, point: number): boolean {
  return ranges.some(([first, last]) => first <= point && point <= last);
}

function parseTables(): Tables {
  return {
    spaces: parseRanges(NON_ASCII_SPACES),
    nothing: parseRanges(MAPPED_TO_NOTHING),
    prohibited: parseRanges(PROHIBITED),
    unassigned: parseRanges(UNASSIGNED),
    rightToLeft: parseRanges(RIGHT_TO_LEFT),
    leftToRight: parseRanges(LEFT_TO_RIGHT),
  };
}

function parseRanges(table: string): Ranges {
  return table
    .trim()
    .split(/\s+/)
    .map((range) => {
      const [first = '', last = first] = range.split('-');
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
    });
}
