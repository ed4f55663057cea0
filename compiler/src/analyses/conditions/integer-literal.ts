/** `caller.claims.level > 2`, `(caller.claims.level ?? 0) != 3` */
import type { Valued } from '../../check/satisfy/value-classes.ts';
import type { ClaimField } from '../../ir/ir.ts';
import { absenceText, readingText } from './claim-value.ts';
import { fieldText } from './field-text.ts';

/** Integers above `above` and at most `most`; null for no bound. */
interface Stretch {
  readonly above: number | null;
  readonly most: number | null;
}

/** Where the integer is in one of the stretches that `numbers` stand for; some, but not all of them. */
export function integerLiteral(
  claim: ClaimField,
  values: readonly Valued<number>[],
  numbers: readonly number[],
): string {
  const field = fieldText(claim);
  const absent = values.indexOf(null);
  const takesAbsent = numbers.includes(absent);
  if (absent >= 0 && (takesAbsent ? numbers.length === 1 : numbers.length === values.length - 1))
    return absenceText(field, '0', '1', takesAbsent);
  const present = values.flatMap((value) => (value === null ? [] : [value.value]));
  const chosen = numbers.filter((number) => number !== absent);
  const stretches = joined(chosen, present);
  if (absent < 0) return stretchesText(field, stretches);
  const otherwise = standIn(present, stretches, takesAbsent);
  if (otherwise !== null) return stretchesText(readingText({ field, otherwise }), stretches);
  // Only a negative integer would do, and none can be written.
  const absence = absenceText(field, '0', '1', takesAbsent);
  const others = stretchesText(readingText({ field, otherwise: '0' }), stretches);
  return takesAbsent ? `(${absence} or (${others}))` : `${others} and ${absence}`;
}

/** Stretches beside each other are one. */
function joined(numbers: readonly number[], present: readonly number[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let last: number | null = null;
  for (const number of numbers) {
    const above = number === 0 ? null : (present[number - 1] ?? null);
    const most = number === present.length - 1 ? null : (present[number] ?? null);
    const before = last === number - 1 ? stretches.pop() : undefined;
    stretches.push(before === undefined ? { above, most } : { above: before.above, most });
    last = number;
  }
  return stretches;
}

/** An integer that is in one of the stretches, or in none; null where there is none that can be written. */
function standIn(present: readonly number[], stretches: readonly Stretch[], isTaken: boolean): string | null {
  const isIn = (value: number): boolean =>
    stretches.some(
      ({ above, most }) => (above === null || value > above) && (most === null || value <= most),
    );
  const found = [0, ...present].find((value) => value >= 0 && isIn(value) === isTaken);
  return found === undefined ? null : String(found);
}

function stretchesText(reading: string, stretches: readonly Stretch[]): string {
  const [first, second, ...others] = stretches;
  if (
    first?.above === null &&
    first.most !== null &&
    second?.above === first.most + 1 &&
    second.most === null &&
    others.length === 0
  )
    return `${reading} != ${second.above}`;
  const texts = stretches.map((stretch) => stretchText(reading, stretch));
  const [only] = texts;
  if (only !== undefined && texts.length === 1) return only;
  return `(${texts.map((text) => (text.includes(' and ') ? `(${text})` : text)).join(' or ')})`;
}

function stretchText(reading: string, { above, most }: Stretch): string {
  if (above !== null && most === above + 1) return `${reading} == ${most}`;
  const bounds = [
    // No negative integer can be written.
    above === null ? null : above < 0 ? `${reading} >= ${above + 1}` : `${reading} > ${above}`,
    most === null ? null : most < 0 ? `${reading} < ${most + 1}` : `${reading} <= ${most}`,
  ];
  return bounds.filter((bound) => bound !== null).join(' and ');
}
