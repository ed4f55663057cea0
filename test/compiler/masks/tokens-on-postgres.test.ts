/** `tokenize`, and masks of text over arrays, on real servers. */
import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnType, textType, varchar } from './column-types.ts';
import { KEY, maskedTexts, maskSql, onServers } from './on-servers.ts';

const citext = columnType('public.citext', 'text', { ignoresCase: true });

/** The token of a value, written a second time. */
function tokenOf(format: string, value: string): string {
  const message = Buffer.concat([Buffer.from(`\0tokenize(${JSON.stringify(format)})\0`), Buffer.from(value)]);
  const digits = createHmac('sha256', KEY).update(message).digest('hex');
  let used = 0;
  return format.replaceAll(/[#?]/g, (symbol) => {
    const digit = Number.parseInt(digits.charAt(used), 16);
    used += 1;
    return (symbol === '#' ? '0123456789012345' : 'bcdfghjklmnpqrst').charAt(digit);
  });
}

const FORMATS = [
  '########',
  '###-##-####',
  '????????@example.com',
  "+49 (###) #####-'##' \\ %",
  '??-####-??',
  '#?#?#?#?',
  '#'.repeat(60),
  '?'.repeat(60),
  `"${'#'.repeat(30)}${'?'.repeat(30)}"${'-'.repeat(100)}`,
];

const VALUES = [
  '',
  ' ',
  'a',
  '078-05-1120',
  "'; drop table t; --",
  '\\',
  '👩‍👩‍👧‍👦',
  'é',
  'e\u0301',
  'x'.repeat(100_000),
];

/** A one-dimensional array of texts as PostgreSQL reads it. */
function array(...elements: readonly (string | null)[]): string {
  const quoted = elements.map((element) =>
    element === null ? 'NULL' : `"${element.replaceAll(/["\\]/g, '\\$&')}"`,
  );
  return `{${quoted.join(',')}}`;
}

onServers((server) => {
  beforeAll(async () => {
    await server().client.query('create extension citext');
  });

  it.each(FORMATS)('tokenize(%j)', async (format) => {
    const masked = await maskedTexts(server(), [...VALUES, null], textType, 'tokenize', format);
    expect(masked).toEqual([...VALUES.map((value) => tokenOf(format, value)), null]);
  });

  it('tokens are alike for values that are equal: padded, in another case of citext, in another type', async () => {
    const format = '??######';
    const masked = [
      ...(await maskedTexts(server(), ['Ada', 'ADA'], citext, 'tokenize', format)),
      ...(await maskedTexts(server(), ['ada'], varchar(8), 'tokenize', format)),
      ...(await maskedTexts(
        server(),
        ['ada'],
        columnType('character(10)', 'text', { maxLength: 10 }),
        'tokenize',
        format,
      )),
    ];
    expect(masked.map((token) => token?.trimEnd())).toEqual(new Array(4).fill(tokenOf(format, 'ada')));
  });

  describe('over arrays', () => {
    const texts = columnType('text[]', 'array');

    it.each([
      ['{}', '{}'],
      [array('abcdef', 'ab', '', null), array('****ef', '****', '****', null)],
      ['{{abc,def},{ghi,jkl}}', array('****bc', '****ef', '****hi', '****kl')],
      ['[5:6]={abc,def}', array('****bc', '****ef')],
      [array('a"b\\c,{}', 'NULL'), array('****{}', '****LL')],
    ])('keep_last(2) of %s', async (value, masked) => {
      expect(await maskedTexts(server(), [value, null], texts, 'keep_last', 2)).toEqual([
        masked.replaceAll(/"([*\w]+)"/g, '$1'),
        null,
      ]);
    });

    it('hash of an element is that of the value in a column of its own', async () => {
      const [whole] = await maskedTexts(server(), [array('ada', 'bob')], texts, 'hash');
      const parts = await maskedTexts(server(), ['ada', 'bob'], textType, 'hash');
      expect(whole).toBe(`{${parts.join(',')}}`);
    });

    it('elements keep to the length of the type', async () => {
      const short = columnType('character varying(5)[]', 'array');
      expect(await maskedTexts(server(), ['{abcde,ab}'], short, 'keep_first', 4)).toEqual(['{abcd*,*}']);
      const padded = columnType('character(20)[]', 'array');
      expect(await maskedTexts(server(), ['{ada@example.com}'], padded, 'email')).toEqual([
        '{"a***@example.com    "}',
      ]);
    });

    it('an array of very many elements becomes empty', async () => {
      const [kept, emptied] = await maskedTexts(
        server(),
        [array(...new Array(10_000).fill('')), array(...new Array(10_001).fill(''))],
        texts,
        'keep_last',
        2,
      );
      expect(kept?.split(',')).toHaveLength(10_000);
      expect(emptied).toBe('{}');
    });

    it('columns named as the mask names its own are read all the same', async () => {
      const { client } = server();
      for (const name of ['element', 'elements', 'place', 'unnest']) {
        const sql = maskSql('keep_last', name, texts, 2);
        const { rows } = await client.query(
          `select ${sql} as masked from (select array['abcdef'] as "${name}", 'x' as other) as elements`,
        );
        expect(rows).toEqual([{ masked: ['****ef'] }]);
      }
    });
  });
});
