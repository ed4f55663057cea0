/** Weighted sums of digits, which most check digits are. Knows no kind of number. */
import { call, cast, quoteLiteral } from '../../sql/sql.ts';

/** The digits of a text, whatever stands between them, in SQL. */
export function digitsSql(text: string): string {
  return call(
    'regexp_replace',
    `${text} COLLATE pg_catalog."C"`,
    quoteLiteral('[^0-9]'),
    quoteLiteral(''),
    quoteLiteral('g'),
  );
}

/** The sum, in SQL, of what `term` makes of each character of `text`: of the columns `"digit"` and `"place"`, which begins at 1. */
export function sumSql(text: string, term: (digit: string, place: string) => string): string {
  const rows = `${call('regexp_split_to_table', text, quoteLiteral(''))} WITH ORDINALITY AS "digits"("digit", "place")`;
  return `(SELECT ${call('sum', term('"digit"', '"place"'))} FROM ${rows})`;
}

/** Whether the text is as long as that, in SQL; nothing else may be looked at before. */
export function hasLengthSql(text: string, least: number, most: number): string {
  const length = call('length', text);
  return `${call('int4ge', length, String(least))} AND ${call('int4le', length, String(most))}`;
}

/** Whether an expression of type `bigint` is a multiple of `divisor`. */
export function isMultipleSql(sum: string, divisor: number): string {
  return call('int8eq', call('int8mod', sum, cast(String(divisor), 'bigint')), cast('0', 'bigint'));
}
