/**
 * A mask for JSON values: what the mask makes of a string or of a number where it fits one of these, and a redaction of everything
 * else that could stand there. JSON has no column type that would tell what to expect.
 */
import { REVEAL_RANK, type Treatment } from '@dlpc/runtime/abi';
import type { ColumnType } from '../../schema/model.ts';
import { call, cast, quoteLiteral } from '../../sql/sql.ts';
import type { MaskArgument, MaskDefinition } from '../mask.ts';

/** Strings and numbers of JSON, as the types in which their masks are computed. */
export const JSON_STRING: ColumnType = jsonType('text', 'text');
export const JSON_NUMBER: ColumnType = jsonType('numeric', 'numeric');

/** Longer strings are redacted: a text of the server's has an end somewhere, and a masked one may be longer. */
const LONGEST_STRING = 1_000_000;

/** The name under which a value is masked. */
const LEAF = 'leaf';

/** Whether a mask does something else to JSON values than redact them all. */
export function fitsJson(mask: MaskDefinition, args: readonly MaskArgument[]): boolean {
  return mask.fits(JSON_STRING, args) || mask.fits(JSON_NUMBER, args);
}

/** The `jsonb` that stands for the value `item`, an expression of that type. */
export function maskedValue(item: string, mask: MaskDefinition, args: readonly MaskArgument[]): string {
  const kind = call('jsonb_typeof', item);
  const text = call('jsonb_array_element_text', call('jsonb_build_array', item), '0');
  if (mask.rank <= REVEAL_RANK.constant) {
    // One value for all, and for null too; a number where it is written as one.
    const type = typeof args[0] === 'number' || !mask.fits(JSON_STRING, args) ? JSON_NUMBER : JSON_STRING;
    return jsonOf(mask.treatment(LEAF, type, args));
  }
  const arms = [`WHEN ${quoteLiteral('null')} THEN ${item}`];
  if (mask.fits(JSON_STRING, args)) {
    const isShort = call('int4le', call('length', text), String(LONGEST_STRING));
    const masked = computed(text, 'text', mask.treatment(LEAF, JSON_STRING, args));
    arms.push(`WHEN ${quoteLiteral('string')} THEN CASE WHEN ${isShort} THEN ${masked} ELSE ${REDACTED} END`);
  }
  if (mask.fits(JSON_NUMBER, args)) {
    const masked = computed(cast(text, 'numeric'), 'numeric', mask.treatment(LEAF, JSON_NUMBER, args));
    arms.push(`WHEN ${quoteLiteral('number')} THEN ${masked}`);
  }
  return `CASE ${kind} ${arms.join(' ')} ELSE ${REDACTED} END`;
}

/** What stands for a value that no mask fits. */
export const REDACTED = cast(quoteLiteral('"[redacted]"'), 'jsonb');

function computed(value: string, type: string, treatment: Treatment): string {
  return `(SELECT ${jsonOf(treatment)} FROM (SELECT ${cast(value, type)} AS "${LEAF}" OFFSET 0) AS "leaves")`;
}

/** The result of a mask as JSON; NULL is null, and a number that JSON has no word for too. */
function jsonOf({ sql, text }: Treatment): string {
  if (sql === null) throw new TypeError(`${text} is no mask`);
  return `COALESCE(${call('to_jsonb', sql)}, ${cast(quoteLiteral('null'), 'jsonb')})`;
}

function jsonType(text: string, family: ColumnType['family']): ColumnType {
  return { text, base: text, family, ignoresCase: false, maxLength: null, enumValues: null };
}
