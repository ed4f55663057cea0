/** `date_trunc(unit, offset?)`: the year, month, day … in which something happened, by its beginning. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteLiteral } from '../sql/sql.ts';
import { stringAt } from './arguments.ts';
import type { MaskArgument, MaskDefinition } from './mask.ts';
import { hoursAndMinutes, midnight, shifted, timeKind } from './times.ts';

const OF_TIMESTAMPS = ['second', 'minute', 'hour', 'day'];
const OF_DATES = ['week', 'month', 'quarter', 'year', 'decade', 'century'];
const UNITS = [...OF_TIMESTAMPS, ...OF_DATES];

const OFFSET = /^([+-])(0\d|1[0-4]):([0-5]\d)$/;

export const dateTruncMask: MaskDefinition = {
  name: 'date_trunc',
  params: [
    {
      name: 'unit',
      type: 'string',
      accepts: (value) => UNITS.includes(value),
      expected: `one of ${UNITS.map((unit) => JSON.stringify(unit)).join(', ')}`,
      optional: false,
    },
    {
      name: 'offset',
      type: 'string',
      accepts: (value) => value === 'UTC' || OFFSET.test(value),
      expected: '"UTC" or an offset from it, such as "+01:00"',
      optional: true,
    },
  ],
  rank: REVEAL_RANK.part,
  doc: 'The beginning of the second, minute, hour, day, week, month, quarter, year, decade or century; that of a `timestamp with time zone` as clocks show it at the offset from UTC, which is none where none is given; NULL and infinities stay. Fits timestamps, and `date` from the week up.',
  accepts: (type) => timeKind(type) !== null,
  fits: (type, [unit]) => {
    const kind = timeKind(type);
    return kind === 'date' ? OF_DATES.includes(String(unit)) : kind !== null;
  },
  treatment: (column, type, args) => ({
    text: `date_trunc(${args.map((arg) => JSON.stringify(arg)).join(', ')})`,
    rank: REVEAL_RANK.part,
    sql: shifted(column, type, (value) => truncated(value, type, args)),
    keyed: false,
    lookup: false,
  }),
};

function truncated(value: string, type: ColumnType, args: readonly MaskArgument[]): string {
  const unit = quoteLiteral(stringAt(args, 0));
  switch (timeKind(type)) {
    case 'date':
      return cast(call('date_trunc', unit, midnight(value)), 'date');
    case 'timestamptz': {
      const offset = offsetInterval(args.length > 1 ? stringAt(args, 1) : 'UTC');
      return call('timezone', offset, call('date_trunc', unit, call('timezone', offset, value)));
    }
    default:
      return call('date_trunc', unit, value);
  }
}

function offsetInterval(offset: string): string {
  const [, sign = '+', hours = '0', minutes = '0'] = OFFSET.exec(offset) ?? [];
  const factor = sign === '-' ? -1 : 1;
  return hoursAndMinutes(String(factor * Number(hours)), String(factor * Number(minutes)));
}
