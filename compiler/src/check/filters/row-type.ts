/** What the values of a column are compared as. */
import type { RowType } from '../../ir/row-condition.ts';
import type { ColumnType } from '../../schema/model.ts';

/** Null for types whose comparison could fail, depends on settings, or means something that no other tool would compute. */
export function rowTypeOf(type: ColumnType): RowType | null {
  switch (type.family) {
    case 'text':
      // citext compares by functions of an extension.
      return type.ignoresCase ? null : 'text';
    case 'integer':
    case 'numeric':
    case 'float':
    case 'boolean':
    case 'date':
    case 'uuid':
    case 'enum':
      return type.family;
    case 'timestamp':
      return type.base.endsWith(' with time zone') ? 'timestamp with time zone' : 'timestamp';
    case 'array':
      return /^(?:text|character varying(?:\(\d+\))?)\[\]$/.test(type.base) ? 'set of text' : null;
    default:
      return null;
  }
}

/** The type of literals that are compared as `type`; enums and sets have none of their own. */
export const LITERAL_TYPE = {
  text: { base: 'text', family: 'text' },
  integer: { base: 'bigint', family: 'integer' },
  numeric: { base: 'numeric', family: 'numeric' },
  float: { base: 'double precision', family: 'float' },
  boolean: { base: 'boolean', family: 'boolean' },
  date: { base: 'date', family: 'date' },
  timestamp: { base: 'timestamp without time zone', family: 'timestamp' },
  'timestamp with time zone': { base: 'timestamp with time zone', family: 'timestamp' },
  uuid: { base: 'uuid', family: 'uuid' },
} as const satisfies Partial<Record<RowType, Pick<ColumnType, 'base' | 'family'>>>;

/** Types whose values have an order that is the same on every server. */
export const ORDERED: ReadonlySet<RowType> = new Set<RowType>([
  'integer',
  'numeric',
  'float',
  'date',
  'timestamp',
  'timestamp with time zone',
]);

/** Types of which each value is written in one way, whatever a session has set. */
export const WRITTEN_ONE_WAY: ReadonlySet<RowType> = new Set<RowType>([
  'text',
  'integer',
  'numeric',
  'boolean',
  'uuid',
  'enum',
]);
