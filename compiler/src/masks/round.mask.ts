/** `round(digits)`: a number with fewer digits after the point. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call } from '../sql/sql.ts';
import { integerAt } from './arguments.ts';
import type { MaskDefinition } from './mask.ts';
import { computed, greatestNumeric, numericLiteral, precisionOf } from './numbers.ts';

/** More digits than a float has are none fewer. */
const MOST_DIGITS = 15;

export const roundMask: MaskDefinition = {
  name: 'round',
  params: [{ name: 'digits', type: 'integer', min: 0, max: MOST_DIGITS, optional: false }],
  rank: REVEAL_RANK.part,
  doc: 'The number rounded to so many digits after the point, halves away from zero, and never beyond what the type holds; NULL, NaN and infinities stay. Fits floats, and `numeric` with more digits after the point or with no limit to them.',
  accepts: (type) => hasMoreDigits(type, 0),
  fits: (type, [digits]) => typeof digits === 'number' && hasMoreDigits(type, digits),
  treatment: (column, type, args) => {
    const digits = integerAt(args, 0);
    return {
      text: `round(${digits})`,
      rank: REVEAL_RANK.part,
      sql: rounded(column, type, digits),
      keyed: false,
      lookup: false,
    };
  },
};

/** A `numeric` that has no more digits would come through whole. */
function hasMoreDigits(type: ColumnType, digits: number): boolean {
  if (type.family === 'float') return true;
  return type.family === 'numeric' && (precisionOf(type)?.scale ?? Number.POSITIVE_INFINITY) > digits;
}

function rounded(column: string, type: ColumnType, digits: number): string {
  const greatest = greatestNumeric(type, digits);
  return computed(column, type, (number) => {
    const result = call('round', number, String(digits));
    if (greatest === null) return result;
    const bounded = call('numeric_smaller', result, numericLiteral(greatest));
    return call('numeric_larger', bounded, numericLiteral(`-${greatest}`));
  });
}
