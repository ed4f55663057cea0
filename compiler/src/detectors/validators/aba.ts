/** Routing numbers of American banks (ABA): nine digits with the weights 3, 7, 1. */
import { call, cast, quoteLiteral } from '../../sql/sql.ts';
import { digitsSql, hasLengthSql, isMultipleSql, sumSql } from './digits.ts';
import type { Validator } from './validator.ts';

const LENGTH = 9;
const WEIGHTS = '371';

/** The Federal Reserve's districts, thrifts, electronic transactions, and traveler's cheques. */
const FIRST_TWO = '^(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)';

export const aba: Validator = {
  name: 'aba',
  doc: 'Nine digits that begin as a routing number of an American bank does, and whose sum with the weights 3, 7, 1 ends in 0.',
  sql(match) {
    const digits = digitsSql(match);
    const sum = sumSql(digits, (digit, place) => {
      const index = cast(
        call('int8mod', call('int8mi', place, cast('1', 'bigint')), cast('3', 'bigint')),
        'integer',
      );
      const weight = call('substr', quoteLiteral(WEIGHTS), call('int4pl', index, '1'), '1');
      return call('int4mul', cast(digit, 'integer'), cast(weight, 'integer'));
    });
    const isInRange = call('textregexeq', digits, quoteLiteral(FIRST_TWO));
    const isNonzero = call('textne', call('btrim', digits, quoteLiteral('0')), quoteLiteral(''));
    return `CASE WHEN ${hasLengthSql(digits, LENGTH, LENGTH)} AND ${isInRange} AND ${isNonzero} THEN ${isMultipleSql(sum, 10)} ELSE false END`;
  },
};
