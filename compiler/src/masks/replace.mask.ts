/**
 * `replace(pattern, replacement)`: a text of the author's in place of each match, and the rest as it is.
 *
 * What no match is comes through, be it what the author meant to hide in another writing: so it counts as a mask that shows a part.
 */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import { framed, matchFrame, stretchesSql, VALUE } from '../detectors/match-sql.ts';
import { canHold, isText as isSearched } from '../detectors/searched.ts';
import type { ColumnType } from '../schema/model.ts';
import { elementType } from '../sql/elements.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/sql.ts';
import { argumentText, isSought, soughtAt, stringAt } from './arguments.ts';
import { fitsLength, isText } from './constant-value.ts';
import type { MaskArgument, MaskDefinition } from './mask.ts';

/** A text has at most a thousand stretches to replace, so that no result comes near to what the server can hold. */
const LONGEST_REPLACEMENT = 1_000;

export const replaceMask: MaskDefinition = {
  name: 'replace',
  params: [
    { name: 'pattern', type: 'pattern', optional: false },
    {
      name: 'replacement',
      type: 'string',
      accepts: (value) => isText(value) && value.length <= LONGEST_REPLACEMENT,
      expected: `a text of at most ${LONGEST_REPLACEMENT} characters, U+0000 not among them`,
      optional: false,
    },
  ],
  rank: REVEAL_RANK.part,
  doc: 'The text with the replacement for each match of a regular expression or a detector, cut to the length of the column; a text without a match stays as it is, and so does NULL; one of more than 200,000 characters, or with more than 1,000 matches, becomes `[redacted]`. Fits text and arrays of text that are long enough for a match and for the replacement.',
  accepts: isSearched,
  fits: (type, [pattern, replacement]) =>
    isSought(pattern) &&
    typeof replacement === 'string' &&
    canHold(type, pattern.finder) &&
    fitsLength(elementType(type) ?? type, replacement),
  treatment: (column, type, args) => ({
    text: `replace(${args.map(argumentText).join(', ')})`,
    rank: REVEAL_RANK.part,
    sql: replaced(column, type, args),
    keyed: false,
    lookup: false,
  }),
};

/** The column is read under a name that none of the inner ones hides. */
function replaced(column: string, type: ColumnType, args: readonly MaskArgument[]): string {
  const { finder } = soughtAt(args, 0);
  const stretches = stretchesSql(finder, quoteLiteral(stringAt(args, 1)));
  const value = `SELECT ${quoteIdentifier(column)} AS ${quoteIdentifier(VALUE)} OFFSET 0`;
  return `(SELECT ${framed(matchFrame([finder], type), [stretches])} FROM (${value}) AS "values")`;
}
