/**
 * Masks as a real server computes them: what may be learned from the result, that nothing stored makes them fail, and
 * that the column's type stays. On PostgreSQL 18, and on Debian's 15 where it is installed.
 */
import { createHmac } from 'node:crypto';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { findMask, masksThatFit } from '../../../compiler/src/masks/catalog.ts';
import { superuserUrl } from '../../support/postgres.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { textType } from './column-types.ts';
import { COLUMNS, TYPES_SQL, tryableArguments } from './every-type.ts';
import { connect, KEY, maskSql, onServers, options } from './on-servers.ts';

/** Texts that have broken string functions before. None holds U+0000, which no PostgreSQL text can. */
const NASTY: readonly string[] = [
  '',
  ' ',
  'a',
  'ab',
  'abcd',
  'abcde',
  '123-45-6789',
  "'; drop table t; --",
  '\\x41\\',
  '%_\\%',
  'é',
  'e\u0301e\u0301e\u0301',
  '👩‍👩‍👧‍👦 family',
  '\u{10ffff}\u{1f600}',
  '\u202eright to left',
  '\u0001\u001b[31m\u007f\t\r\n',
  'line\nbreak@example.com',
  'ada@example.com',
  'a@b',
  '@example.com',
  'ada@',
  'ada@@example.com',
  '"a@b"@example.com',
  'ada@exam ple.com',
  'ada@bücher.example',
  'my ssn is 123-45-6789, mail me @ home',
  `${'x'.repeat(64)}@${'y'.repeat(255)}`,
  `${'x'.repeat(65)}@${'y'.repeat(255)}`,
];

/** What each mask makes of a text, written a second time. */
function expected(name: string, value: string): string {
  const characters = [...value];
  switch (name) {
    case 'keep_first':
      return characters.length <= 4 ? '****' : `${characters.slice(0, 4).join('')}****`;
    case 'keep_last':
      return characters.length <= 4 ? '****' : `****${characters.slice(-4).join('')}`;
    case 'email': {
      if (characters.length > 320 || !/^[^@\s]+@[A-Za-z0-9.-]+$/u.test(value)) return '***';
      return `${characters[0]}***${value.slice(value.indexOf('@'))}`;
    }
    case 'replace':
      return value.replaceAll(/[A-Za-z0-9_]+/g, '#');
    case 'hash':
      return createHmac('sha256', KEY).update(value).digest('hex');
    default:
      throw new Error(`nothing is expected of ${name}`);
  }
}

