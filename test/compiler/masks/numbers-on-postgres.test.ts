/** `bucket`, `round` and `zero` on real servers: at the limits of every type, and for what is no number. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { columnType } from './column-types.ts';
import { maskedTexts, onServers } from './on-servers.ts';

const smallint = columnType('smallint', 'integer');
const integer = columnType('integer', 'integer');
const bigint = columnType('bigint', 'integer');
const numeric = columnType('numeric', 'numeric');
const real = columnType('real', 'float');
const double = columnType('double precision', 'float');

/** `numeric(precision,scale)` */
function decimal(precision: number, scale: number): ColumnType {
  return columnType(`numeric(${precision},${scale})`, 'numeric');
}

const WIDEST = Number.MAX_SAFE_INTEGER;

type Case = readonly [
  mask: string,
  args: readonly MaskArgument[],
  type: ColumnType,
  expected: Readonly<Record<string, string>>,
];

const CASES: readonly Case[] = [
  [
    'bucket',
    [10],
    smallint,
    {
      '0': '0',
      '9': '0',
      '10': '10',
      '-1': '-10',
      '-10': '-10',
      '32767': '32760',
      '-32768': '-32768',
      '-32761': '-32768',
      '-32760': '-32760',
    },
  ],
  ['bucket', [32_767], smallint, { '32767': '32767', '-32768': '-32768', '-32767': '-32767', '5': '0' }],
  ['bucket', [1000], integer, { '2147483647': '2147483000', '-2147483648': '-2147483648', '-1': '-1000' }],
  [
    'bucket',
    [10],
    bigint,
    {
      '9223372036854775807': '9223372036854775800',
      '-9223372036854775808': '-9223372036854775808',
      '-9223372036854775801': '-9223372036854775808',
      '-9223372036854775800': '-9223372036854775800',
    },
  ],
  [
    'bucket',
    [WIDEST],
    bigint,
    { '9223372036854775807': String(1024n * BigInt(WIDEST)), '-9223372036854775808': '-9223372036854775808' },
  ],
  [
    'bucket',
    [100],
    numeric,
    {
      '99.999999999999999999999999999': '0',
      '100.0000': '100',
      '-0.0000000000000000000000000001': '-100',
      '-100': '-100',
      NaN: 'NaN',
      '1234567890123456789012345678901234567890.5': '1234567890123456789012345678901234567800',
    },
  ],
  [
    'bucket',
    [100],
    decimal(6, 2),
    { '9999.99': '9900.00', '-9999.99': '-9999.00', '-9900.01': '-9999.00', '12.34': '0.00', NaN: 'NaN' },
  ],
  ['bucket', [9], decimal(1, 0), { '9': '9', '-9': '-9', '-8': '-9', '8': '0' }],
  [
    'bucket',
    [100],
    double,
    {
      '99.999': '0',
      '-0': '0',
      '-1e-320': '-100',
      '5e-324': '0',
      '250': '200',
      NaN: 'NaN',
      Infinity: 'Infinity',
      '-Infinity': '-Infinity',
      '1.7976931348623157e308': '1e+300',
      '-1.7976931348623157e308': '-1e+300',
    },
  ],
  [
    'bucket',
    [100],
    real,
    { '250.5': '200', '-1e-45': '-100', '3.4028235e38': '1e+38', '-3.4028235e38': '-1e+38', NaN: 'NaN' },
  ],
  [
    'round',
    [1],
    numeric,
    {
      '0.05': '0.1',
      '-0.05': '-0.1',
      '1': '1.0',
      NaN: 'NaN',
      '123456789012345678901234567890.15': '123456789012345678901234567890.2',
    },
  ],
  ['round', [0], decimal(4, 2), { '99.99': '99.00', '-99.99': '-99.00', '12.50': '13.00', NaN: 'NaN' }],
  ['round', [1], decimal(4, 2), { '99.99': '99.90', '-99.95': '-99.90', '0.04': '0.00' }],
  ['round', [0], decimal(2, 2), { '0.99': '0.00', '-0.50': '0.00' }],
  [
    'round',
    [2],
    double,
    {
      '3.14159': '3.14',
      '-0.001': '0',
      '5e-324': '0',
      '1e300': '1e+300',
      '1.7976931348623157e308': '1e+300',
      '-1.7976931348623157e308': '-1e+300',
      NaN: 'NaN',
      '-Infinity': '-Infinity',
    },
  ],
  ['round', [15], double, { '0.1234567890123456': '0.123456789012346', '1e-300': '0' }],
  ['round', [15], real, { '0.1': '0.1', '3.4028235e38': '1e+38', '-3.4028235e38': '-1e+38' }],
];

