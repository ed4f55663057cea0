/** `replace` of fields against its SQL on a real server, and what it costs. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soughtOf } from '../../../compiler/src/detectors/finder.ts';
import { findValidator } from '../../../compiler/src/detectors/validators/catalog.ts';
import type { Sought } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { fieldMasker } from '../../../runtime/src/masks/field/field-masks.ts';
import { arbitraryPattern, arbitraryText } from '../../compiler/detectors/arbitrary-pattern.ts';
import { columnType, textType, varchar } from '../../compiler/masks/column-types.ts';
import { sought } from '../../compiler/masks/every-type.ts';
import { KEY, maskSql, options } from '../../compiler/masks/on-servers.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';

const digits = sought('\\d{4,}');
const { finder } = sought('\\b\\d(?:[ -]?\\d){12,18}\\b');
const card: Sought = { text: 'card', finder: { ...finder, validator: findValidator('luhn') } };

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client(options(database));
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function bySql(
  type: ColumnType,
  what: Sought,
  replacement: string,
  values: readonly unknown[],
): Promise<readonly unknown[]> {
  const sql = maskSql('replace', 'value', type, what, replacement);
  const masked: unknown[] = [];
  for (const value of values) {
    const text = `select to_jsonb(${sql}) as masked from (select $1::${type.base} as value) as t`;
    masked.push((await client.query(text, [value])).rows[0].masked);
  }
  return masked;
}

function byCode(
  type: ColumnType,
  what: Sought,
  replacement: string,
  values: readonly unknown[],
): readonly unknown[] {
  const detectors = [{ text: what.text, ...soughtOf(what.finder) }];
  const mask = { name: 'replace', args: [0, replacement], type: type.base };
  const masker = fieldMasker(mask, { key: KEY, detectors });
  return values.map((value) => JSON.parse(masker.of(JSON.stringify(value))));
}

/** Expects that both do the same, and says what they did. */
async function same(
  type: ColumnType,
  what: Sought,
  replacement: string,
  values: readonly unknown[],
): Promise<readonly unknown[]> {
  const ours = byCode(type, what, replacement, values);
  expect(ours).toEqual(await bySql(type, what, replacement, values));
  return ours;
}

it.each([
  [textType, digits, '####', ['call 12345, or 67890123; room 404', 'nothing', '', null]],
  [textType, digits, 'it\'s \\1 & $& "quoted"', ['1234', 'a1234b5678']],
  [textType, sought('😀|é+'), '\u{1f44d}', ['aéé😀b', '😀', 'e\u0301']],
  [textType, sought('^a|b$'), '<>', ['aabb', 'a', 'b', 'ab\n']],
  [textType, card, '[card]', ['card 4111 1111 1111 1111, order 4111111111111112', '4111111111111111 123']],
  [textType, card, '[card]', ['5500-0000-0000-0004 4111 1111 1111 1111', '1 '.repeat(60)]],
  [varchar(12), digits, '[number]', ['tel 12345 x', '12345 67890x']],
  [columnType('text[]', 'array'), digits, '#', [['a1234', null, '', '99999'], [], null]],
] as const)('%#: of a %j is in a field what it is in a column', async (type, what, replacement, values) => {
  await same(type, what, replacement, values);
});

it('is the same for random texts and expressions', async () => {
  const some = arbitraryPattern.chain((expression) =>
    fc.record({
      expression: fc.constant(expression),
      texts: fc.array(arbitraryText, { minLength: 3, maxLength: 10 }),
      replacement: fc.constantFrom('', '#', 'é😀"\\'),
    }),
  );
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(some, async ({ expression, texts, replacement }) => {
      let what: Sought;
      try {
        what = sought(expression);
      } catch {
        // Not every text is an expression that detectors take.
        return;
      }
      const shown = await same(textType, what, replacement, texts);
      changed += shown.filter((text, index) => text !== texts[index]).length;
    }),
    { numRuns: Number(process.env.DLPC_REPLACE_RUNS ?? 120) },
  );
  expect(changed).toBeGreaterThan(20);
});

it('is the same for digits in which some pass for a card', async () => {
  const parts = fc.constantFrom(
    ...[
      '4111111111111111',
      '5500 0000 0000 0004',
      '4111-1111-1111-1111',
      '18',
      ' ',
      '-',
      '0',
      '7',
      'x',
      '😀',
    ],
  );
  const texts = fc.sample(
    fc.array(parts, { maxLength: 14 }).map((all) => all.join('')),
    200,
  );
  const shown = await same(textType, card, '[card]', texts);
  expect(shown.filter((text) => String(text).includes('[card]')).length).toBeGreaterThan(20);
});

describe('bounds', () => {
  it('a text that is too long, or holds too many matches, is hidden whole', async () => {
    const values = ['x'.repeat(200_001), '😀'.repeat(200_000), '1234 '.repeat(1_001), '1234 '.repeat(1_000)];
    const [long, , many, most] = await same(textType, digits, '#', values);
    expect([long, many, most]).toEqual(['[redacted]', '[redacted]', '# '.repeat(1_000)]);
    expect(await same(varchar(4), digits, '#', ['1234'])).toEqual(['#']);
  });

  it('what is tried of a text grows with it, and not with its square', () => {
    // Each word could begin a number, and most parts of it are tried.
    const text = '1 '.repeat(90_000);
    expect(byCode(textType, card, '#', [text])).toHaveLength(1);
  });
});

it('a value that is no text becomes null', () => {
  expect(byCode(textType, digits, '#', [1234, true, { a: '1234' }, '\u0000', '\ud800'])).toEqual(
    Array(5).fill(null),
  );
});

it('a detector that is not there is no mask', () => {
  const mask = { name: 'replace', args: [3, '#'], type: 'text' };
  expect(fieldMasker(mask, { key: KEY, detectors: [] }).of('"1234"')).toBe('null');
});
