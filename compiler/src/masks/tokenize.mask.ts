/**
 * `tokenize(format)`: equal in, equal out, as `hash`, in a form that the policy gives, such as `###-##-####`.
 *
 * The form is the policy's and not the value's: a token as long as its value, with digits where that has digits, would
 * tell more of it than equality, and of short values nearly everything.
 */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteLiteral } from '../sql/sql.ts';
import { stringAt } from './arguments.ts';
import { hexadecimal, hmac, messageOf } from './hmac.ts';
import type { MaskDefinition } from './mask.ts';
import { textIdentity } from './text-identity.ts';
import { parseTokenFormat, type Run } from './token-format.ts';

const HEXADECIMAL = '0123456789abcdef';

/** What stands for each hexadecimal digit. 0 to 5 come twice as often as 6 to 9; among the letters are no vowels, so that no words come. */
const ALPHABETS: Readonly<Record<Run['symbol'], string>> = {
  '#': '0123456789012345',
  '?': 'bcdfghjklmnpqrst',
};

export const tokenizeMask: MaskDefinition = {
  name: 'tokenize',
  params: [
    {
      name: 'format',
      type: 'string',
      accepts: (value) => parseTokenFormat(value) !== null,
      expected:
        'printable ASCII, with 8 to 60 of `#` for a digit and `?` for a letter, such as "###-##-####"',
      optional: false,
    },
  ],
  rank: REVEAL_RANK.equality,
  doc: 'A keyed pseudonym in the given form, with a digit for each `#` and a small letter for each `?`: equal values have equal tokens in every column of the same format, different ones can share a token; NULL stays NULL. Fits text that is long enough for the format.',
  accepts: (type) => type.family === 'text' && (type.maxLength ?? Infinity) >= 8,
  fits: (type, [format]) =>
    type.family === 'text' && typeof format === 'string' && (type.maxLength ?? Infinity) >= format.length,
  treatment: (column, type, args) => {
    const format = stringAt(args, 0);
    return {
      text: `tokenize(${JSON.stringify(format)})`,
      rank: REVEAL_RANK.equality,
      sql: cast(token(column, type, format), type.base),
      keyed: true,
      lookup: false,
    };
  },
};

/** The symbols, run after run, then what stands between them put in from left to right. */
function token(column: string, type: ColumnType, format: string): string {
  const parsed = parseTokenFormat(format);
  if (parsed === null) throw new TypeError('the arguments were not checked');
  const purpose = messageOf(`tokenize(${JSON.stringify(format)})`);
  const digits = hexadecimal(hmac(call('byteacat', purpose, textIdentity(column, type))));
  const symbols = parsed.runs
    .map(({ symbol, start, length }) => {
      const run = call('substr', digits, String(start + 1), String(length));
      return call('translate', run, quoteLiteral(HEXADECIMAL), quoteLiteral(ALPHABETS[symbol]));
    })
    .reduce((left, right) => call('textcat', left, right));
  return parsed.literals.reduce(
    (text, { at, literal }) => call('overlay', text, quoteLiteral(literal), String(at + 1), '0'),
    symbols,
  );
}
