/**
 * SQL that masks what a path leads to in the documents of a `json` or `jsonb` column, and leaves the rest as it is. Over a
 * column called `"value"`.
 *
 * A document need not have the form that the path expects, and must hide what it holds all the same. As in the lax mode of
 * SQL/JSON, an array in the place of a member's object counts as its elements, and a single value in the place of an array
 * as an array of it. What else stands in the way, be it a string, is redacted: it may hold what the path was meant to lead to.
 * Null on the way and a missing member stay what they are.
 */
import type { ColumnType } from '../../schema/model.ts';
import { isDeep, mayFail } from '../../sql/json-text.ts';
import { call, cast, quoteLiteral } from '../../sql/sql.ts';
import type { MaskArgument, MaskDefinition } from '../mask.ts';
import { maskedValue, REDACTED } from './json-mask.ts';
import type { JsonPath } from './json-path.ts';

/** An array on the way with more elements is redacted: masks may be longer than what they hide, and a value has an end. */
const MOST_ELEMENTS = 10_000;

const VALUE = '"value"';

/** The expression for the document, of the type of the column. */
export function maskedPath(
  path: JsonPath,
  type: ColumnType,
  mask: MaskDefinition,
  args: readonly MaskArgument[],
): string {
  const masked = (document: string): string => along(path, document, mask, args);
  return type.base === 'jsonb' ? masked(VALUE) : overJson(masked);
}

/** The `jsonb` expression `item` with what `path` leads to masked. */
function along(path: JsonPath, item: string, mask: MaskDefinition, args: readonly MaskArgument[]): string {
  const [step, ...rest] = path;
  if (step === undefined) return maskedValue(item, mask, args);
  const depth = `${path.length}`;
  const [element, place, all] = [`"element${depth}"`, `"place${depth}"`, `"all${depth}"`];
  const inner = step.kind === 'each' ? along(rest, element, mask, args) : member(step.name);
  const isArray = call('texteq', call('jsonb_typeof', item), quoteLiteral('array'));
  const list = `CASE WHEN ${isArray} THEN ${item} ELSE ${call('jsonb_build_array', item)} END`;
  const collected = `COALESCE(${call('jsonb_agg', `${inner} ORDER BY ${place}`)}, ${cast("'[]'", 'jsonb')})`;
  const elements = `${call('jsonb_array_elements', list)} WITH ORDINALITY AS "elements${depth}"(${element}, ${place})`;
  const isLong = `CASE WHEN ${isArray} THEN ${call('int4gt', call('jsonb_array_length', item), String(MOST_ELEMENTS))} ELSE false END`;
  return [
    `CASE WHEN ${item} IS NULL THEN NULL WHEN ${isLong} THEN ${REDACTED} ELSE`,
    `(SELECT CASE WHEN ${isArray} THEN ${all} ELSE ${call('jsonb_array_element', all, '0')} END`,
    `FROM (SELECT ${collected} AS ${all} FROM ${elements}) AS "collected${depth}") END`,
  ].join(' ');

  function member(name: string): string {
    const key = quoteLiteral(name);
    const found = call('jsonb_object_field', element, key);
    const value = `"member${depth}"`;
    const masked = `(SELECT ${along(rest, value, mask, args)} FROM (SELECT ${found} AS ${value} OFFSET 0) AS "members${depth}")`;
    const replaced = call('jsonb_set', element, `ARRAY[${cast(key, 'text')}]`, masked, 'false');
    return [
      `CASE ${call('jsonb_typeof', element)} WHEN 'object' THEN`,
      `CASE WHEN ${call('jsonb_exists', element, key)} THEN ${replaced} ELSE ${element} END`,
      `WHEN 'null' THEN ${element} ELSE ${REDACTED} END`,
    ].join(' ');
  }
}

/** Texts with more characters are redacted whole. */
const LONGEST_DOCUMENT = 4_000_000;

/** What a `json` column holds and `jsonb` could refuse is redacted; of names that come twice the last one stays. */
function overJson(masked: (document: string) => string): string {
  const text = `${cast(VALUE, 'text')} COLLATE pg_catalog."C"`;
  const refused = [
    call('int4gt', call('length', text), String(LONGEST_DOCUMENT)),
    isDeep(text),
    ...mayFail(text),
  ];
  const document = cast(VALUE, 'jsonb');
  return [
    `CASE WHEN ${VALUE} IS NULL THEN NULL`,
    ...refused.map((condition) => `WHEN ${condition} THEN ${cast(REDACTED, 'json')}`),
    `ELSE (SELECT ${cast(masked('"document"'), 'json')} FROM (SELECT ${document} AS "document" OFFSET 0) AS "documents") END`,
  ].join(' ');
}