onServers((server) => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    ({ database, client } = server());
    await database.query(`
      ${TYPES_SQL}
      create table everything (${COLUMNS.map(({ name, type }) => `${name} ${type.text}`).join(', ')});
      create table nasty (id integer generated always as identity, value text);
    `);
    const names = COLUMNS.map(({ name }) => name).join(', ');
    const places = COLUMNS.map((_, index) => `$${index + 1}`).join(', ');
    const values = COLUMNS.map(({ value }) => value);
    await client.query(`insert into everything (${names}) values (${places})`, values);
    for (const value of [...NASTY, null])
      await client.query('insert into nasty (value) values ($1)', [value]);
  });
  describe.each(COLUMNS)('over $type.text', ({ name: column, type }) => {
    const tried = masksThatFit(type).map(
      (mask) => [mask.name, maskSql(mask.name, column, type, ...tryableArguments(mask.name, type))] as const,
    );

    it.each(tried)('%s has the type and modifier of the column', async (_, sql) => {
      const { fields } = await client.query(`select "${column}", ${sql} from everything`);
      const [original, masked] = fields.map(({ dataTypeID, dataTypeModifier }) => ({
        dataTypeID,
        dataTypeModifier,
      }));
      expect(masked).toEqual(original);
    });

    it.each(tried)('%s hides the value', async (_, sql) => {
      const { rows } = await client.query(
        `select "${column}"::text is not distinct from (${sql})::text as same from everything`,
      );
      expect(rows).toEqual([{ same: false }]);
    });

    it.each(tried.filter(([name]) => (findMask(name)?.rank ?? 0) < 20))(
      '%s is the same for every value and for none',
      async (_, sql) => {
        const { rows } = await client.query(`
          select distinct (${sql})::text as masked
          from (select "${column}" from everything union all select null) as everything`);
        expect(rows).toHaveLength(1);
      },
    );

    it.each(tried.filter(([name]) => (findMask(name)?.rank ?? 0) >= 20))('%s keeps NULL', async (_, sql) => {
      const { rows } = await client.query(
        `select ${sql} as masked from (select null::${type.base} as "${column}") as everything`,
      );
      expect(rows).toEqual([{ masked: null }]);
    });
  });

  it.each(['keep_first', 'keep_last', 'email', 'replace', 'hash'])('%s of each nasty text', async (name) => {
    const args = name.startsWith('keep') || name === 'replace' ? tryableArguments(name, textType) : [];
    const { rows } = await client.query(
      `select value, ${maskSql(name, 'value', textType, ...args)} as masked from nasty order by id`,
    );
    const wanted = [...NASTY.map((value) => ({ value, masked: expected(name, value) })), nothing];
    expect(rows).toEqual(wanted);
  });
  const nothing = { value: null, masked: null };

  it.each(['keep_first', 'keep_last', 'email', 'hash'])('%s of ten million characters', async (name) => {
    const args = name.startsWith('keep') ? [4] : [];
    const { rows } = await client.query(
      `select ${maskSql(name, 'value', textType, ...args)} as masked from (select repeat('é', 10000000) as value)`.concat(
        ' as big',
      ),
    );
    expect(rows).toEqual([{ masked: expected(name, 'é'.repeat(10_000_000)) }]);
  });

  it.each([
    ['hash', []],
    ['tokenize', ['########']],
  ] as const)('%s counts sixteen million characters', async (name, args) => {
    const sql = maskSql(name, 'value', textType, ...args);
    const { rows } = await client.query(
      `select ${sql} as masked from (values (16000000), (16000001), (15999999)) as lengths(n), repeat('x', n) as value`,
    );
    const [whole, longer, shorter] = rows.map(({ masked }) => masked);
    expect(longer).toBe(whole);
    expect(shorter).not.toBe(whole);
  });

  it('hash is the same across tables, types and letter case of citext, and cut to the column', async () => {
    const hash = (value: string) => createHmac('sha256', KEY).update(value).digest('hex');
    const column = (name: string) => COLUMNS.find((entry) => entry.name === name)?.type ?? textType;
    const { rows } = await client.query({
      text: `select ${maskSql('hash', 'ci', column('ci'))}, ${maskSql('hash', 'c20', column('c20'))},
          ${maskSql('hash', 'u', column('u'))}, ${maskSql('hash', 'dom', column('dom'))} from everything`,
      rowMode: 'array',
    });
    const uuid = hash('8b0a4c1e-9c8f-4f35-8f55-2b1f2c1d0e9a').slice(0, 32);
    expect(rows).toEqual([
      [
        hash('mixed@example.com'),
        hash('padded').slice(0, 20),
        uuid.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'),
        hash('someone@example.com').slice(0, 30),
      ],
    ]);
  });

  it('hash fails without a key', async () => {
    const keyless = new pg.Client(database.superuserUrl);
    await keyless.connect();
    try {
      const sql = `select ${maskSql('hash', 't', textType)} from everything`;
      await expect(keyless.query(sql)).rejects.toThrow(/unrecognized configuration parameter/);
    } finally {
      await keyless.end();
    }
  });

  it('no search_path or temporary object changes what a mask means', async () => {
    const query = `select ${['hash', 'email', 'redact'].map((name) => maskSql(name, 'value', textType)).join(', ')},
      ${maskSql('keep_last', 'value', textType, 4)} from nasty order by id`;
    const honest = await client.query(query);
    const hostile = await connect(database);
    try {
      await hostile.query(`
        create schema evil;
        create function evil.length(text) returns integer language sql as 'select 1000';
        create function evil.right(text, integer) returns text language sql as 'select $1';
        create function evil.textcat(text, text) returns text language sql as 'select $1';
        create type pg_temp.text as enum ('evil');
        create type pg_temp.name as enum ('evil');
        create function evil.same(integer, integer) returns boolean language sql as 'select true';
        create operator evil.<= (leftarg = integer, rightarg = integer, function = evil.same);
        set search_path = evil, pg_temp, pg_catalog, public;
      `);
      const answer = await hostile.query(query);
      expect(answer.rows).toEqual(honest.rows);
    } finally {
      await hostile.query('reset search_path; drop schema evil cascade');
      await hostile.end();
    }
  });

  it('a nondeterministic collation does not make a mask fail', async () => {
    await client.query(`
      create collation folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      create table folded (value text collate folding);
      insert into folded select value from nasty;
    `);
    for (const mask of masksThatFit(textType)) {
      const sql = maskSql(mask.name, 'value', textType, ...tryableArguments(mask.name, textType));
      const { rows } = await client.query(`select count(${sql})::integer as masked from folded`);
      expect(rows).toEqual([{ masked: mask.name === 'null' ? 0 : NASTY.length + (mask.rank < 20 ? 1 : 0) }]);
    }
  });

  it.each(['SQL_ASCII', 'LATIN1', 'EUC_JP'])(
    'no bytes that a database in %s stores make a mask fail',
    async (encoding) => {
      const name = `${database.name}_${encoding.toLowerCase()}`;
      await database.query(`create database ${name} encoding '${encoding}' locale 'C' template template0`);
      const odd = new pg.Client({
        ...options(database),
        connectionString: superuserUrl(database, name),
      });
      await odd.connect();
      try {
        // 0x8ea1 is a half-width katakana, 0x8fb0a1 a character without an equivalent in many other encodings.
        const bytes = encoding === 'EUC_JP' ? '\\x418ea18fb0a1f5a1' : '\\x41fffe80e9';
        await odd.query('create table t (value text)');
        await odd.query(`insert into t values (convert_from('${bytes}', '${encoding}'))`);
        for (const mask of masksThatFit(textType)) {
          const sql = maskSql(mask.name, 'value', textType, ...tryableArguments(mask.name, textType));
          const { rows } = await odd.query(`select octet_length(${sql}) is null as nothing from t`);
          expect(rows).toEqual([{ nothing: mask.name === 'null' }]);
        }
      } finally {
        await odd.end();
        await database.query(`drop database ${name} with (force)`);
      }
    },
  );
});
