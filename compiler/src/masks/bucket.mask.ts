/** `bucket(width)`: the range in which a number lies, by its lower end. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteIdentifier, quoteLiteral } from '../sql/sql.ts';
import { integerAt } from './arguments.ts';
import type { MaskDefinition } from './mask.ts';
import { computed, greatestNumeric, integerEnds, numericLiteral } from './numbers.ts';

const NARROWEST = 2;

export const bucketMask: MaskDefinition = {
  name: 'bucket',
  params: [{ name: 'width', type: 'integer', min: NARROWEST, max: Number.MAX_SAFE_INTEGER, optional: false }],
  rank: REVEAL_RANK.part,
  doc: 'The greatest multiple of the width that is not above the number, so 30 stands for 30 to 39 where the width is 10; below the least multiple that the type holds stands the least value; NULL, NaN and infinities stay. Fits integers, `numeric` and floats that hold the width.',
  accepts: (type) => holds(type, NARROWEST),
  fits: (type, [width]) => typeof width === 'number' && holds(type, width),
  treatment: (column, type, args) => {
    const width = integerAt(args, 0);
    const sql = type.family === 'integer' ? integerBucket : numericBucket;
    return {
      text: `bucket(${width})`,
      rank: REVEAL_RANK.part,
      sql: sql(column, type, String(width)),
      keyed: false,
      lookup: false,
    };
  },
};

function holds(type: ColumnType, width: number): boolean {
  switch (type.family) {
    case 'integer':
      return integerEnds(type)[1] >= BigInt(width);
    case 'numeric': {
      const greatest = greatestNumeric(type, 0);
      return greatest === null || BigInt(greatest) >= BigInt(width);
    }
    case 'float':
      return true;
    default:
      return false;
  }
}

/** Computed as `bigint`. A number less than its remainder above the least value would end below that. */
function integerBucket(column: string, type: ColumnType, width: string): string {
  const number = cast(quoteIdentifier(column), 'bigint');
  const divisor = cast(quoteLiteral(width), 'bigint');
  const least = cast(quoteLiteral(String(integerEnds(type)[0])), 'bigint');
  const remainder = call('int8mod', call('int8pl', call('int8mod', number, divisor), divisor), divisor);
  const raised = call('int8larger', number, call('int8pl', least, remainder));
  return cast(call('int8mi', raised, remainder), type.base);
}

/** By the remainder, which is exact; a quotient would be rounded. Digits after the point are cut: how many there are tells of the value. */
function numericBucket(column: string, type: ColumnType, width: string): string {
  const divisor = numericLiteral(width);
  const greatest = greatestNumeric(type, 0);
  return computed(column, type, (number) => {
    const truncated = call('numeric_mod', number, divisor);
    const remainder = call('numeric_mod', call('numeric_add', truncated, divisor), divisor);
    const lower = call('trunc', call('numeric_sub', number, remainder), '0');
    return greatest === null ? lower : call('numeric_larger', lower, numericLiteral(`-${greatest}`));
  });
}
