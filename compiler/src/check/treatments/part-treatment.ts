/** What a mask makes of a part of a column's values. */
import type { Treatment } from '@dlpc/runtime/abi';
import type { Part } from '../../bind/parts.ts';
import { MATCH, stretchesSql } from '../../detectors/match-sql.ts';
import { fitsJson, JSON_STRING } from '../../masks/json/json-mask.ts';
import { maskedPath } from '../../masks/json/json-path-mask.ts';
import type { ColumnType } from '../../schema/model.ts';
import type { CheckedMask } from '../masks/check-mask.ts';

/** Whether a mask fits a part: some values of JSON, or any text. */
export function fitsPart(part: Part, { definition, args }: CheckedMask): boolean {
  return part.kind === 'path' ? fitsJson(definition, args) : definition.fits(JSON_STRING, args);
}

/**
 * The treatment of a part of a column of type `type`, given that the mask fits: for a path the whole document, for a
 * detector the stretches that it replaces. Null where the detector is wrong, which has been reported.
 */
export function partTreatment(part: Part, type: ColumnType, mask: CheckedMask): Treatment | null {
  const { definition, args } = mask;
  // One of the two fits, and they differ in their SQL alone.
  const { text, rank, keyed } = definition.treatment(MATCH, JSON_STRING, args);
  const sql = part.kind === 'path' ? maskedPath(part.path, type, definition, args) : stretchesOf(part, mask);
  return sql === null ? null : { text, rank, sql, keyed, lookup: false };
}

function stretchesOf(
  { detector: { finder } }: Extract<Part, { readonly kind: 'matches' }>,
  { definition, args }: CheckedMask,
): string | null {
  const { sql } = definition.treatment(MATCH, JSON_STRING, args);
  return finder === null || sql === null ? null : stretchesSql(finder, sql);
}
