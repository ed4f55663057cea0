/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
import { call, cast, quoteLiteral } from '../../sql/sql.ts';
import { digitsSql, hasLengthSql, isMultipleSql, sumSql } from './digits.ts';
import type { Validator } from './validator.ts';

const MOST_DIGITS = 40;

/** What each digit counts where it counts twice. */
const DOUBLED = '0246813579';

export const luhn: Validator = {
  name: 'luhn',
  doc: 'At least two digits, not all of them zero, whose sum ends in 0 when every second one from the right counts twice, as in the numbers of payment cards.',
  sql(match) {
    const digits = digitsSql(match);
    const sum = sumSql(call('reverse', digits), (digit, place) => {
      const doubled = call('translate', digit, quoteLiteral('0123456789'), quoteLiteral(DOUBLED));
      const isDoubled = call('int8eq', call('int8mod', place, cast('2', 'bigint')), cast('0', 'bigint'));
      return cast(`CASE WHEN ${isDoubled} THEN ${doubled} ELSE ${digit} END`, 'integer');
    });
    const isNonzero = call('textne', call('btrim', digits, quoteLiteral('0')), quoteLiteral(''));
    return `CASE WHEN ${hasLengthSql(digits, 2, MOST_DIGITS)} AND ${isNonzero} THEN ${isMultipleSql(sum, 10)} ELSE false END`;
  },
};
