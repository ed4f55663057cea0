/** Column types for tests, as the schema loader would make them. */
import type { ColumnType, TypeFamily } from '../../../compiler/src/schema/model.ts';

/** A type that is no domain. */
export function columnType(
  text: string,
  family: TypeFamily,
  more: Partial<Pick<ColumnType, 'maxLength' | 'enumValues' | 'ignoresCase' | 'base'>> = {},
): ColumnType {
  return { text, base: text, family, ignoresCase: false, maxLength: null, enumValues: null, ...more };
}

export const textType = columnType('text', 'text');

/** `character varying(n)` */
export function varchar(maxLength: number): ColumnType {
  return columnType(`character varying(${maxLength})`, 'text', { maxLength });
}
