/**
 * SQL that masks what detectors find in a text and leaves the rest of it as it is. Over built-ins alone, raises no error for any
 * stored text, and depends on no setting, search path or collation.
 *
 * Every detector looks at the text as it is stored, never at what another one's mask left of it: a mask beside a card number
 * would be read with it, and the number then be none. Where matches of several detectors overlap, the whole stretch is redacted,
 * since a part of one could otherwise stand outside of the other.
 *
 * The compiler cannot know which detectors count for a caller. So it writes the frame of the expression, and for each
 * treatment a SELECT of the stretches that it replaces; the frame around any of these, with UNION ALL between, is the
 * expression. All of it reads a column called `"value"`.
 */
import type { PartFrame } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { eachElement, elementType } from '../sql/elements.ts';
import { call, cast, qualifiedType, quoteIdentifier, quoteLiteral } from '../sql/sql.ts';
import type { CompiledPattern } from './compile-pattern.ts';
import type { Finder } from './finder.ts';
import type { Validator } from './validators/validator.ts';

/** The column that all expressions read. */
export const VALUE = 'value';

/** The column that holds a match, where its mask is computed. */
export const MATCH = 'match';

/** Longer texts are hidden whole: the server matches them in memory, and not in linear time for every expression. */
const LONGEST_TEXT = 200_000;

/** A text with more stretches to replace is hidden whole: to cut each of them out takes time in proportion to the text. */
const MOST_STRETCHES = 1_000;

const HIDDEN = '[redacted]';

const TEXT = cast(quoteIdentifier(VALUE), 'text');

/** The text with the collation in which matching depends on no locale, and works where the column's is nondeterministic. */
const BYTEWISE = `${TEXT} COLLATE pg_catalog."C"`;

/** The frame for a column that these finders look at; at least one. `type` is the column's. */
export function matchFrame(finders: readonly Finder[], type: ColumnType): PartFrame {
  const element = elementType(type);
  if (element === null) return textFrame(finders, type);
  const { before, between, after } = textFrame(finders, element);
  // U+0000 stands in no SQL.
  const [first = '', last = ''] = eachElement(VALUE, type, VALUE, '\0').split('\0');
  return { before: first + before, between, after: after + last };
}

