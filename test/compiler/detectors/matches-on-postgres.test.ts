/**
 * Masks of what detectors find within texts, as a real server computes them: matches are masked, the rest stays, the column keeps its type
 * and collation, and nothing stored makes it fail.
 */
import { createHmac } from 'node:crypto';
import { VALIDATORS } from '@dlpc/runtime/abi';
import { GenuineFinder } from '@dlpc/runtime/detect/find-genuine';
import { Matcher } from '@dlpc/runtime/detect/find-matches';
import { ACCEPTS } from '@dlpc/runtime/detect/validators';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../compiler/src/detectors/compile-pattern.ts';
import type { Finder } from '../../../compiler/src/detectors/finder.ts';
import { soughtOf } from '../../../compiler/src/detectors/finder.ts';
import { framed, MATCH, matchFrame, stretchesSql } from '../../../compiler/src/detectors/match-sql.ts';
import { findValidator } from '../../../compiler/src/detectors/validators/catalog.ts';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { createSqlParser } from '../../../compiler/src/schema/parse/sql-parser.ts';
import { columnType, textType, varchar } from '../masks/column-types.ts';
import { KEY, maskSql, onServers } from '../masks/on-servers.ts';
import { arbitraryText } from './arbitrary-pattern.ts';

function finder(expression: string, validator: string | null = null): Finder {
  const result = compilePattern(expression);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { pattern: result.compiled, validator: validator === null ? null : findValidator(validator) };
}

const card = finder('\\d(?:[ -]?\\d){12,18}', 'luhn');
const digits = finder('\\d+');
const email = finder('[\\w.]+@[\\w.]+');
const word = finder('[a-c]+');

/** Finders with the mask of text that their matches get. */
type Masks = readonly (readonly [finder: Finder, mask: string, ...args: MaskArgument[]])[];

/** The expression for a column `value`. */
function sqlOf(type: ColumnType, ...masks: Masks): string {
  const frame = matchFrame(
    masks.map(([one]) => one),
    type,
  );
  return framed(
    frame,
    masks.map(([one, mask, ...args]) => stretchesSql(one, maskSql(mask, MATCH, textType, ...args))),
  );
}

