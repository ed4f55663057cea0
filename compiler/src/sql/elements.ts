/**
 * Arrays of text with each element computed anew.
 *
 * What is left besides is how many elements there are and in which order; bounds and dimensions are not kept. The
 * expression for an element sees it under a name of its own, which hides no column: the arguments of a function in FROM
 * are read outside of it.
 */
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteIdentifier, quoteLiteral } from './sql.ts';

const PLACE = 'place';

/** An array of more elements becomes empty: masks are longer than what they hide, and a value has at most 1 GB. */
const MOST_ELEMENTS = 10_000;

/** The array in `column` with `elementSql` for each element, which that knows by the name `as`. It stands there once. */
export function eachElement(column: string, type: ColumnType, as: string, elementSql: string): string {
  const array = cast(quoteIdentifier(column), type.base);
  const [element, place] = [as, PLACE].map(quoteIdentifier);
  const elements = `${call('unnest', array)} WITH ORDINALITY AS "elements"(${element}, ${place})`;
  const aggregate = call('array_agg', `${elementSql} ORDER BY ${place}`);
  const isLong = call('int4gt', call('cardinality', array), String(MOST_ELEMENTS));
  const empty = cast(quoteLiteral('{}'), type.base);
  return [
    `CASE WHEN ${array} IS NULL THEN ${cast('NULL', type.base)}`,
    `WHEN ${isLong} THEN ${empty}`,
    `ELSE COALESCE((SELECT ${cast(aggregate, type.base)} FROM ${elements}), ${empty}) END`,
  ].join(' ');
}

/** The type of the elements where they are of a text type of PostgreSQL's own; of others an array's name does not tell. */
export function elementType({ family, base }: ColumnType): ColumnType | null {
  const found = /^(text|character(?: varying)?)(?:\((\d+)\))?\[\]$/.exec(base);
  if (family !== 'array' || found === null) return null;
  const text = base.slice(0, -'[]'.length);
  const maxLength = found[2] === undefined ? null : Number(found[2]);
  return { text, base: text, family: 'text', ignoresCase: false, maxLength, enumValues: null };
}