function textFrame(finders: readonly Finder[], { base, maxLength }: ColumnType): PartFrame {
  const hidden = quoteLiteral(HIDDEN.slice(0, maxLength ?? HIDDEN.length));
  const isForeign = finders.every(({ pattern }) => pattern.isEncodingFree)
    ? ''
    : `WHEN ${call('namene', call('getdatabaseencoding'), quoteLiteral('UTF8'))} AND ${TEXT} IS NOT NULL THEN ${cast(hidden, base)} `;
  const matches = finders.map(({ pattern }) => call('textregexeq', BYTEWISE, quoteLiteral(pattern.sql)));
  const [start, stop, masked, isFirst, stretch, end] = [
    ...['start', 'stop', 'masked', 'is_first', 'stretch', 'end'],
  ].map(quoteIdentifier);
  const order = `OVER (ORDER BY ${start}, ${stop} DESC`;
  const furthest = `${call('max', String(stop))} ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const before = call(
    'substr',
    TEXT,
    call('int4pl', String(end), '1'),
    call('int4mi', String(start), String(end)),
  );
  const replaced = call('textcat', before, String(masked));
  const rest = call('substr', TEXT, call('int4pl', `COALESCE(${call('max', String(stop))}, 0)`, '1'));
  const whole = call(
    'textcat',
    `COALESCE(${call('string_agg', `${replaced}, '' ORDER BY ${start}`)}, '')`,
    rest,
  );
  const isMany = call('int8gt', 'pg_catalog.count(*)', String(MOST_STRETCHES));
  return {
    before: [
      `CASE WHEN ${call('int4gt', call('length', TEXT), String(LONGEST_TEXT))} THEN ${cast(hidden, base)}`,
      `${isForeign}WHEN ${matches.join(' OR ')} THEN`,
      // Nothing of the column, but for its collation: a subselect's own gives way to it.
      `CAST(pg_catalog.textcat(${call('left', TEXT, '0')},`,
      `(SELECT CASE WHEN ${isMany} THEN ${hidden} ELSE ${whole} END COLLATE pg_catalog."default"`,
      `FROM (SELECT ${call('min', String(start))} AS ${start}, ${call('max', String(stop))} AS ${stop},`,
      `CASE WHEN ${call('int8eq', 'pg_catalog.count(*)', '1')} THEN ${call('string_agg', String(masked), "''")} ELSE ${quoteLiteral(HIDDEN)} END AS ${masked},`,
      `COALESCE(pg_catalog.lag(${call('max', String(stop))}) OVER (ORDER BY ${call('min', String(start))}), 0) AS ${end}`,
      `FROM (SELECT ${start}, ${stop}, ${masked}, ${call('sum', String(isFirst))} ${order}) AS ${stretch}`,
      `FROM (SELECT ${start}, ${stop}, ${masked},`,
      `CASE WHEN ${call('int4lt', String(start), furthest)} THEN 0 ELSE 1 END AS ${isFirst} FROM (`,
    ].join(' '),
    between: ' UNION ALL ',
    after: `) AS "found") AS "marked") AS "numbered" GROUP BY ${stretch}) AS "stretches")) AS ${qualifiedType(base)}) ELSE ${cast(quoteIdentifier(VALUE), base)} END`,
  };
}

/**
 * A SELECT of what a finder finds, each with what takes its place. `mask` is an SQL expression over the column
 * {@link MATCH}; where it is NULL, nothing takes the place of a match.
 */
export function stretchesSql({ pattern, validator }: Finder, mask: string): string {
  const found = validator === null ? matchesSql(pattern) : genuineSql(pattern, validator);
  return `SELECT "start", "stop", COALESCE(${cast(mask, 'text')}, '') AS "masked" FROM (${found}) AS "matches"`;
}

/** Each match with its place, counted from 0; the end is the first place behind it. */
function matchesSql({ sql }: CompiledPattern): string {
  const pieces = call('unnest', call('regexp_split_to_array', BYTEWISE, quoteLiteral(sql)));
  const matches = call('regexp_matches', BYTEWISE, quoteLiteral(sql), quoteLiteral('g'));
  const length = call('length', '"found"[1]');
  const both = call('int4pl', call('length', '"piece"'), `COALESCE(${length}, 0)`);
  const stop = cast(`${call('sum', both)} OVER (ORDER BY "place")`, 'integer');
  return [
    `SELECT "match", ${call('int4mi', '"stop"', call('length', '"match"'))} AS "start", "stop"`,
    // The pieces between are one more than the matches.
    `FROM (SELECT "found"[1] AS "match", ${stop} AS "stop"`,
    `FROM ROWS FROM (${pieces}, ${matches}) WITH ORDINALITY AS "parts"("piece", "found", "place")) AS "ends"`,
    'WHERE "match" IS NOT NULL',
  ].join(' ');
}

/**
 * As `find-genuine.ts` says what is genuine. Functions that give rows are chosen by how many of them the planner expects: with the
 * thousand of `generate_series` it would compile every statement to machine code first.
 */
function genuineSql(pattern: CompiledPattern, validator: Validator): string {
  const { least, most } = pattern.lengths;
  const part = (start: string, length: string): string =>
    call('substr', BYTEWISE, call('int4pl', start, '1'), length);
  const until = (start: string, stop: string): string => part(start, call('int4mi', stop, start));

  const longest = `(${call('regexp_match', part('"inner"."from"', String(most)), quoteLiteral(`^${pattern.sql}`))})[1]`;
  const crosses = call('int4gt', call('int4pl', '"inner"."from"', call('length', longest)), '"stop"');
  const startsWithin = `${call('int4gt', '"inner"."from"', '"start"')} AND ${crosses}`;
  const isDoubtful = `NOT ${validator.sql('"match"')} OR EXISTS (SELECT 1 FROM (${wordsSql('"match"', '"start"')}) AS "inner" WHERE ${startsWithin})`;

  const behind = part('"stop"', String(most));
  const firsts = wordsSql(until('"start"', '"stop"'), '"start"');
  const lasts = `${firsts} UNION ALL ${wordsSql(behind, '"stop"')}`;
  const length = call('int4mi', '"last"."to"', '"first"."from"');
  const hasLength = `${call('int4ge', length, String(least))} AND ${call('int4le', length, String(most))}`;
  const candidate = until('"first"."from"', '"last"."to"');
  const isMatch = call('textregexeq', candidate, quoteLiteral(`^${pattern.sql}$`));
  return [
    `SELECT "start", "stop", ${until('"start"', '"stop"')} AS "match" FROM (SELECT "start", "stop",`,
    `${call('max', '"stop"')} OVER (ORDER BY "start", "stop" DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "furthest"`,
    `FROM (SELECT "found"."start", "found"."stop"`,
    `FROM (SELECT "start", "stop", ${isDoubtful} AS "doubtful" FROM (${matchesSql(pattern)}) AS "tokens") AS "judged",`,
    'LATERAL (SELECT "judged"."start", "judged"."stop" WHERE NOT "doubtful"',
    `UNION ALL SELECT "first"."from", "last"."to" FROM (${firsts}) AS "first", (${lasts}) AS "last"`,
    `WHERE "doubtful" AND CASE WHEN ${hasLength} THEN`,
    `CASE WHEN ${isMatch} THEN ${validator.sql(candidate)} ELSE false END ELSE false END`,
    // What lies within another one is part of it.
    `) AS "found") AS "candidates") AS "genuine" WHERE "furthest" IS NULL OR ${call('int4gt', '"stop"', '"furthest"')}`,
  ].join(' ');
}

/** The words of a text and the single characters between them, each from one place to another; `offset` is where the text begins. */
function wordsSql(text: string, offset: string): string {
  const words = call('regexp_matches', text, quoteLiteral('[A-Za-z0-9_]+|[^A-Za-z0-9_]'), quoteLiteral('g'));
  const length = call('length', '"word"[1]');
  const to = cast(`${call('sum', length)} OVER (ORDER BY "nth")`, 'integer');
  return [
    `SELECT ${call('int4mi', call('int4pl', offset, to), length)} AS "from", ${call('int4pl', offset, to)} AS "to"`,
    `FROM ${words} WITH ORDINALITY AS "words"("word", "nth")`,
  ].join(' ');
}

/** The expression for these stretches, at least one. */
export function framed({ before, between, after }: PartFrame, stretches: readonly string[]): string {
  return before + stretches.join(between) + after;
}
