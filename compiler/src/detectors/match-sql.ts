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
import { isDeep, mayFail } from '../sql/json-text.ts';
import { call, cast, qualifiedType, quoteIdentifier, quoteLiteral } from '../sql/sql.ts';
import type { CompiledPattern } from './compile-pattern.ts';
import type { Finder } from './finder.ts';
import { isJson } from './searched.ts';
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
  const [frame, element] = isJson(type)
    ? [jsonFrame, { ...type, base: type.base.replace('[]', '') }]
    : [textFrame, elementType(type) ?? type];
  const { before, between, after } = frame(finders, element);
  if (element.base === type.base) return { before, between, after };
  // U+0000 stands in no SQL.
  const [first = '', last = ''] = eachElement(VALUE, type, VALUE, '\0').split('\0');
  return { before: first + before, between, after: after + last };
}

function textFrame(finders: readonly Finder[], { base, maxLength }: ColumnType): PartFrame {
  const hidden = cast(quoteLiteral(HIDDEN.slice(0, maxLength ?? HIDDEN.length)), base);
  const isForeign = isForeignTo(finders);
  const { before, between, after } = maskedTextFrame();
  return {
    before: [
      `CASE WHEN ${call('int4gt', call('length', TEXT), String(LONGEST_TEXT))} THEN ${hidden}`,
      `${isForeign === null ? '' : `WHEN ${isForeign} AND ${TEXT} IS NOT NULL THEN ${hidden} `}WHEN ${mayMatch(finders)} THEN`,
      // Nothing of the column, but for its collation: a subselect's own gives way to it.
      `CAST(pg_catalog.textcat(${call('left', TEXT, '0')}, COALESCE(${before}`,
    ].join(' '),
    between,
    after: `${after}, ${TEXT})) AS ${qualifiedType(base)}) ELSE ${cast(quoteIdentifier(VALUE), base)} END`,
  };
}

/** Whether the expressions mean something else in the encoding of the database; null where they mean the same in each. */
function isForeignTo(finders: readonly Finder[]): string | null {
  return finders.every(({ pattern }) => pattern.isEncodingFree)
    ? null
    : call('namene', call('getdatabaseencoding'), quoteLiteral('UTF8'));
}

function mayMatch(finders: readonly Finder[]): string {
  return finders.map(({ pattern }) => call('textregexeq', BYTEWISE, quoteLiteral(pattern.sql))).join(' OR ');
}

/** A text with its stretches masked; NULL where it has none. */
function maskedTextFrame(): PartFrame {
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
  const rest = call('substr', TEXT, call('int4pl', call('max', String(stop)), '1'));
  const whole = call('textcat', call('string_agg', `${replaced}, '' ORDER BY ${start}`), rest);
  const isMany = call('int8gt', 'pg_catalog.count(*)', String(MOST_STRETCHES));
  return {
    before: [
      `(SELECT CASE WHEN ${isMany} THEN ${quoteLiteral(HIDDEN)} ELSE ${whole} END COLLATE pg_catalog."default"`,
      `FROM (SELECT ${call('min', String(start))} AS ${start}, ${call('max', String(stop))} AS ${stop},`,
      `CASE WHEN ${call('int8eq', 'pg_catalog.count(*)', '1')} THEN ${call('string_agg', String(masked), "''")} ELSE ${quoteLiteral(HIDDEN)} END AS ${masked},`,
      `COALESCE(pg_catalog.lag(${call('max', String(stop))}) OVER (ORDER BY ${call('min', String(start))}), 0) AS ${end}`,
      `FROM (SELECT ${start}, ${stop}, ${masked}, ${call('sum', String(isFirst))} ${order}) AS ${stretch}`,
      `FROM (SELECT ${start}, ${stop}, ${masked},`,
      `CASE WHEN ${call('int4lt', String(start), furthest)} THEN 0 ELSE 1 END AS ${isFirst} FROM (`,
    ].join(' '),
    between: ' UNION ALL ',
    after: `) AS "found") AS "marked") AS "numbered" GROUP BY ${stretch}) AS "stretches")`,
  };
}

