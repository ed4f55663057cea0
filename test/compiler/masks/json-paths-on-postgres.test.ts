/**
 * Masks of what JSON paths lead to, as a real server computes them: nothing below a labelled path is told, whatever form a document has,
 * the rest stays, and no document makes it fail.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMask } from '../../../compiler/src/masks/catalog.ts';
import type { JsonPath } from '../../../compiler/src/masks/json/json-path.ts';
import { jsonPathText } from '../../../compiler/src/masks/json/json-path.ts';
import { maskedPath } from '../../../compiler/src/masks/json/json-path-mask.ts';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import { columnType } from './column-types.ts';
import { onServers } from './on-servers.ts';

const TYPES = { jsonb: columnType('jsonb', 'json'), json: columnType('json', 'json') };

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** `a.b[*].c` */
function path(text: string): JsonPath {
  return text
    .split(/\.|(?=\[)/)
    .map((step) => (step === '[*]' ? { kind: 'each' } : { kind: 'member', name: step }));
}

function sqlOf(
  where: string,
  type: keyof typeof TYPES,
  name: string,
  ...args: readonly MaskArgument[]
): string {
  const mask = findMask(name);
  if (mask === null) throw new Error(name);
  return maskedPath(path(where), TYPES[type], mask, args);
}

/** What a path leads to in a document replaced by `replace`, written a second time. */
function replaced(document: Json, steps: JsonPath, replace: (value: Json) => Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return replace(document);
  if (Array.isArray(document)) return document.map((element) => one(element));
  return one(document);

  function one(value: Json): Json {
    if (step === undefined || step.kind === 'each') return replaced(value, rest, replace);
    if (value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) return '[redacted]';
    const members = Object.entries(value).map(
      ([name, member]) => [name, name === step.name ? replaced(member, rest, replace) : member] as const,
    );
    return Object.fromEntries(members);
  }
}

const names = fc.constantFrom('a', 'b', 'phones', "it's", '0');
const documents: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<Json>(null, true, 0, -1.5, 12345, '', 'text', 'é😀"\\', 'ada@example.com'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(names, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).json;

onServers((server) => {
  async function masked(
    sql: string,
    type: string,
    texts: readonly (string | null)[],
  ): Promise<readonly unknown[]> {
    const { rows } = await server().client.query({
      text: `select ${sql} from (select t::${type} as value, n from unnest($1::text[]) with ordinality as given(t, n)) as d order by n`,
      values: [texts],
      rowMode: 'array',
    });
    return rows.map(([value]) => value);
  }

  describe.each(['jsonb', 'json'] as const)('%s', (type) => {
    it.each<
      readonly [where: string, mask: string, args: readonly MaskArgument[], given: Json, expected: Json]
    >([
      ['a.b', 'redact', [], { a: { b: 'x', c: 1 } }, { a: { b: '[redacted]', c: 1 } }],
      ['a.b', 'redact', [], { a: { c: 1 } }, { a: { c: 1 } }],
      ['a.b', 'redact', [], { a: { b: null } }, { a: { b: '[redacted]' } }],
      ['a', 'null', [], { a: { deep: 'x' } }, { a: null }],
      ['a', 'keep_last', [4], { a: '123456789' }, { a: '****6789' }],
      ['a', 'keep_last', [4], { a: 123456789 }, { a: '[redacted]' }],
      ['a', 'keep_last', [4], { a: null }, { a: null }],
      ['a', 'keep_last', [4], { a: true }, { a: '[redacted]' }],
      ['a', 'keep_last', [4], { a: { b: 'x' } }, { a: '[redacted]' }],
      ['a', 'keep_last', [4], { a: ['123456789'] }, { a: '[redacted]' }],
      ['a[*]', 'keep_last', [4], { a: ['123456789', 1] }, { a: ['****6789', '[redacted]'] }],
      ['a', 'bucket', [10], { a: 47.5, b: 'x' }, { a: 40, b: 'x' }],
      ['a', 'bucket', [10], { a: '47' }, { a: '[redacted]' }],
      ['a', 'zero', [], { a: '47' }, { a: 0 }],
      ['a', 'constant', [7], { a: [1] }, { a: 7 }],
      ['a', 'constant', ['7'], { a: [1] }, { a: '7' }],
      [
        'phones[*].number',
        'redact',
        [],
        { phones: [{ number: '1' }, {}] },
        { phones: [{ number: '[redacted]' }, {}] },
      ],
      // Another form than the path expects hides as much.
      [
        'phones[*].number',
        'redact',
        [],
        { phones: { number: '1', x: 2 } },
        { phones: { number: '[redacted]', x: 2 } },
      ],
      [
        'a.b',
        'redact',
        [],
        { a: [{ b: 'x', c: 1 }, 'y', null] },
        { a: [{ b: '[redacted]', c: 1 }, '[redacted]', null] },
      ],
      ['a.b', 'redact', [], { a: '{"b":"x"}' }, { a: '[redacted]' }],
      ['a.b', 'redact', [], [{ a: { b: 1 } }], [{ a: { b: '[redacted]' } }]],
      ['a.b', 'redact', [], 'text', '[redacted]'],
      ["it's.x", 'redact', [], { "it's": { x: 1 } }, { "it's": { x: '[redacted]' } }],
      ['a[*]', 'redact', [], { a: Array.from({ length: 10_001 }, () => 1) }, { a: '[redacted]' }],
      ['a[*]', 'redact', [], { a: [] }, { a: [] }],
    ])('$.%s with %s%j of %j', async (where, mask, args, given, expected) => {
      expect(await masked(sqlOf(where, type, mask, ...args), type, [JSON.stringify(given)])).toEqual([
        expected,
      ]);
    });

    it('random documents and paths, as a second implementation has it', async () => {
      const wheres = ['a', 'a.b', 'a[*]', 'phones[*].a', 'a[*][*].b', "it's.0.a"];
      for (const where of wheres) {
        const given = fc.sample(documents, 200);
        const steps = path(where);
        const texts = given.map((document) => JSON.stringify(document));
        expect(await masked(sqlOf(where, type, 'redact'), type, texts)).toEqual(
          given.map((document) => replaced(document, steps, () => '[redacted]')),
        );
        const hidden = (value: Json): Json =>
          value === null
            ? null
            : typeof value === 'string'
              ? value.length > 2
                ? `****${[...value].slice(-2).join('')}`
                : '****'
              : '[redacted]';
        expect(await masked(sqlOf(where, type, 'keep_last', 2), type, texts)).toEqual(
          given.map((document) => replaced(document, steps, hidden)),
        );
      }
    });

    it('two worlds: documents that differ below the path alone', async () => {
      const steps = path('a[*].b');
      const pairs = fc.sample(fc.tuple(documents, documents, documents), 300);
      const world = (value: 1 | 2) =>
        pairs.map((triple) => JSON.stringify(replaced({ a: triple[0] }, steps, () => triple[value])));
      const texts = (sql: string) => `pg_catalog.to_jsonb((${sql})::text)`;
      for (const [mask, ...args] of [['redact'], ['null'], ['constant', 'x']] as const) {
        const sql = texts(sqlOf('a[*].b', type, mask, ...args));
        expect(await masked(sql, type, world(1))).toEqual(await masked(sql, type, world(2)));
      }
    });

    it('NULL stays NULL, and the type stays', async () => {
      expect(await masked(sqlOf('a.b', type, 'redact'), type, [null])).toEqual([null]);
      const { rows } = await server().client.query(
        `select pg_typeof(${sqlOf('a', type, 'redact')})::text as type from (select '{}'::${type} as value) as t`,
      );
      expect(rows).toEqual([{ type }]);
    });
  });

  it('documents that jsonb refuses are redacted, and those that it takes are not', async () => {
    const refused = [
      '{"b":"\\u0000"}',
      '{"b":"\\ud800"}',
      '{"b":"\\\\\\ud83d\\ude00 \\ude00"}',
      '{"b":"\\ude00\\ud83d"}',
      '{"b":1e400000}',
      '{"b":1e-20000}',
      `{"b":${'9'.repeat(140_000)}}`,
      '['.repeat(4001) + ']'.repeat(4001),
    ];
    const taken = [
      '{"b":"\\ud83d\\ude00"}',
      '{"b":"\\\\u0000"}',
      '{"b":"\\u00e9"}',
      '{"b":1e300}',
      '{"b":"code123"}',
      '['.repeat(3990) + ']'.repeat(3990),
    ];
    const sql = `(${sqlOf('a', 'json', 'redact')})::text = '"[redacted]"'`;
    expect(await masked(sql, 'json', refused)).toEqual(refused.map(() => true));
    expect(await masked(sql, 'json', taken)).toEqual(taken.map(() => false));
  });

  it('names that come twice leave nothing behind', async () => {
    const { rows } = await server().client.query(
      `select (${sqlOf('a', 'json', 'redact')})::text as text from (select '{"a": "raw", "a": "x", "b": 1}'::json as value) as t`,
    );
    expect(rows).toEqual([{ text: '{"a": "[redacted]", "b": 1}' }]);
  });
});

it('writes a path as a policy does', () => {
  expect(jsonPathText(path('contact.phones[*].number'))).toBe('$.contact.phones[*].number');
  expect(jsonPathText([{ kind: 'member', name: 'two words' }])).toBe('$."two words"');
});