/** Only newer servers have them. */
const SINCE_14: readonly Case[] = [
  ['bucket', [100], numeric, { Infinity: 'Infinity', '-Infinity': '-Infinity' }],
  ['round', [1], numeric, { Infinity: 'Infinity', '-Infinity': '-Infinity' }],
  ['bucket', [950], decimal(3, -2), { '99900': '99800', '-99900': '-99900', '1234': '1000', '-1': '0' }],
  ['bucket', [2], decimal(1000, -1000), { '1e1999': `1${'0'.repeat(1999)}` }],
  ['round', [4], decimal(2, 5), { '0.00099': '0.00090', '-0.00099': '-0.00090', '0.00044': '0.00040' }],
  ['round', [1], decimal(2, 5), { '0.00099': '0.00000' }],
  ['round', [7], decimal(1000, 1000), { '0.99': `0.99${'0'.repeat(998)}` }],
];

onServers((server) => {
  describe.each([...CASES, ...SINCE_14])('%s %j of %j', (mask, args, type, expected) => {
    it.each(Object.entries(expected))('%s', async (value, masked) => {
      const [result] = await maskedTexts(server(), [value], type, mask, ...args);
      expect(result).toBe(masked);
    });

    it('NULL', async () => {
      expect(await maskedTexts(server(), [null], type, mask, ...args)).toEqual([null]);
    });
  });

  it.each([
    ['bucket', 10],
    ['bucket', WIDEST],
    ['round', 0],
    ['round', 15],
  ])('%s(%i) of the longest numbers that `numeric` holds', async (mask, arg) => {
    const longest = [
      '9'.repeat(131_072),
      `0.${'9'.repeat(16_383)}`,
      `${'9'.repeat(131_072)}.${'9'.repeat(16_383)}`,
    ];
    const values = [...longest, ...longest.map((value) => `-${value}`)];
    const masked = await maskedTexts(server(), values, numeric, mask, arg);
    expect(masked.map((text) => Number(text) === Number.POSITIVE_INFINITY)).toEqual([
      ...[true, false, true],
      ...[false, false, false],
    ]);
    expect(masked[0]).toBe(masked[2]);
    expect(masked[3]).toBe(masked[5]);
  });

  it('bucket of random numbers is the one that arithmetic gives, in every type', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 100, maxLength: 100 }),
        fc.integer({ min: 2, max: 32_767 }),
        async (numbers, width) => {
          const values = numbers.map(String);
          const buckets = numbers.map((number) => Math.floor(number / width) * width);
          for (const type of [smallint, integer, bigint, numeric, real, double]) {
            const least = type === smallint ? -32_768 : Number.NEGATIVE_INFINITY;
            expect(await maskedTexts(server(), values, type, 'bucket', width)).toEqual(
              buckets.map((bucket) => String(Math.max(bucket, least))),
            );
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('how a number is written does not show through its bucket', async () => {
    const written = ['12', '12.0', '12.000000', '1.2e1'];
    for (const type of [numeric, decimal(20, 8)]) {
      const masked = await maskedTexts(server(), written, type, 'bucket', 10);
      expect(new Set(masked).size).toBe(1);
    }
  });

  it.each([smallint, integer, bigint, numeric, decimal(3, 3), real, double])(
    'zero of $text',
    async (type) => {
      const masked = await maskedTexts(server(), ['0', null], type, 'zero');
      expect(masked.map(Number)).toEqual([0, 0]);
      expect(masked).not.toContain(null);
    },
  );
});
