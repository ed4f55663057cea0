/** `constant`: which values each type holds, and that the server takes every one of them for what was meant. */
import { describe, expect, it } from 'vitest';
import { findMask } from '../../../compiler/src/masks/catalog.ts';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { columnType, textType, varchar } from './column-types.ts';
import { maskSql, onServers } from './on-servers.ts';

interface Case {
  readonly type: ColumnType;
  /** With what the server prints for them, in UTC. */
  readonly held: readonly (readonly [MaskArgument, string])[];
  readonly refused: readonly MaskArgument[];
}

function integerType(name: string): ColumnType {
  return columnType(name, 'integer');
}

const CASES: readonly Case[] = [
  {
    type: textType,
    held: [
      ['', ''],
      [4, '4'],
      ["it's \\ here", "it's \\ here"],
      ['🙈', '🙈'],
    ],
    refused: ['a\0b', '\ud800'],
  },
  { type: varchar(3), held: [['🙈🙉🙊', '🙈🙉🙊']], refused: ['none', 1000] },
  {
    type: integerType('smallint'),
    held: [
      [0, '0'],
      ['-32768', '-32768'],
      [32_767, '32767'],
      ['007', '7'],
    ],
    refused: [32_768, '-32769', '', '1.0', '1e2', ' 1', '0x10', '1_000', 'one', '+1'],
  },
  {
    type: integerType('integer'),
    held: [
      ['-2147483648', '-2147483648'],
      [2_147_483_647, '2147483647'],
    ],
    refused: [2_147_483_648, '-2147483649'],
  },
  {
    type: integerType('bigint'),
    held: [
      ['-9223372036854775808', '-9223372036854775808'],
      ['9223372036854775807', '9223372036854775807'],
    ],
    refused: ['9223372036854775808', '-9223372036854775809', '9'.repeat(1000)],
  },
  {
    type: columnType('numeric', 'numeric'),
    held: [
      ['-0.000001', '-0.000001'],
      ['9'.repeat(100), '9'.repeat(100)],
    ],
    refused: ['NaN', 'Infinity', '.5', '5.', '9'.repeat(101), '1e5'],
  },
  {
    type: columnType('numeric(4,2)', 'numeric'),
    held: [
      ['99.99', '99.99'],
      ['-99.9900', '-99.99'],
      [7, '7.00'],
    ],
    refused: [100, '0.001', '-100.00'],
  },
  { type: columnType('numeric(2,2)', 'numeric'), held: [['0.99', '0.99']], refused: [1] },
  {
    type: columnType('real', 'float'),
    held: [
      ['0.5', '0.5'],
      [0, '0'],
      ['-0.0', '-0'],
    ],
    refused: [`1${'0'.repeat(39)}`, `0.${'0'.repeat(60)}1`, 'NaN', '1e3'],
  },
  {
    type: columnType('double precision', 'float'),
    held: [[`1${'0'.repeat(39)}`, '1e+39']],
    refused: ['Infinity', '9'.repeat(400)],
  },
  {
    type: columnType('boolean', 'boolean'),
    held: [
      ['true', 'true'],
      ['false', 'false'],
    ],
    refused: ['t', 'TRUE', 'yes', 1, 0],
  },
  {
    type: columnType('date', 'date'),
    held: [
      ['2000-02-29', '2000-02-29'],
      ['0001-01-01', '0001-01-01'],
      ['9999-12-31', '9999-12-31'],
      ['0099-03-04', '0099-03-04'],
    ],
    refused: [
      ...[
        '1900-02-29',
        '2000-13-01',
        '2000-1-1',
        '01/02/2000',
        '0000-01-01',
        'today',
        'infinity',
        20_000_101,
      ],
      '2000-01-01T00:00',
      '2000-01-01Z',
    ],
  },
  {
    type: columnType('timestamp without time zone', 'timestamp'),
    held: [
      ['2000-01-02', '2000-01-02 00:00:00'],
      ['2000-01-02T03:04', '2000-01-02 03:04:00'],
      ['2000-01-02 23:59:59.999999', '2000-01-02 23:59:59.999999'],
    ],
    refused: [
      '2000-01-02T24:00',
      '2000-01-02T03:60',
      '2000-01-02T03:04Z',
      '2000-01-02T03:04:05.1234567',
      'now',
    ],
  },
  {
    type: columnType('timestamp(0) with time zone', 'timestamp'),
    held: [
      ['2000-01-02', '2000-01-02 00:00:00+00'],
      ['2000-01-02T03:04Z', '2000-01-02 03:04:00+00'],
      ['2000-01-02T03:04:05-14:00', '2000-01-02 17:04:05+00'],
      ['9999-12-31T23:59:59-14:00', '10000-01-01 13:59:59+00'],
      ['0001-01-01T00:00:00+14:00', '0001-12-31 10:00:00+00 BC'],
    ],
    refused: ['2000-01-02T03:04', '2000-01-02T03:04 UTC', '2000-01-02T03:04+15:00', '2000-01-02T03:04+01'],
  },
  {
    type: columnType('uuid', 'uuid'),
    held: [['8B0A4C1E-9c8f-4f35-8f55-2b1f2c1d0e9a', '8b0a4c1e-9c8f-4f35-8f55-2b1f2c1d0e9a']],
    refused: ['8b0a4c1e9c8f4f358f552b1f2c1d0e9a', '{8b0a4c1e-9c8f-4f35-8f55-2b1f2c1d0e9a}', ''],
  },
  { type: columnType('bytea', 'bytea'), held: [], refused: ['x', 0] },
  { type: columnType('jsonb', 'json'), held: [], refused: ['{}', 0] },
  { type: columnType('text[]', 'array'), held: [], refused: ['{}', 'x'] },
];

describe.each(CASES)('$type.text', ({ type, refused }) => {
  it.each(refused)('does not hold %j', (value) => {
    expect(findMask('constant')?.fits(type, [value])).toBe(false);
  });
});

onServers((server) => {
  describe.each(CASES.filter(({ held }) => held.length > 0))('$type.text', ({ type, held }) => {
    it.each(held)('holds %j', async (value, printed) => {
      const { client } = server();
      await client.query("set timezone = 'UTC'");
      for (const style of ['ISO, DMY', 'ISO, MDY', 'ISO, YMD']) {
        await client.query(`set datestyle = '${style}'`);
        const { rows } = await client.query(
          `select (${maskSql('constant', 'v', type, value)})::text as masked`,
        );
        expect(rows).toEqual([{ masked: printed }]);
      }
    });
  });
});
