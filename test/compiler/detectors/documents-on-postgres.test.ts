/** What detectors find in documents of JSON, on real servers: against a walk over the document, and in two worlds. */
import { GenuineFinder } from '@dlpc/runtime/detect/find-genuine';
import { maskStretches } from '@dlpc/runtime/detect/mask-stretches';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../compiler/src/detectors/compile-pattern.ts';
import { type Finder, soughtOf } from '../../../compiler/src/detectors/finder.ts';
import { framed, MATCH, matchFrame, stretchesSql } from '../../../compiler/src/detectors/match-sql.ts';
import { findValidator } from '../../../compiler/src/detectors/validators/catalog.ts';
import { columnType, textType } from '../masks/column-types.ts';
import { type MaskServer, maskSql, onServers } from '../masks/on-servers.ts';

function finder(expression: string, validator: string | null = null): Finder {
  const result = compilePattern(expression);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { pattern: result.compiled, validator: validator === null ? null : findValidator(validator) };
}

const card = finder('\\b\\d(?:[ -]?\\d){12,18}\\b', 'luhn');
const mail = finder('[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+');
const HIDDEN = '[redacted]';

type Masked = readonly (readonly [finder: Finder, mask: (match: string) => string, sql: string])[];

const lastFour = maskSql('keep_last', MATCH, textType, 4);
const CARD: Masked[number] = [
  card,
  (match) => (match.length <= 4 ? '****' : `****${[...match].slice(-4).join('')}`),
  lastFour,
];
const MAIL: Masked[number] = [mail, () => '#', "'#'"];

/** What the columns of a type become. */
async function onServer(
  { client }: MaskServer,
  base: string,
  masks: Masked,
  texts: readonly string[],
): Promise<readonly string[]> {
  const frame = matchFrame(
    masks.map(([one]) => one),
    columnType(base, base.endsWith('[]') ? 'array' : 'json'),
  );
  const sql = framed(
    frame,
    masks.map(([one, , mask]) => stretchesSql(one, mask)),
  );
  // Compiling each statement to machine code would take longer than running it.
  await client.query('set jit = off');
  const { rows } = await client.query({
    text: `select (${sql})::text from (select cast(given as ${base}) as "value", n from unnest($1::text[]) with ordinality as texts(given, n)) as t order by n`,
    values: [texts],
    rowMode: 'array',
  });
  return rows.map(([shown]) => shown);
}

/** The same by walking. */
function walked(masks: Masked, document: unknown): unknown {
  let isNamed = false;
  const finders = masks.map(([one, mask]) => ({ finder: new GenuineFinder(soughtOf(one)), mask }));
  const textOf = (text: string): string | null => {
    const stretches = finders.flatMap(({ finder, mask }) =>
      finder.find(text).map((match) => ({ ...match, masked: mask(text.slice(match.start, match.end)) })),
    );
    return stretches.length === 0 ? null : maskStretches(text, stretches);
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return textOf(value) ?? value;
    if (typeof value === 'number') return textOf(BigInt(value).toString()) ?? value;
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        isNamed ||= textOf(name) !== null;
        return [name, walk(inner)];
      }),
    );
  };
  const shown = walk(document);
  return isNamed ? HIDDEN : shown;
}

const CARDS = ['4111111111111111', '5500 0000 0000 0004', '4111-1111-1111-1111'];
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...CARDS, 'ann@corp.example', ' ', '"', '\\', '\n', 'n', ':', '{', ',', '😀', '-', 'x'),
      fc.string({ maxLength: 3 }).filter((some) => !some.includes('\0')),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));
const leaf = fc.oneof(
  text,
  fc.constantFrom(true, false, null, 0, -7, 4111111111111111, -5500000000000004, 123456789012),
);
/** Names seldom hold something, or nearly every document would be redacted. */
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b"', 'c:', ' d') },
  { weight: 1, arbitrary: text },
);
function documentsOf(leaf: fc.Arbitrary<unknown>, name: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
}

const document = documentsOf(leaf, name);

/** With signs for what differs between two worlds. */
const secretive = documentsOf(
  fc.constantFrom('%', 'a % b', '§', '<§>, %!', '"%"', '\n%', 'x', 7, null),
  fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('a', 'b"', 'c:') },
    { weight: 1, arbitrary: fc.constantFrom('%', '§', 'x %') },
  ),
);

/** One of the ways to write a document. */
function written(value: unknown, spell: (character: string) => string, space: string): string {
  if (typeof value === 'string')
    return `"${[
      ...JSON.stringify(value)
        .slice(1, -1)
        .matchAll(/\\.|[^\\]/gsu),
    ]
      .map(([one]) => (one.startsWith('\\') ? one : spell(one)))
      .join('')}"`;
  if (Array.isArray(value))
    return `[${space}${value.map((inner) => written(inner, spell, space)).join(`${space},`)}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${space}${Object.entries(value)
    .map(([key, inner]) => `${written(key, spell, space)}${space}:${space}${written(inner, spell, space)}`)
    .join(',')}}`;
}

