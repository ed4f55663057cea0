import { REVEAL_RANK } from '@dlpc/runtime/abi';
import { describe, expect, it } from 'vitest';
import { findMask, maskNames, masksThatFit, REVEAL } from '../../../compiler/src/masks/catalog.ts';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { qualifiedType } from '../../../compiler/src/sql/sql.ts';
import { columnType, textType, varchar } from './column-types.ts';
import { sought } from './every-type.ts';

const integer = columnType('integer', 'integer');
const uuid = columnType('uuid', 'uuid');
const mood = columnType('public.mood', 'enum', { enumValues: ['sad', 'happy'] });

function namesThatFit(type: ColumnType): readonly string[] {
  return masksThatFit(type).map((mask) => mask.name);
}

function fits(name: string, type: ColumnType, ...args: readonly MaskArgument[]): boolean {
  return findMask(name)?.fits(type, args) ?? false;
}

function treat(name: string, type: ColumnType, ...args: readonly MaskArgument[]) {
  return findMask(name)?.treatment('we"ird', type, args);
}

describe('the catalog', () => {
  it('finds masks by name, and nothing by the names of object members', () => {
    expect(maskNames.join(' ')).toBe(
      'null redact constant zero hash tokenize keep_first keep_last email replace bucket round date_trunc date_shift ip_prefix',
    );
    expect(maskNames.map((name) => findMask(name)?.name)).toEqual(maskNames);
    expect(findMask('toString')).toBeNull();
  });

  it('ranks masks as it lists them', () => {
    const ranks = maskNames.map((name) => findMask(name)?.rank ?? Number.NaN);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(REVEAL).toMatchObject({ text: 'reveal', rank: REVEAL_RANK.value, sql: null, keyed: false });
  });

  it('proposes masks for a type', () => {
    const whole = ['null', 'redact', 'constant'];
    const ofText = ['hash', 'tokenize', 'keep_first', 'keep_last', 'email', 'replace'];
    expect(namesThatFit(textType)).toEqual([...whole, ...ofText]);
    expect(namesThatFit(integer)).toEqual([...whole, 'zero', 'bucket']);
    expect(namesThatFit(columnType('numeric', 'numeric'))).toEqual([...whole, 'zero', 'bucket', 'round']);
    expect(namesThatFit(columnType('numeric(8,0)', 'numeric'))).toEqual([...whole, 'zero', 'bucket']);
    expect(namesThatFit(columnType('numeric(2,2)', 'numeric'))).toEqual([...whole, 'zero', 'round']);
    expect(namesThatFit(columnType('date', 'date'))).toEqual([...whole, 'date_trunc', 'date_shift']);
    expect(namesThatFit(columnType('inet', 'inet'))).toEqual(['null', 'redact', 'ip_prefix']);
    expect(namesThatFit(uuid)).toEqual([...whole, 'hash']);
    expect(namesThatFit(mood)).toEqual(whole);
    expect(namesThatFit(columnType('text[]', 'array'))).toEqual([
      ...['null', 'redact', 'hash', 'keep_first', 'keep_last', 'email', 'replace'],
    ]);
    expect(namesThatFit(columnType('character varying(4)[]', 'array'))).not.toContain('hash');
    expect(namesThatFit(columnType('public.citext[]', 'array'))).toEqual(['null', 'redact']);
    expect(namesThatFit(columnType('jsonb', 'json'))).toEqual(['null', 'redact']);
    expect(namesThatFit(varchar(1))).toEqual(['null', 'redact', 'constant', 'replace']);
    expect(namesThatFit(varchar(15))).not.toContain('hash');
    expect(namesThatFit(varchar(16))).toContain('hash');
  });
});

