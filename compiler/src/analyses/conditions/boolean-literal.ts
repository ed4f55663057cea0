/** `caller.claims.admin`, `not (caller.claims.admin ?? true)` */
import type { Valued } from '../../check/satisfy/value-classes.ts';
import type { ClaimField } from '../../ir/ir.ts';
import { absenceText, readingText } from './claim-value.ts';
import { fieldText } from './field-text.ts';

/** Where the boolean is one of those that `numbers` stand for; some, but not all of them. */
export function booleanLiteral(
  claim: ClaimField,
  values: readonly Valued<boolean>[],
  numbers: readonly number[],
): string {
  const field = fieldText(claim);
  const taken = numbers.map((number) => values[number]);
  const takesAbsent = taken.some((value) => value === null);
  const isOptional = values.includes(null);
  if (isOptional && (takesAbsent ? taken.length === 1 : taken.length === values.length - 1))
    return absenceText(field, 'false', 'true', takesAbsent);
  const isTrue = taken.some((value) => value?.value === true);
  // One of the two is taken; what counts for an absent one decides whether it is taken as well.
  const otherwise = isOptional ? String(isTrue === takesAbsent) : null;
  const reading = readingText({ field, otherwise });
  return isTrue ? reading : `not ${reading}`;
}
