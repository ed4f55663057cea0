/** `replace` on real servers: matches become the given text, the rest stays, and the column keeps its type. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findValidator } from '../../../compiler/src/detectors/validators/catalog.ts';
import type { Sought } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { arbitraryText } from '../detectors/arbitrary-pattern.ts';
import { columnType, textType, varchar } from './column-types.ts';
import { sought } from './every-type.ts';
import { maskedTexts, maskSql, onServers } from './on-servers.ts';

const digits = sought('\\d{4,}');

function cardNumber(): Sought {
  const { finder } = sought('\\b\\d(?:[ -]?\\d){12,18}\\b');
  return { text: 'card_number', finder: { ...finder, validator: findValidator('luhn') } };
}

const char = columnType('character(12)', 'text', { maxLength: 12 });
const name = columnType('name', 'text', { maxLength: 63 });
const texts = columnType('text[]', 'array');
const shortTexts = columnType('character varying(6)[]', 'array');

onServers((server) => {
  it.each<readonly [ColumnType, Sought, string, string | null, string | null]>([
    [textType, digits, '####', 'call 12345, or 67890123; room 404', 'call ####, or ####; room 404'],
    [textType, digits, '', 'a1234b', 'ab'],
    [textType, digits, "it's \\1 & $&", '1234', "it's \\1 & $&"],
    [textType, digits, '#', 'nothing', 'nothing'],
    [textType, digits, '#', '', ''],
    [textType, digits, '#', null, null],
    [textType, sought('😀|é+'), '-', 'aéé😀b', 'a--b'],
    [textType, sought('^a|b$'), '<>', 'aabb', '<>ab<>'],
    [
      ...([textType, cardNumber(), '[card]'] as const),
      'card 4111 1111 1111 1111, order 4111111111111112',
      'card [card], order 4111111111111112',
    ],
    [varchar(12), digits, '[number]', 'tel 12345 x', 'tel [number]'],
    [char, digits, '##', 'a 1234567 b', 'a ## b'],
    [name, digits, '#', 'table_20260101', 'table_#'],
    [texts, digits, '#', '{a1234,NULL,"",99999}', '{a#,NULL,"",#}'],
    [texts, digits, '#', null, null],
    [shortTexts, digits, '######', '{a1234,x}', '{a#####,x}'],
  ])('%#: $0.text', async (type, pattern, replacement, given, expected) => {
    expect(await maskedTexts(server(), [given], type, 'replace', pattern, replacement)).toEqual([expected]);
  });

  it('is what replacing each match one by one would give, in random texts', async () => {
    const values = fc.sample(arbitraryText, 200);
    const shown = await maskedTexts(server(), values, textType, 'replace', sought('[ab]+\\d?'), '<>');
    expect(shown).toEqual(values.map((value) => value.replaceAll(/[ab]+[0-9]?/g, '<>')));
  });

  it('a text that is too long, or holds too many matches, is hidden whole', async () => {
    const values = [`${'x'.repeat(200_001)}`, '1234 '.repeat(1_001), '1234 '.repeat(1_000)];
    expect(await maskedTexts(server(), values, textType, 'replace', digits, '#')).toEqual([
      '[redacted]',
      '[redacted]',
      '# '.repeat(1_000),
    ]);
  });

  it('reads columns that are called like its own', async () => {
    const { client } = server();
    for (const column of ['value', 'values', 'match', 'matches', 'start', 'stop', 'found', 'piece', 'end']) {
      const sql = maskSql('replace', column, textType, digits, '#');
      const { rows } = await client.query(
        `select ${sql} as masked from (select 'a1234' as "${column}", 'x' as other) as found`,
      );
      expect(rows).toEqual([{ masked: 'a#' }]);
    }
  });

  describe('two worlds: texts that differ within their matches alone', () => {
    it.each([['#'], ['1234'], ['']])('with %j in their place', async (replacement) => {
      const around = fc.sample(fc.tuple(arbitraryText, arbitraryText), 60);
      const world = (number: string) =>
        around.map(([a, b]) => `${a.replaceAll(/\d/g, '')}${number}${b.replaceAll(/\d/g, '')}`);
      const [one, two] = await Promise.all(
        ['1234', '987654321'].map((number) =>
          maskedTexts(server(), world(number), textType, 'replace', digits, replacement),
        ),
      );
      expect(one).toEqual(two);
      expect(one).not.toEqual(world('1234').map(() => null));
    });
  });
});
