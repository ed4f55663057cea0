/** `caller.sub == "ada"`, `not (caller.claims.department ?? "") in ["ops", "sales"]` */
import { quote } from '@dlpc/language';
import type { TextClass } from '../../check/satisfy/facet.ts';
import type { TextField } from '../../ir/ir.ts';
import { absenceText, readingText } from './claim-value.ts';
import { fieldText } from './field-text.ts';

/** Where the text is one of those that `numbers` stand for; some, but not all of them. */
export function textLiteral(
  name: TextField,
  values: readonly TextClass[],
  numbers: readonly number[],
): string {
  const field = fieldText(name);
  const chosen = new Set(numbers);
  const textsOf = (isChosen: boolean): readonly string[] =>
    values
      .flatMap((value, number) => (value !== null && chosen.has(number) === isChosen ? value.texts : []))
      .toSorted();
  const [listed, unlisted] = [textsOf(true), textsOf(false)];
  const takesOthers = chosen.has(0);
  const absent = values.indexOf(null);
  const takesAbsent = chosen.has(absent);
  if (absent >= 0 && (takesAbsent ? numbers.length === 1 : numbers.length === values.length - 1)) {
    // An actor's subject is never empty.
    if (name === 'caller.actor.sub') return `(${field} ?? "") ${takesAbsent ? '==' : '!='} ""`;
    return absenceText(field, quote(''), quote('-'), takesAbsent);
  }

  const other = values[0]?.example ?? '';
  const unmentioned = [...listed, ...unlisted].includes('') ? other : '';
  const taken = takesOthers ? unmentioned : (listed[0] ?? unmentioned);
  const left = takesOthers ? (unlisted[0] ?? unmentioned) : unmentioned;
  const otherwise = absent < 0 ? null : quote(takesAbsent ? taken : left);
  const reading = readingText({ field, otherwise });
  return takesOthers ? isNone(reading, unlisted) : isAny(reading, listed);
}

function isAny(reading: string, texts: readonly string[]): string {
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0) return `${reading} == ${quote(only)}`;
  return `${reading} in [${texts.map(quote).join(', ')}]`;
}

function isNone(reading: string, texts: readonly string[]): string {
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0) return `${reading} != ${quote(only)}`;
  return `not ${reading} in [${texts.map(quote).join(', ')}]`;
}
