/** `zero`: 0 in place of every number. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { cast, quoteLiteral } from '../sql/sql.ts';
import type { MaskDefinition } from './mask.ts';

export const zeroMask: MaskDefinition = {
  name: 'zero',
  params: [],
  rank: REVEAL_RANK.constant,
  doc: '0, whatever the value is, NULL too; fits integers, `numeric` and floats.',
  accepts: isNumber,
  fits: isNumber,
  treatment: (_column, type) => ({
    text: 'zero',
    rank: REVEAL_RANK.constant,
    sql: cast(quoteLiteral('0'), type.base),
    keyed: false,
    lookup: false,
  }),
};

function isNumber({ family }: ColumnType): boolean {
  return family === 'integer' || family === 'numeric' || family === 'float';
}