describe('arguments decide with the type', () => {
  it('keeps fewer characters than the column holds', () => {
    expect(fits('keep_last', varchar(5), 4)).toBe(true);
    expect(fits('keep_last', varchar(4), 4)).toBe(false);
  });

  it('looks for what the column can hold, and puts in its place what it holds too', () => {
    const digits = sought('\\d{4}');
    expect(fits('replace', varchar(4), digits, '####')).toBe(true);
    expect(fits('replace', varchar(3), digits, '#')).toBe(false);
    expect(fits('replace', varchar(4), digits, '#####')).toBe(false);
    expect(fits('replace', columnType('character varying(4)[]', 'array'), digits, '####')).toBe(true);
    expect(fits('replace', columnType('character varying(4)[]', 'array'), digits, '#####')).toBe(false);
    expect(fits('replace', integer, digits, '#')).toBe(false);
  });

  it('takes constants that the column can hold', () => {
    expect(fits('constant', varchar(3), 'n/a')).toBe(true);
    expect(fits('constant', varchar(3), '🙈🙉🙊')).toBe(true);
    expect(fits('constant', varchar(3), 'none')).toBe(false);
    expect(fits('constant', textType, 'a\0b')).toBe(false);
    expect(fits('constant', textType, '\ud800')).toBe(false);
    expect(fits('constant', mood, 'happy')).toBe(true);
    expect(fits('constant', mood, 'Happy')).toBe(false);
  });
});

describe('treatments', () => {
  it('are written as in a policy', () => {
    expect(treat('keep_last', textType, 4)?.text).toBe('keep_last(4)');
    expect(treat('constant', textType, 'say "no"')?.text).toBe('constant("say \\"no\\"")');
    expect(treat('replace', textType, sought('\\d+'), '"#"')).toMatchObject({
      text: 'replace(/\\d+/, "\\"#\\"")',
      rank: REVEAL_RANK.part,
    });
    expect(treat('hash', textType)).toMatchObject({ text: 'hash', rank: REVEAL_RANK.equality, keyed: true });
  });

  it('that reveal nothing do not read the column', () => {
    expect(treat('null', integer)?.sql).toBe('CAST(NULL AS integer)');
    expect(treat('redact', varchar(5))?.sql).toBe("CAST('[reda' AS character varying(5))");
    expect(treat('redact', uuid)?.sql).toBe('CAST(NULL AS pg_catalog.uuid)');
    expect(treat('constant', textType, "it's \\ here")?.sql).toBe(
      "CAST(E'it''s \\\\ here' AS pg_catalog.text)",
    );
  });

  it('quote the column', () => {
    expect(treat('keep_first', varchar(6), 4)?.sql).toBe(
      `CAST(CASE WHEN pg_catalog.int4le(pg_catalog.length(CAST("we""ird" AS pg_catalog.text)), 4) THEN '**' ELSE pg_catalog.textcat(pg_catalog.left(CAST("we""ird" AS pg_catalog.text), 4), '**') END AS character varying(6))`,
    );
  });

  it('have the base type of a domain', () => {
    const domain = columnType('public.ssn', 'text', { base: 'character varying(11)', maxLength: 11 });
    expect(treat('null', domain)?.sql).toBe('CAST(NULL AS character varying(11))');
  });
});

describe('qualifiedType', () => {
  it.each([
    ['text', 'pg_catalog.text'],
    ['text[]', 'pg_catalog.text[]'],
    ['"char"', 'pg_catalog."char"'],
    ['"bit"', 'pg_catalog."bit"'],
    ['integer[]', 'integer[]'],
    ['interval day to second(3)', 'interval day to second(3)'],
    ['timestamp(3) without time zone', 'timestamp(3) without time zone'],
    ['timestamptz_like', 'pg_catalog.timestamptz_like'],
    ['public.mood[]', 'public.mood[]'],
    ['"a.b".c', '"a.b".c'],
    ['"a"".b"', 'pg_catalog."a"".b"'],
    ['public.geometry(Point,4326)', 'public.geometry(Point,4326)'],
  ])('%s', (type, qualified) => {
    expect(qualifiedType(type)).toBe(qualified);
  });
});
