/** `constant(…)`: a value of the author's in place of each. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType, TypeFamily } from '../schema/model.ts';
import { cast, quoteLiteral } from '../sql/sql.ts';
import { constantValue } from './constant-value.ts';
import type { MaskDefinition } from './mask.ts';

const FAMILIES: ReadonlySet<TypeFamily> = new Set([
  'text',
  'enum',
  'integer',
  'numeric',
  'float',
  'boolean',
  'date',
  'timestamp',
  'uuid',
]);

export const constantMask: MaskDefinition = {
  name: 'constant',
  params: [{ name: 'value', type: 'value', optional: false }],
  rank: REVEAL_RANK.constant,
  doc: 'The given value, whatever the value is, NULL too; fits text that is long enough for it, an enum that has it among its values, and numbers, booleans, dates, timestamps and uuids where the type holds it.',
  accepts: (type) => FAMILIES.has(type.family),
  fits: (type, [value]) => value !== undefined && constantValue(type, String(value)) !== null,
  treatment: (_column, type, [value]) => ({
    text: `constant(${JSON.stringify(value)})`,
    rank: REVEAL_RANK.constant,
    sql: literal(type, String(value)),
    keyed: false,
    lookup: false,
  }),
};

function literal(type: ColumnType, value: string): string {
  const text = constantValue(type, value);
  if (text === null) throw new TypeError('the arguments were not checked');
  return cast(quoteLiteral(text), type.base);
}
