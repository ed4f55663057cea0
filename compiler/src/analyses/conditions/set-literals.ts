/** `"etl" in caller.groups`, `not "red" in (caller.claims.teams ?? [])` */
import { quote } from '@dlpc/language';
import type { SetField } from '../../ir/ir.ts';
import { readingText } from './claim-value.ts';
import { fieldText } from './field-text.ts';

/** What is asked of one set. */
export interface SetQuestion {
  readonly set: SetField;
  /** Whether it may be absent. */
  readonly isOptional: boolean;
  /** Whether it is asked to be absent; null where both will do. */
  readonly isAbsent: boolean | null;
  readonly members: readonly { readonly member: string; readonly isIn: boolean }[];
}

/** One condition for each member, or one that asks whether the set is there. */
export function setLiterals({ set, isOptional, isAbsent, members }: SetQuestion): readonly string[] {
  const field = fieldText(set);
  if (isAbsent === true || (isAbsent === false && members.length === 0)) {
    const some = quote('-');
    const both = `${some} in (${field} ?? [${some}]) and not ${some} in (${field} ?? [])`;
    return [isAbsent ? `(${both})` : `not (${both})`];
  }
  return members.map(({ member, isIn }) => {
    const name = quote(member);
    // An absent set has no members; where one is not meant, it is taken for a set that has this one.
    const otherwise = isOptional ? (!isIn && isAbsent === false ? `[${name}]` : '[]') : null;
    const literal = `${name} in ${readingText({ field, otherwise })}`;
    return isIn ? literal : `not ${literal}`;
  });
}
