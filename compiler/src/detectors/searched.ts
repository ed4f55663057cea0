/** Which columns detectors look at. */

import type { ColumnType } from '../schema/model.ts';
import { elementType } from '../sql/elements.ts';
import type { Finder } from './finder.ts';

/** Whether values of a type are texts, or arrays of texts. */
export function isText(type: ColumnType): boolean {
  return (elementType(type) ?? type).family === 'text';
}

/** Whether values of a type are documents of JSON, or arrays of them. */
export function isJson({ base }: ColumnType): boolean {
  return /^jsonb?(?:\[\])?$/.test(base);
}

/** Whether detectors look into values of a type. */
export function isSearched(type: ColumnType): boolean {
  return isText(type) || isJson(type);
}

/** Whether a text of a type can hold a match: what is too short for the shortest one cannot. */
export function canHold(type: ColumnType, { pattern }: Finder): boolean {
  const { maxLength } = elementType(type) ?? type;
  return isText(type) && (maxLength === null || maxLength >= pattern.lengths.least);
}

/** Whether a value of a type can hold a match, be it in a text within. */
export function mayHold(type: ColumnType, finder: Finder): boolean {
  return isJson(type) || canHold(type, finder);
}