onServers((server) => {
  async function masked(
    sql: string,
    texts: readonly (string | null)[],
    type = 'text',
  ): Promise<readonly (string | null)[]> {
    const { rows } = await server().client.query({
      text: `select (${sql})::text from (select cast(t as ${type}) as value, place
        from unnest($1::text[]) with ordinality as given(t, place)) as texts order by place`,
      values: [texts],
      rowMode: 'array',
    });
    return rows.map(([text]) => text);
  }

  it.each<readonly [text: string | null, expected: string | null, masks: Masks]>([
    ['card 4111 1111 1111 1111, thanks', 'card [redacted], thanks', [[card, 'redact']]],
    ['4111111111111111 5500-0000-0000-0004', '****1111 ****0004', [[card, 'keep_last', 4]]],
    ['no card: 4111 1111 1111 1112', 'no card: 4111 1111 1111 1112', [[card, 'redact']]],
    [null, null, [[card, 'redact']]],
    ['', '', [[card, 'redact']]],
    ['a1b22c', 'abc', [[digits, 'null']]],
    ['1 22 333', '# # #', [[digits, 'constant', '#']]],
    ['écrivez à ada@example.com!', 'écrivez à a***@example.com!', [[email, 'email']]],
    [
      'abc d@e.f b',
      '* [redacted] *',
      [
        [email, 'redact'],
        [word, 'constant', '*'],
      ],
    ],
    // More digits before or behind it: what is a card number by itself is found.
    ['4111111111111111 123 5500-0000-0000-0004', '[redacted] 123 [redacted]', [[card, 'redact']]],
    ['7 4111111111111111', '7 [redacted]', [[finder('\\d(?:[ -]?\\d){15,18}', 'luhn'), 'redact']]],
    // The one stands within the other, or both overlap: nothing is left of either.
    [
      'x 4111 1111 1111 1111, 7y',
      'x [redacted], ny',
      [
        [card, 'keep_last', 4],
        [digits, 'constant', 'n'],
      ],
    ],
    [
      'xabbcx ab bc',
      'x[redacted]x 1 2',
      [
        [finder('ab+'), 'constant', '1'],
        [finder('b+c'), 'constant', '2'],
      ],
    ],
    [
      '12 3',
      '[redacted] 1',
      [
        [digits, 'constant', '1'],
        [finder('\\d{2}'), 'constant', '2'],
      ],
    ],
  ])('%j becomes %j', async (text, expected, masks) => {
    expect(await masked(sqlOf(textType, ...masks), [text])).toEqual([expected]);
  });

  it('hash of a match is the hash of a column with that value', async () => {
    const mac = createHmac('sha256', KEY).update('ada@example.com').digest('hex');
    expect(await masked(sqlOf(textType, [email, 'hash']), ['to ada@example.com'])).toEqual([`to ${mac}`]);
  });

  it('is what our own matcher would do, in random texts', async () => {
    const sources = ['[ab]+', '\\d ?\\d?', '\\b\\w', 'é|😀+', '[^a]{2}', '(?:a|ab)(?:c|bcd)?', '.+$'];
    for (const source of sources) {
      const one = finder(source);
      const texts = fc.sample(arbitraryText, 150);
      const matcher = new Matcher(one.pattern.automaton);
      const ours = texts.map((text) => {
        let [result, at] = ['', 0];
        for (const { start, end } of matcher.matches(text)) {
          result += `${text.slice(at, start)}<${[...text.slice(start, end)].at(-1)}>`;
          at = end;
        }
        return result + text.slice(at);
      });
      const sql = framed(matchFrame([one], textType), [
        stretchesSql(one, `pg_catalog.concat('<', pg_catalog.right("match", 1), '>')`),
      ]);
      expect(await masked(sql, texts)).toEqual(ours);
    }
  });

  it('the type of the column stays, and what is too long for it is cut', async () => {
    const types: readonly (readonly [ColumnType, string])[] = [
      [varchar(12), 'tel [redacte'],
      [columnType('character(9)', 'text', { maxLength: 9 }), 'tel [reda'],
      [columnType('name', 'text', { maxLength: 63 }), 'tel [redacted]'],
    ];
    for (const [type, expected] of types) {
      const { rows, fields } = await server().client.query(
        `select value, (${sqlOf(type, [digits, 'redact'])}) as masked, (${sqlOf(type, [digits, 'redact'])})::text as text
         from (select cast('tel 12345' as ${type.base}) as value) as t`,
      );
      const [original, result] = fields;
      expect([result?.dataTypeID, result?.dataTypeModifier]).toEqual([
        original?.dataTypeID,
        original?.dataTypeModifier,
      ]);
      expect(rows[0].text).toBe(expected);
    }
  });

  it('the collation of the column stays, and a nondeterministic one does no harm', async () => {
    const { client } = server();
    await client.query(`
      create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      create table collated (id integer, value text collate folded);
      insert into collated values (1, 'ÄB 12'), (2, 'äb 3');
    `);
    const { rows } = await client.query(`
      select count(distinct masked)::integer as n, min(pg_collation_for(masked)) as collation
      from (select (${sqlOf(textType, [digits, 'constant', '#'])}) as masked from collated) as t`);
    expect(rows).toEqual([{ n: 1, collation: expect.stringMatching(/folded/) }]);
  });

  it('a text that is too long, or holds too many matches, is hidden whole', async () => {
    const texts = [`${'x'.repeat(200_000)}1`, 'x'.repeat(200_000), '1 '.repeat(1001), '1 '.repeat(1000)];
    const results = await masked(sqlOf(textType, [digits, 'constant', '#']), texts);
    expect(results).toEqual(['[redacted]', 'x'.repeat(200_000), '[redacted]', '# '.repeat(1000)]);
  });

  it.each(['SQL_ASCII', 'LATIN1', 'EUC_JP'])('no bytes in %s make it fail', async (encoding) => {
    const { database } = server();
    const name = `${database.name}_${encoding.toLowerCase()}`;
    await database.query(`create database ${name} encoding '${encoding}' locale 'C' template template0`);
    try {
      const pg = await import('pg');
      const odd = new pg.default.Client({ ...database, user: database.superuser, database: name });
      await odd.connect();
      try {
        const bytes = encoding === 'EUC_JP' ? '\\x418ea18fb0a1f5a13139' : '\\x41fffe80e93139';
        const value = `convert_from('${bytes}', '${encoding}')`;
        const ascii = await odd.query(
          `select (${sqlOf(textType, [finder('1[^a]'), 'null'])}) = left(${value}, -2) as same from (select ${value} as value) as t`,
        );
        expect(ascii.rows).toEqual([{ same: true }]);
        const beyond = await odd.query(
          `select (${sqlOf(textType, [finder('é'), 'null'])}) as hidden from (select ${value} as value) as t`,
        );
        expect(beyond.rows).toEqual([{ hidden: '[redacted]' }]);
      } finally {
        await odd.end();
      }
    } finally {
      await database.query(`drop database ${name} with (force)`);
    }
  });

  describe('two worlds: texts that differ within their matches alone', () => {
    it.each([['redact'], ['constant', 'x'], ['null']] as const)('%s', async (mask, ...args) => {
      const sql = sqlOf(textType, [card, mask, ...args]);
      const around = fc.sample(fc.tuple(arbitraryText, arbitraryText), 50);
      const world = (number: string) =>
        around.map(([a, b]) => `${a.replaceAll(/[1-9]/g, '')}x${number}x${b.replaceAll(/[1-9]/g, '')}`);
      const [one, two] = [
        await masked(sql, world('4111111111111111')),
        await masked(sql, world('5500 0000 0000 0004')),
      ];
      expect(one).toEqual(two);
    });
  });

  it('what is genuine is the same in SQL, in random digits', async () => {
    for (const one of [
      card,
      finder('\\b\\d{3}-?\\d{2}-?\\d{4}\\b', 'ssn'),
      finder('[A-Z]{2}\\d\\d[A-Z\\d]{11,20}', 'iban'),
    ]) {
      const genuine = ['4111111111111111', '5500-0000-0000-0004', '123-45-6789', 'GB29NWBK60161331926819'];
      const some = fc.oneof(fc.constantFrom(...genuine), fc.constantFrom(...'0123456789- x😀GB'));
      const texts = fc.sample(
        fc.array(some, { maxLength: 12 }).map((parts) => parts.join('')),
        200,
      );
      const ours = new GenuineFinder(soughtOf(one));
      const placeIn = (text: string, offset: number) => [...text.slice(0, offset)].length;
      const { rows } = await server().client.query({
        text: `select coalesce((select json_agg(json_build_object('start', start, 'stop', stop) order by start)
                 from (${stretchesSql(one, 'NULL')}) as found), '[]')
               from unnest($1::text[]) with ordinality as texts("value", n) order by n`,
        values: [texts],
        rowMode: 'array',
      });
      expect(rows.map(([found]) => found)).toEqual(
        texts.map((text) =>
          ours
            .find(text)
            .map(({ start, end }) => ({ start: placeIn(text, start), stop: placeIn(text, end) })),
        ),
      );
    }
  });

  it('validators say in SQL what they say by themselves', async () => {
    const symbols = fc.array(fc.constantFrom(...'0123456789 -.DEGB'), { maxLength: 30 });
    const near = fc.constantFrom(
      ...[
        '4111111111111111',
        '5500 0000 0000 0004',
        '0000000000000000',
        '123-45-6789',
        '666-45-6789',
        '000-45-6789',
      ],
      ...[
        'DE89 3704 0044 0532 0130 00',
        'gb29nwbk60161331926819',
        'DE00 3704 0044 0532 0130 00',
        '021000021',
      ],
      ...[
        '123456789',
        '192.0.2.1',
        '256.0.0.1',
        '01.2.3.4',
        '1.2.3',
        '',
        ' ',
        '-',
        'é',
        '9'.repeat(100),
        '12',
        '18',
      ],
    );
    const mutated = fc
      .tuple(near, fc.nat(30), fc.constantFrom(...'0123456789DX'))
      .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1));
    const texts = fc.sample(
      fc.oneof(
        symbols.map((all) => all.join('')),
        near,
        mutated,
        mutated,
      ),
      1500,
    );
    for (const name of VALIDATORS) {
      const validator = findValidator(name);
      if (validator === null) throw new Error(name);
      const { rows } = await server().client.query({
        text: `select ${validator.sql('"match"')} from unnest($1::text[]) with ordinality as t("match", n) order by n`,
        values: [texts],
        rowMode: 'array',
      });
      const [ours, theirs] = [texts.map((text) => [ACCEPTS[name](text)]), rows];
      expect(theirs).toEqual(ours);
      expect(ours.filter(([yes]) => yes).length).toBeGreaterThan(3);
    }
  });

  it('no search_path changes what it means', async () => {
    const sql = sqlOf(textType, [card, 'keep_last', 4], [digits, 'redact']);
    const outcome = await createSqlParser().parse(`SELECT ${sql}`);
    if (outcome.kind !== 'parsed') throw new Error(`${sql} does not parse`);
    const text = JSON.stringify(outcome.statements);
    for (const [, names] of text.matchAll(/"(?:funcname|collname|names)":\[(.*?)\]/g))
      expect(names).toMatch(/^\{"String":\{"sval":"pg_catalog"\}\}/);
    expect(text).not.toContain('A_Expr');
  });
});