const escaped = (character: string): string =>
  [...character.split('')].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

onServers((server) => {
  it.each(['json', 'jsonb'])('random documents of %s are what a walk makes of them', async (base) => {
    const documents = fc.sample(document, Number(process.env.DLPC_DOCUMENTS ?? 100));
    const spelled = documents.map((value, index) => {
      const spell = [(one: string) => one, escaped, (one: string) => (one < '5' ? escaped(one) : one)][
        index % 3
      ];
      return written(value, spell ?? escaped, ['', ' ', '\n\t'][index % 4] ?? '');
    });
    const shown = await onServer(server(), base, [CARD, MAIL], spelled);
    expect(shown.map((one) => JSON.parse(one))).toEqual(documents.map((one) => walked([CARD, MAIL], one)));
    expect(shown.filter((one) => one.includes('****')).length).toBeGreaterThan(10);
  });

  it.each(['json', 'jsonb'])('what holds nothing stays as it was written: %s', async (base) => {
    const texts = [
      '{"a": 1.50, "b":[ ],  "b": "x"}',
      'true',
      '""',
      '[]',
      '"4111"',
      ' 12 ',
      '{"a":"\\u00e9\\n"}',
    ];
    const plain = await server().client.query({
      text: `select cast(given as ${base})::text from unnest($1::text[]) with ordinality as t(given, n) order by n`,
      values: [texts],
      rowMode: 'array',
    });
    expect(await onServer(server(), base, [CARD], texts)).toEqual(plain.rows.map(([one]) => one));
  });

  it.each([
    [
      'a value that comes before another one of its name',
      '{"a": "4111111111111111", "a": "x"}',
      '{"a": "****1111", "a": "x"}',
    ],
    ['escapes', '"\\u0034111111111111111"', '"****1111"'],
    ['a name', '{"x": {"4111111111111111": 1}}', '"[redacted]"'],
    ['a name with escapes', '[{"\\u0034111111111111111" : 1}]', '"[redacted]"'],
    ['a number', '[4111111111111111]', '["****1111"]'],
    ['a number with an exponent', '[4.111111111111111e15, 41111111111111110e-1]', '["****1111", "4*"]'],
    ['a number with places behind the point', '[4111111111111111.00]', '["****1111.00"]'],
    ['a line feed in front, which is written with an n', '"\\n4111111111111111"', '"\\n****1111"'],
    ['a text that is JSON', '"{\\"n\\":\\"4111111111111111\\"}"', '"{\\"n\\":\\"****1111\\"}"'],
    ['an escape that jsonb refuses', '["4111111111111111", "\\u0000"]', '"[redacted]"'],
    ['half of a pair', '["4111111111111111", "\\ud83d"]', '"[redacted]"'],
    ['a number that would be long', '[1e9999]', '"[redacted]"'],
    ['a document that is long', `["${'x'.repeat(200_000)}"]`, '"[redacted]"'],
    ['a document that is deep', `${'['.repeat(4_001)}${']'.repeat(4_001)}`, '"[redacted]"'],
  ])('in json, %s', async (_, given, wanted) => {
    const [shown] = await onServer(server(), 'json', [CARD], [given]);
    expect(shown).toBe(given.includes('e-1') ? '["****1111", "****1111.0"]' : wanted);
  });

  it('arrays of documents', async () => {
    const given = `{NULL,"{\\"a\\": \\"4111111111111111\\"}","{\\"4111111111111111\\": 1}"}`;
    expect(await onServer(server(), 'jsonb[]', [CARD], [given])).toEqual([
      '{NULL,"{\\"a\\": \\"****1111\\"}","\\"[redacted]\\""}',
    ]);
  });

  describe('two worlds: documents that differ within what is found alone', () => {
    it.each(['json', 'jsonb'])('%s', async (base) => {
      const around = fc.sample(secretive, 40).map((one) => JSON.stringify(one));
      const world = (number: string, other: string) =>
        around.map((one) => one.replaceAll('%', number).replaceAll('§', other));
      const redact: Masked = [
        [card, () => HIDDEN, `'${HIDDEN}'`],
        [mail, () => HIDDEN, `'${HIDDEN}'`],
      ];
      const [one, two] = [
        await onServer(server(), base, redact, world('4111111111111111', 'ann@corp.example')),
        await onServer(server(), base, redact, world('4242 4242 4242 4242', 'bob.b@corp.example')),
      ];
      expect(one).toEqual(two);
      expect(one.join()).toContain(HIDDEN);
    });
  });
});
