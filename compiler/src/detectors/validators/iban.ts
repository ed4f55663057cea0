/** International bank account numbers (ISO 13616): the remainder by 97 is 1. */
import { call, cast, quoteLiteral } from '../../sql/sql.ts';
import type { Validator } from './validator.ts';

/** Without what stands between its groups, in capitals. */
const FORM = '^[A-Z][A-Z][0-9][0-9][A-Z0-9]{11,30}$';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const SYMBOLS = `0123456789${UPPER}`;

/** Blanks, points and hyphens between groups. */
const BETWEEN = ' .-';

export const iban: Validator = {
  name: 'iban',
  doc: 'An international bank account number, with or without blanks, whose remainder by 97 is 1.',
  sql(match) {
    // `translate` also takes out what has no counterpart.
    const account = call('translate', match, quoteLiteral(LOWER + BETWEEN), quoteLiteral(UPPER));
    const turned = call('textcat', call('substr', account, '5'), call('left', account, '4'));
    const value = call(
      'int4mi',
      call('strpos', `${quoteLiteral(SYMBOLS)} COLLATE pg_catalog."C"`, '"symbol"'),
      '1',
    );
    const digits = call('string_agg', `${cast(value, 'text')}, '' ORDER BY "place"`);
    const symbols = `${call('regexp_split_to_table', `${turned} COLLATE pg_catalog."C"`, quoteLiteral(''))} WITH ORDINALITY AS "symbols"("symbol", "place")`;
    const remainder = call(
      'numeric_mod',
      `(SELECT ${cast(digits, 'numeric')} FROM ${symbols})`,
      cast("'97'", 'numeric'),
    );
    const hasForm = call('textregexeq', `${account} COLLATE pg_catalog."C"`, quoteLiteral(FORM));
    const isOne = call('numeric_eq', remainder, cast("'1'", 'numeric'));
    return `CASE WHEN ${hasForm} THEN ${isOne} ELSE false END`;
  },
};
