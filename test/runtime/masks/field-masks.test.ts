/** Masks of fields against the SQL of the same masks on a real server: the same value has the same mask in both. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType, TypeFamily } from '../../../compiler/src/schema/model.ts';
import type { FieldMask } from '../../../runtime/src/abi.ts';
import { fieldMasker } from '../../../runtime/src/masks/field/field-masks.ts';
import { columnType, textType, varchar } from '../../compiler/masks/column-types.ts';
import { KEY, maskSql, options } from '../../compiler/masks/on-servers.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';

const TYPES: Readonly<Record<string, ColumnType>> = {
  text: textType,
  'character varying(19)': varchar(19),
  'character varying(5)': varchar(5),
  bigint: columnType('bigint', 'integer'),
  integer: columnType('integer', 'integer'),
  numeric: columnType('numeric', 'numeric'),
  boolean: columnType('boolean', 'boolean'),
  date: columnType('date', 'date'),
  'timestamp with time zone': columnType('timestamp with time zone', 'timestamp'),
  uuid: columnType('uuid', 'uuid'),
  inet: columnType('inet', 'inet'),
  jsonb: columnType('jsonb', 'json'),
  'text[]': columnType('text[]', 'array' as TypeFamily),
};

const TEXTS = [
  '',
  'a',
  'ada@example.com',
  'not an address@',
  'a b@example.com',
  'a\u00a0b@example.com',
  '@example.com',
  '😀😀😀@x.y',
  'ada@exämple.com',
  '4111 1111 1111 1234',
  '😀ab😀',
  'e\u0301',
  'ada@example.com\n',
  'x'.repeat(400),
  `${'x'.repeat(309)}@example.com`,
];
const DATES = [
  '2026-11-22',
  '2024-02-29',
  '0104-12-31',
  '9999-12-31',
  '1999-01-01',
  '1900-03-01',
  '2000-01-03',
];
const INSTANTS = [
  '2026-11-22T12:34:56Z',
  '2026-11-22T23:59:59.999999+01:00',
  '2000-02-29T00:00:00.5-09:30',
  '1969-12-31T23:59:59.123456789Z',
  '2026-01-01t00:00:00z',
  '0900-06-15T10:20:30+00:00',
];
const NUMBERS = [
  ...[
    '0',
    '-0',
    '1',
    '-1',
    '9.5',
    '-9.5',
    '0.005',
    '-0.005',
    '99.995',
    '1e3',
    '1.5e-3',
    '123456789012345678901234567890.55',
  ],
  ...['1e400', '-1e1200', '1e131000', '1e-400', '2.50'],
];
const ADDRESSES = [
  ...['192.0.2.77', '10.0.0.1/8', '2001:db8:1:2:3:4:5:6', '::1', '::', 'fe80::1', '::ffff:192.0.2.1'],
  ...['2001:0:0:1::1', '1:0:0:2:0:0:0:3', '::192.0.2.1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/64'],
];
const UUIDS = ['5f0c1e2a-9d4b-4f63-8a7e-0123456789ab', '5F0C1E2A9D4B4F638A7E0123456789AB'];
const INTEGERS = ['0', '7', '-7', '2147483647', '-2147483648'];
const BIG = [...INTEGERS, '9223372036854775807', '-9223372036854775808', '-9223372036854775800'];

type Case = readonly [name: string, args: FieldMask['args'], type: string, values: readonly string[]];

const quoted = (values: readonly string[]) => values.map((value) => JSON.stringify(value));

const CASES: readonly Case[] = [
  ...['null', 'redact'].flatMap((name) => Object.keys(TYPES).map((type): Case => [name, [], type, ['null']])),
  ['constant', ['none'], 'text', ['"a"', 'null']],
  ['constant', ['0042.50'], 'numeric', ['1', 'null']],
  ['constant', ['-00'], 'bigint', ['1']],
  ['constant', ['2026-01-01'], 'date', ['null']],
  ['constant', ['2026-01-01T10:00+02:00'], 'timestamp with time zone', ['null']],
  ['constant', ['2026-01-01'], 'timestamp with time zone', ['null']],
  ['constant', ['true'], 'boolean', ['null']],
  ['constant', [UUIDS[0]?.toUpperCase() ?? ''], 'uuid', ['null']],
  ['zero', [], 'numeric', ['1', 'null']],
  ['zero', [], 'integer', ['1', 'null']],
  ['hash', [], 'text', [...quoted(TEXTS), 'null']],
  ['hash', [], 'character varying(19)', ['"ada"', 'null']],
  ['hash', [], 'uuid', [...quoted(UUIDS), 'null']],
  ['hash', [], 'text[]', ['["a","b",null]', '[]', 'null', '["a\\"],[b"]']],
  ['tokenize', ['###-##-####'], 'text', [...quoted(TEXTS), 'null']],
  ['tokenize', ['a??#?#?#?#z'], 'character varying(19)', ['"ada"', 'null']],
  ['keep_first', [3], 'text', [...quoted(TEXTS), 'null']],
  ['keep_last', [4], 'text', [...quoted(TEXTS), 'null']],
  ['keep_last', [4], 'character varying(5)', ['"abcde"', '"abcd"', '"ab"', 'null']],
  ['keep_first', [2], 'character varying(5)', ['"abcde"', '"a"', '"😀bcde"']],
  ['keep_last', [1], 'text[]', ['["abc","d",null]', 'null']],
  ['email', [], 'text', [...quoted(TEXTS), 'null']],
  ['email', [], 'character varying(5)', ['"a@b.c"', '"abc"']],
  ['bucket', [10], 'integer', [...INTEGERS, 'null']],
  ['bucket', [1000], 'bigint', [...BIG, 'null']],
  ['bucket', [10], 'numeric', [...NUMBERS, 'null']],
  ['round', [0], 'numeric', [...NUMBERS, 'null']],
  ['round', [2], 'numeric', [...NUMBERS, 'null']],
  ...['week', 'month', 'quarter', 'year', 'decade', 'century'].map(
    (unit): Case => ['date_trunc', [unit], 'date', [...quoted(DATES), 'null']],
  ),
  ...['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'decade', 'century'].flatMap(
    (unit): readonly Case[] => [
      ['date_trunc', [unit], 'timestamp with time zone', [...quoted(INSTANTS), 'null']],
      ['date_trunc', [unit, '-09:30'], 'timestamp with time zone', quoted(INSTANTS)],
    ],
  ),
  ['date_shift', [1], 'date', [...quoted(DATES.slice(0, 2)), 'null']],
  ['date_shift', [300], 'date', quoted(DATES.slice(0, 2))],
  ['date_shift', [30], 'timestamp with time zone', quoted(INSTANTS)],
  ['ip_prefix', [24], 'inet', [...quoted(ADDRESSES), 'null']],
  ['ip_prefix', [9, 96], 'inet', quoted(ADDRESSES)],
  ['ip_prefix', [31, 127], 'inet', quoted(ADDRESSES)],
];

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client(options(database));
  await client.connect();
  await client.query("set TimeZone to 'UTC'");
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** What the SQL of a mask makes of a value, as JSON text. */
async function bySql(name: string, args: FieldMask['args'], type: string, json: string): Promise<string> {
  const columnOf = TYPES[type];
  if (columnOf === undefined) throw new Error(type);
  const sql = maskSql(name, 'value', columnOf, ...args);
  const value: unknown = JSON.parse(json);
  const literal = typeof value === 'number' ? json : value;
  const { rows } = await client.query(
    `select coalesce(to_jsonb(${sql}), 'null')::text as masked from (select $1::${type} as value) as t`,
    [literal],
  );
  return String(rows[0].masked);
}

