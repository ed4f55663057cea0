/** A column of each kind of type, with values, and arguments with which every mask that fits a type can be tried on it. */
import { compilePattern } from '../../../compiler/src/detectors/compile-pattern.ts';
import type { MaskArgument, Sought } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { columnType, textType, varchar } from './column-types.ts';

export interface TypicalColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** One that no mask leaves as it is. */
  readonly value: string;
}

/** What the columns' types need in a database. */
export const TYPES_SQL = `
  create extension citext;
  create type mood as enum ('sad', 'hap''py');
  create type pair as (a integer, b text);
  create domain address as character varying(30) not null check (value like '%@%');
  create domain birthday as date check (value > '1900-01-01');
  create domain percentage as numeric(5,2) not null;
  create domain tags as character varying(20)[] not null;
`;

export const COLUMNS: readonly TypicalColumn[] = [
  { name: 't', type: textType, value: 'a text' },
  { name: 'v40', type: varchar(40), value: 'forty characters at most' },
  { name: 'v5', type: varchar(5), value: 'five' },
  { name: 'v1', type: varchar(1), value: 'y' },
  { name: 'c20', type: columnType('character(20)', 'text', { maxLength: 20 }), value: 'padded' },
  { name: 'n', type: columnType('name', 'text', { maxLength: 63 }), value: 'relname' },
  {
    name: 'ci',
    type: columnType('public.citext', 'text', { ignoresCase: true }),
    value: 'MiXed@Example.Com',
  },
  {
    name: 'dom',
    type: columnType('public.address', 'text', { base: 'character varying(30)', maxLength: 30 }),
    value: 'someone@example.com',
  },
  {
    name: 'mood',
    type: columnType('public.mood', 'enum', { enumValues: ['sad', "hap'py"] }),
    value: "hap'py",
  },
  { name: 'u', type: columnType('uuid', 'uuid'), value: '8b0a4c1e-9c8f-4f35-8f55-2b1f2c1d0e9a' },
  { name: 'si', type: columnType('smallint', 'integer'), value: '-17' },
  { name: 'i', type: columnType('integer', 'integer'), value: '42' },
  { name: 'bi', type: columnType('bigint', 'integer'), value: '-9223372036854775807' },
  { name: 'num', type: columnType('numeric', 'numeric'), value: '-3.14' },
  { name: 'num10', type: columnType('numeric(10,2)', 'numeric'), value: '3.14' },
  { name: 'pct', type: columnType('public.percentage', 'numeric', { base: 'numeric(5,2)' }), value: '99.95' },
  { name: 'r', type: columnType('real', 'float'), value: '2.5' },
  { name: 'f', type: columnType('double precision', 'float'), value: '-1234.5678' },
  { name: 'b', type: columnType('boolean', 'boolean'), value: 'true' },
  { name: 'd', type: columnType('date', 'date'), value: '2026-11-22' },
  { name: 'born', type: columnType('public.birthday', 'date', { base: 'date' }), value: '1970-02-03' },
  {
    name: 'tsz',
    type: columnType('timestamp(3) with time zone', 'timestamp'),
    value: '2026-11-22T12:34:56.789Z',
  },
  { name: 'ts', type: columnType('timestamp without time zone', 'timestamp'), value: '2026-11-22 23:30:01' },
  { name: 'tm', type: columnType('time without time zone', 'time'), value: '12:34:56' },
  { name: 'iv', type: columnType('interval day to second(3)', 'interval'), value: '1 day' },
  { name: 'bits', type: columnType('bit(3)', 'other'), value: '101' },
  { name: 'ch', type: columnType('"char"', 'other'), value: 'q' },
  { name: 'ip', type: columnType('inet', 'inet'), value: '192.0.2.1' },
  { name: 'net', type: columnType('cidr', 'inet'), value: '2001:db8:1:2::/64' },
  { name: 'bin', type: columnType('bytea', 'bytea'), value: '\\x00ff' },
  { name: 'j', type: columnType('jsonb', 'json'), value: '{"a": 1}' },
  { name: 'js', type: columnType('json', 'json'), value: '[1, 2]' },
  { name: 'arr', type: columnType('character varying(4)[]', 'array'), value: '{a,b}' },
  { name: 'texts', type: columnType('text[]', 'array'), value: '{ada@example.com,NULL,""}' },
  { name: 'ints', type: columnType('integer[]', 'array'), value: '{1,2}' },
  {
    name: 'tags',
    type: columnType('public.tags', 'array', { base: 'character varying(20)[]' }),
    value: '{urgent,secret}',
  },
  { name: 'doms', type: columnType('public.address[]', 'array'), value: '{a@b.example}' },
  { name: 'comp', type: columnType('public.pair', 'other'), value: '(1,x)' },
];

/** Arguments of `mask` that fit `type`, where it fits at all. */
export function tryableArguments(mask: string, type: ColumnType): readonly MaskArgument[] {
  switch (mask) {
    case 'constant':
      return [constantFor(type)];
    case 'keep_first':
    case 'keep_last':
      return [Math.min(4, (lengthOf(type) ?? 5) - 1)];
    case 'tokenize':
      return ['##??-####'];
    case 'replace':
      return [sought('\\w+'), '#'];
    case 'bucket':
      return [10];
    case 'round':
      return [0];
    case 'date_trunc':
      return ['month'];
    case 'date_shift':
      return [30];
    case 'ip_prefix':
      return [24];
    default:
      return [];
  }
}

function lengthOf({ base, maxLength }: ColumnType): number | null {
  const ofElements = /\((\d+)\)\[\]$/.exec(base)?.[1];
  return ofElements === undefined ? maxLength : Number(ofElements);
}

function constantFor({ family, enumValues }: ColumnType): MaskArgument {
  switch (family) {
    case 'enum':
      return enumValues?.[0] ?? '';
    case 'integer':
    case 'numeric':
    case 'float':
      return 7;
    case 'boolean':
      return 'false';
    case 'date':
    case 'timestamp':
      return '2000-01-01';
    case 'uuid':
      return '00000000-0000-4000-8000-000000000000';
    default:
      return 'x';
  }
}

/** An expression as an argument of a mask. */
export function sought(expression: string): Sought {
  const result = compilePattern(expression);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { text: `/${expression}/`, finder: { pattern: result.compiled, validator: null } };
}
