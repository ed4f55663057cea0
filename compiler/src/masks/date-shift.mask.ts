/**
 * `date_shift(days)`: every date moved by the same number of days, which only the key tells.
 *
 * One shift for all values, not one for each: so the time between two dates stays, in a row and across tables, which is
 * what shifted dates are for. It also means that one true date gives all of them away; the documentation says so.
 */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteLiteral } from '../sql/sql.ts';
import { integerAt } from './arguments.ts';
import { hexadecimal, hmac, messageOf } from './hmac.ts';
import type { MaskDefinition } from './mask.ts';
import { hoursAndMinutes, shifted, timeKind } from './times.ts';

/** A hundred years. */
const MOST_DAYS = 36_525;

export const dateShiftMask: MaskDefinition = {
  name: 'date_shift',
  params: [{ name: 'days', type: 'integer', min: 1, max: MOST_DAYS, optional: false }],
  rank: REVEAL_RANK.part,
  doc: 'The date or timestamp moved by at most so many days, back or forth, never by none: by the same number for every value under one key, so that order, time between values and time of day stay, and whoever knows one true value knows all; NULL and infinities stay. Fits `date` and timestamps.',
  accepts: (type) => timeKind(type) !== null,
  fits: (type) => timeKind(type) !== null,
  treatment: (column, type, args) => {
    const days = integerAt(args, 0);
    return {
      text: `date_shift(${days})`,
      rank: REVEAL_RANK.part,
      sql: shifted(column, type, (value) => moved(value, type, shiftWithin(days))),
      keyed: true,
      lookup: false,
    };
  },
};

/** Days of a timestamp as 24 hours each, for a day of the session's time zone can have more or fewer. */
function moved(value: string, type: ColumnType, days: string): string {
  const kind = timeKind(type);
  if (kind === 'date') return call('date_pli', value, days);
  const interval = hoursAndMinutes(call('int4mul', '24', days), '0');
  return call(`${kind ?? 'timestamp'}_pl_interval`, value, interval);
}

/** From -days to days without 0: one of 2·days numbers less a middle between two of them, rounded away from zero. */
function shiftWithin(days: number): string {
  const digits = call('substr', hexadecimal(hmac(messageOf(`date_shift(${days})`))), '1', '12');
  const bits = cast(call('textcat', quoteLiteral('x'), digits), 'bit(48)');
  const choice = call('int8mod', cast(bits, 'bigint'), cast(quoteLiteral(String(2 * days)), 'bigint'));
  const middle = cast(quoteLiteral(`${days - 1}.5`), 'numeric');
  return cast(call('round', call('numeric_sub', cast(choice, 'numeric'), middle)), 'integer');
}