function byCode(name: string, args: FieldMask['args'], type: string, json: string): string {
  return fieldMasker({ name, args, type }, { key: KEY, detectors: [] }).of(json);
}

/** The server writes a space behind commas of arrays. */
const plain = (json: string) => (json.startsWith('[') ? JSON.stringify(JSON.parse(json)) : json);

describe.each(CASES)('%s(%j) of %s', (name, args, type, values) => {
  it('is in a field what it is in a column', async () => {
    for (const value of values)
      expect([value, plain(byCode(name, args, type, value))]).toEqual([
        value,
        plain(await bySql(name, args, type, value)),
      ]);
  });
});

it('is the same for random texts', async () => {
  const texts = fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\0'));
  const masks: readonly (readonly [string, FieldMask['args']])[] = [
    ['hash', []],
    ['tokenize', ['##??##??']],
    ['keep_first', [5]],
    ['keep_last', [5]],
    ['email', []],
  ];
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom(...masks), async (text, [name, args]) => {
      const json = JSON.stringify(text);
      expect(byCode(name, args, 'text', json)).toBe(await bySql(name, args, 'text', json));
    }),
    { numRuns: 200 },
  );
});

it('is the same for random numbers', async () => {
  const numbers = fc
    .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -40, max: 20 }))
    .map(([mantissa, exponent]) => `${mantissa}e${exponent}`);
  await fc.assert(
    fc.asyncProperty(numbers, fc.constantFrom('bucket', 'round'), async (json, name) => {
      const args = name === 'bucket' ? [7] : [3];
      expect(byCode(name, args, 'numeric', json)).toBe(await bySql(name, args, 'numeric', json));
    }),
    { numRuns: 200 },
  );
});

it.each([
  ['text', '42'],
  ['text', '"\\u0000"'],
  ['text', '"\\ud800"'],
  ['text', '{"a":1}'],
  ['text', 'true'],
  ['character varying(5)', '"abcdef"'],
  ['text[]', '"a"'],
  ['uuid', '"no uuid"'],
])('a %s that is none becomes null: %s', (type, json) => {
  expect(byCode(type.startsWith('char') ? 'keep_last' : 'hash', [1], type, json)).toBe('null');
});

it.each([
  ['bucket', [10], 'integer', '"7"'],
  ['bucket', [10], 'integer', '7.0'],
  ['bucket', [10], 'integer', '2147483648'],
  ['bucket', [10], 'numeric', `1${'0'.repeat(2000)}`],
  ['date_trunc', ['year'], 'date', '"2026-02-30"'],
  ['date_trunc', ['year'], 'date', '"yesterday"'],
  ['date_trunc', ['day'], 'timestamp with time zone', '"2026-11-22T12:34:56"'],
  ['ip_prefix', [24], 'inet', '"192.0.2"'],
  ['hash', [], 'bigint', '1'],
  ['no_such_mask', [], 'text', '"a"'],
] as const)('%s(%j) of a %s that is none is null: %s', (name, args, type, json) => {
  expect(byCode(name, args, type, json)).toBe('null');
});

it('a keyed mask without a key is null', () => {
  for (const name of ['hash', 'tokenize', 'date_shift'])
    expect(fieldMasker({ name, args: [9], type: 'text' }, { key: null, detectors: [] }).of('"a"')).toBe(
      'null',
    );
});
