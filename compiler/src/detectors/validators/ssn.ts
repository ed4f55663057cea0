/** Social security numbers of the United States: which numbers the administration has given out or could. */
import { call, quoteLiteral } from '../../sql/sql.ts';
import { digitsSql } from './digits.ts';
import type { Validator } from './validator.ts';

const NINE_DIGITS = '^[0-9]{9}$';

/** The areas 000, 666 and 900 to 999, the group 00 and the serial number 0000 are never given out. */
const NEVER = '^(?:000|666|9)|^...00|0000$';

export const ssn: Validator = {
  name: 'ssn',
  doc: 'Nine digits that can be a social security number of the United States: no area 000, 666 or 9xx, no group 00, no serial number 0000.',
  sql(match) {
    const digits = digitsSql(match);
    return `(${call('textregexeq', digits, quoteLiteral(NINE_DIGITS))} AND ${call('textregexne', digits, quoteLiteral(NEVER))})`;
  },
};
