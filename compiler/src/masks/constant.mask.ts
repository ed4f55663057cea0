/** `constant("…")`: a value of the author's in place of each. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import type { MaskDefinition } from './mask.ts';
import { cast, quoteLiteral } from './sql.ts';

export const constantMask: MaskDefinition = {
  name: 'constant',
  params: [{ name: 'value', type: 'string', min: null, max: null, optional: false }],
  rank: REVEAL_RANK.constant,
  doc: 'The given text, whatever the value is, NULL too; fits text that is long enough for it, and an enum that has it among its values.',
  accepts: (type) => type.family === 'text' || type.family === 'enum',
  fits: (type, [value]) => typeof value === 'string' && holds(type, value),
  treatment: (_column, type, [value]) => ({
    text: `constant(${JSON.stringify(value)})`,
    rank: REVEAL_RANK.constant,
    sql: cast(quoteLiteral(String(value)), type.base),
    keyed: false,
  }),
};

/** Whether the server takes `value` for the type: a cast that failed would take the whole column with it. */
function holds(type: ColumnType, value: string): boolean {
  if (type.family === 'enum') return type.enumValues?.includes(value) ?? false;
  // U+0000 and a lone surrogate have no place in a PostgreSQL text.
  if (type.family !== 'text' || value.includes('\0') || !value.isWellFormed()) return false;
  return type.maxLength === null || [...value].length <= type.maxLength;
}