/** Strings with their quotes, names with the colon behind them, and numbers: all of a document that a detector looks at. */
const TOKEN = '"(?:[^"\\\\]|\\\\.)*"(?:[ \\t\\n\\r]*:)?|-?[0-9][0-9.eE+-]*';

/** A number with an exponent of more digits is not written out to be looked at. */
const LONG_EXPONENT = '[0-9][eE][+-]?[0-9]{4}';

/**
 * Of documents of JSON, the strings are masked within, wherever they stand, each as it reads without its escapes. A number in which
 * something is found becomes the string of its masked digits; a name in which something is found has the whole document redacted,
 * since members that were masked to one name would tell how they were ordered. All else stays as it was written: the text
 * is taken apart at its strings and numbers, and put together again, since no built-in of the server walks through a document.
 */
function jsonFrame(finders: readonly Finder[], { base }: ColumnType): PartFrame {
  const document = '"document"';
  const redacted = cast(quoteLiteral(`"${HIDDEN}"`), base);
  const isForeign = isForeignTo(finders);
  const refused = [
    call('int4gt', call('length', document), String(LONGEST_TEXT)),
    isDeep(document),
    ...(isForeign === null ? [] : [isForeign]),
    ...(base === 'json'
      ? [...mayFail(document), call('textregexeq', document, quoteLiteral(LONG_EXPONENT))]
      : []),
  ];
  const isString = call('texteq', call('left', '"token"', '1'), quoteLiteral('"'));
  const isName = call('texteq', call('right', '"token"', '1'), quoteLiteral(':'));
  // White space before the colon does no harm within a list.
  const string = call('rtrim', '"token"', quoteLiteral(': '));
  const inList = call('textcat', quoteLiteral('['), call('textcat', string, quoteLiteral(']')));
  const list = cast(inList, 'jsonb');
  const number = cast(cast('"token"', 'numeric'), 'text');
  const read = `CASE WHEN ${call('texteq', '"token"', quoteLiteral(''))} THEN NULL WHEN ${isString} THEN ${call('jsonb_array_element_text', list, '0')} ELSE ${number} END`;
  const written = `CASE WHEN "masked" IS NULL THEN "token" ELSE ${cast(call('to_jsonb', '"masked"'), 'text')} END`;
  const whole = call('string_agg', `${call('textcat', '"piece"', written)}, '' ORDER BY "place"`);
  const pieces = call('unnest', call('regexp_split_to_array', document, quoteLiteral(TOKEN)));
  const tokens = call('regexp_matches', document, quoteLiteral(TOKEN), quoteLiteral('g'));
  const { before, between, after } = maskedTextFrame();
  return {
    before: [
      `(SELECT CASE WHEN ${document} IS NULL THEN NULL`,
      ...refused.map((condition) => `WHEN ${condition} THEN ${redacted}`),
      `ELSE (SELECT CASE WHEN ${call('bool_or', '"is_name" AND "masked" IS NOT NULL')} THEN ${redacted}`,
      `WHEN ${call('bool_or', '"masked" IS NOT NULL')} THEN ${cast(whole, base)} ELSE "stored" END`,
      `FROM (SELECT "piece", "token", "place", "is_name", CASE WHEN ${mayMatch(finders)} THEN ${before}`,
    ].join(' '),
    between,
    after: [
      `${after} END AS "masked"`,
      `FROM (SELECT "piece", "token", "place", ${isName} AS "is_name", ${read} AS ${quoteIdentifier(VALUE)}`,
      `FROM (SELECT "piece", COALESCE("found"[1], '') AS "token", "place"`,
      `FROM ROWS FROM (${pieces}, ${tokens}) WITH ORDINALITY AS "parts"("piece", "found", "place") OFFSET 0) AS "pieces" OFFSET 0)`,
      'AS "tokens" OFFSET 0) AS "masked_tokens") END',
      `FROM (SELECT ${quoteIdentifier(VALUE)} AS "stored", ${cast(quoteIdentifier(VALUE), 'text')} COLLATE pg_catalog."C" AS ${document} OFFSET 0) AS "documents")`,
    ].join(' '),
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
 * As the proxy's `find-genuine.ts` says what is genuine. Functions that give rows are chosen by how many of them the planner expects: with the
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
