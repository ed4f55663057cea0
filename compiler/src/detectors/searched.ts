/** Which columns detectors look at. */

import type { ColumnType } from '../schema/model.ts';
import { elementType } from '../sql/elements.ts';
import type { Finder } from './finder.ts';

/** Whether values of a type are texts, or arrays of texts. */
export function isSearched(type: ColumnType): boolean {
  return (elementType(type) ?? type).family === 'text';
}

/** Whether a value of a type can hold a match: what is too short for the shortest one cannot. */
export function canHold(type: ColumnType, { pattern }: Finder): boolean {
  const { maxLength } = elementType(type) ?? type;
  return isSearched(type) && (maxLength === null || maxLength >= pattern.lengths.least);
}
