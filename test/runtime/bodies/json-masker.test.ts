/** The JSON masker against `JSON.parse` and against masking the parsed tree, with bodies cut at every byte. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  JsonMasker,
  LONGEST_KEY,
  LONGEST_MASKED,
  MOST_DEPTH,
} from '../../../runtime/src/bodies/json/json-masker.ts';
import { INVALID, NOT_UTF8, VALID } from './json-corpus.ts';
import { cuts, hides, MASKERS, plansOf, run, shape, type TestShape } from './shapes-fixture.ts';

/** Everything is walked through, and nothing that stands in the corpus is hidden. */
const OPEN: readonly TestShape[] = [
  shape({
    additional: 0,
    items: 0,
    properties: new Map([['hidden, and never there', 1]]),
    undeclared: 'show',
  }),
  shape({ mask: 'stars' }),
];

function mask(shapes: readonly TestShape[], text: string): string | null {
  const plans = plansOf(shapes);
  return run(new JsonMasker(plans, plans.of(0)), [Buffer.from(text)]).text;
}

/** The one result of a body, however it is cut. */
function maskCut(shapes: readonly TestShape[], text: string | Uint8Array): string | null {
  const results = cuts(text).map((pieces) => {
    const plans = plansOf(shapes);
    return run(new JsonMasker(plans, plans.of(0)), pieces).text;
  });
  expect(new Set(results).size).toBe(1);
  return results[0] ?? null;
}

test.each(VALID)('%j is taken, and says the same after it', (text) => {
  const masked = maskCut(OPEN, text);
  expect(masked).not.toBeNull();
  expect(JSON.parse(masked ?? '')).toEqual(JSON.parse(text));
});

test.each(INVALID)('%j is refused', (text) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(maskCut(OPEN, text)).toBe(text.trim() === '' && !text.includes('\u00a0') ? '' : null);
});

test.each(INVALID.filter((text) => text.trim() !== ''))(
  '%j is refused inside of what passes, is masked or left out',
  (text) => {
    const inside = `{"passed":[${text}],"b":1}`;
    try {
      JSON.parse(inside);
      return;
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
    }
    for (const target of ['stars', 'length', 'passed', 'hidden'] as const) {
      const inner = shape(
        target === 'passed' ? { isProtected: false } : { mask: target === 'hidden' ? null : target },
      );
      const shapes = [
        shape({ properties: target === 'hidden' ? new Map() : new Map([['passed', 1]]) }),
        inner,
      ];
      expect(mask(shapes, inside)).toBeNull();
    }
  },
);

test.each(NOT_UTF8)('a string with the bytes %j is refused', (...bytes) => {
  const text = Buffer.concat([Buffer.from('["a'), Buffer.from(bytes), Buffer.from('"]')]);
  expect(maskCut(OPEN, text)).toBeNull();
  expect(maskCut([shape({ items: 1 }), shape({ mask: 'stars' })], text)).toBeNull();
});

describe('fields', () => {
  const CUSTOMER: readonly TestShape[] = [
    shape({
      types: ['object'],
      properties: new Map([
        ['id', 1],
        ['email', 2],
        ['tags', 3],
        ['inner', 0],
        ['name', 4],
      ]),
    }),
    shape({ types: ['integer'], isProtected: false, undeclared: 'show' }),
    shape({ types: ['string'], fields: [0], mask: 'stars' }),
    shape({ types: ['array'], items: 2 }),
    shape({ types: ['string'], fields: [1], mask: 'length' }),
  ];

  test.each([
    ['{"id":1,"email":"a"}', '{"id":1,"email":"***"}'],
    ['{"\\u0065mail":"a"}', '{"\\u0065mail":"***"}'],
    ['{"email":"a","email":"b","em\\u0061il":"c"}', '{"email":"***","email":"***","em\\u0061il":"***"}'],
    ['{"email":{"email":"a"}}', '{"email":"***"}'],
    ['{"email":null,"email":[1,{"a":"}"}]}', '{"email":"***","email":"***"}'],
    ['{"Email":"a","EMAIL":"b","e-mail":"c","email ":"d"}', '{}'],
    ['{ "other" : 1 , "id" : 2 , "more" : [ ] }', '{"id":2}'],
    ['{"tags":["a",{"b":1},null]}', '{"tags":["***","***","***"]}'],
    ['{"tags":"a"}', '{"tags":null}'],
    ['{"tags":{"a":"b"}}', '{"tags":{}}'],
    ['{"inner":{"inner":{"email":"a","x":1},"id":3}}', '{"inner":{"inner":{"email":"***"},"id":3}}'],
    ['{"id":"a"}', '{"id":null}'],
    ['{"id":{"email":"a"}}', '{"id":null}'],
    ['{"id":null}', '{"id":null}'],
    ['{"id":12345678901234567890.10}', '{"id":12345678901234567890.10}'],
    ['{"name":"ada"}', '{"name":{"length":5}}'],
    ['{"name":[1,"\\u00e9"]}', '{"name":{"length":7}}'],
    ['"ada@example.com"', 'null'],
    ['42', 'null'],
    ['null', 'null'],
    ['[{"email":"a"}]', '[]'],
    ['\ufeff{"email":"a"}', '{"email":"***"}'],
    ['{"__proto__":{"email":"a"},"id":1}', '{"id":1}'],
    ['{"toString":1,"constructor":2}', '{}'],
  ])('%s becomes %s', (text, masked) => {
    expect(maskCut(CUSTOMER, text)).toBe(masked);
  });

  it('says which property it touched first', () => {
    const plans = plansOf(CUSTOMER);
    const touchedBy = (text: string) => {
      const masker = new JsonMasker(plans, plans.of(0));
      masker.push(Buffer.from(text));
      return masker.touched;
    };
    expect(touchedBy('{"id":1}')).toBeNull();
    expect(touchedBy('{"id":1,"inner":{"id":2,"email":1},"x":1}')).toBe('email');
    expect(touchedBy('{"id":1,"se\\u0063ret":{}}')).toBe('');
    expect(touchedBy('{"id":"1"}')).toBe('id');
    expect(touchedBy('1')).toBe('');
  });

  it('masks what follows each other on lines', () => {
    const plans = plansOf(CUSTOMER);
    const text = '{"email":"a"}\n\n{"id":1}\r\n"x"\n';
    for (const pieces of cuts(text)) {
      const masker = new JsonMasker(plans, plans.of(0), { isSequence: true });
      expect(run(masker, pieces).text).toBe('{"email":"***"}\n{"id":1}\nnull\n');
    }
  });

  it('has an end for depth, keys and what is masked', () => {
    const deep = (depth: number) => `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(mask(OPEN, deep(MOST_DEPTH - 1))).not.toBeNull();
    expect(mask(OPEN, deep(MOST_DEPTH))).toBeNull();
    expect(mask(CUSTOMER, deep(MOST_DEPTH))).toBeNull();
    const key = (length: number) => `{"${'k'.repeat(length)}":1}`;
    expect(mask(CUSTOMER, key(LONGEST_KEY - 2))).toBe('{}');
    expect(mask(CUSTOMER, key(LONGEST_KEY))).toBeNull();
    const name = (length: number) => `{"name":"${'n'.repeat(length)}"}`;
    expect(mask(CUSTOMER, name(LONGEST_MASKED - 2))).toBe(`{"name":{"length":${LONGEST_MASKED}}}`);
    expect(mask(CUSTOMER, name(LONGEST_MASKED))).toBe('{"name":null}');
  });
});

describe('random documents', () => {
  const KEYS = ['a', 'b', 'é', 'a"b', '😀', ''];
  const documents = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom<unknown>(null, true, false, 0, -1.5, 1e21, '', 'a', 'é😀\n"\\', '\ud800'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 4 })
        .map((entries) => Object.fromEntries(entries)),
    ),
  })).value;
  const types = fc.subarray(['object', 'array', 'string', 'number', 'boolean', 'null'] as const);
  const index = fc.nat({ max: 4 });
  const shapes = fc.array(
    fc
      .record({
        types,
        properties: fc.array(fc.tuple(fc.constantFrom(...KEYS), index)).map((entries) => new Map(entries)),
        additional: fc.option(index),
        items: fc.option(index),
        undeclared: fc.constantFrom('hide', 'show'),
        isProtected: fc.boolean(),
        mask: fc.constantFrom('stars', 'length', null, null),
      })
      .map((more) => shape(more.isProtected ? more : { ...more, mask: null })),
    { minLength: 5, maxLength: 5 },
  );

  it('are masked as their trees are', () => {
    fc.assert(
      fc.property(documents, shapes, fc.gen(), (document, made, gen) => {
        const text = written(document, () => gen(fc.nat, { max: 5 }));
        const bytes = Buffer.from(text);
        const at = gen(fc.nat, { max: bytes.length });
        const plans = plansOf(made);
        const { text: masked } = run(new JsonMasker(plans, plans.of(0)), [
          bytes.subarray(0, at),
          bytes.subarray(at),
        ]);
        expect(masked === null ? null : JSON.parse(masked)).toEqual(maskTree(made, 0, JSON.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('come through as they are where nothing is hidden', () => {
    fc.assert(
      fc.property(documents, fc.gen(), (document, gen) => {
        const text = written(document, () => gen(fc.nat, { max: 5 }));
        expect(mask([shape({ isProtected: false })], text)).toBe(text.trim());
        expect(JSON.parse(mask(OPEN, text) ?? '')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('are cut wherever', () => {
    fc.assert(
      fc.property(documents, shapes, (document, made) => {
        maskCut(made, JSON.stringify(document));
      }),
      { numRuns: 100 },
    );
  });
});

/** JSON of a value with white space and escapes as `choose` has it. */
function written(value: unknown, choose: () => number): string {
  const space = () => ['', '', '', ' ', '\n', '\t \r'][choose()] ?? '';
  const text = (string: string) =>
    JSON.stringify(string).replace(/[a-z](?<!\\.)/g, (letter) =>
      choose() === 0 ? `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}` : letter,
    );
  const list = (items: readonly string[]) =>
    items.map((item) => space() + item + space()).join(',') || space();
  const write = (inner: unknown): string => {
    if (typeof inner === 'string') return JSON.stringify(inner);
    if (Array.isArray(inner)) return `[${list(inner.map(write))}]`;
    if (typeof inner !== 'object' || inner === null) return JSON.stringify(inner);
    return `{${list(Object.entries(inner).map(([key, each]) => `${text(key)}${space()}:${space()}${write(each)}`))}}`;
  };
  return space() + write(value) + space();
}

/** The rules of masking, on a tree. `undefined` is left out. */
function maskTree(shapes: readonly TestShape[], index: number, value: unknown): unknown {
  const entry = shapes[index];
  if (entry === undefined) return undefined;
  if (entry.mask !== null) return JSON.parse(MASKERS[entry.mask].of(JSON.stringify(value)));
  const fits =
    entry.types.length === 0 || value === null || entry.types.some((type) => type === kindOf(value));
  if (!hides(shapes, index)) return fits ? value : null;
  const isHolder = typeof value === 'object' && value !== null;
  if (!isHolder) return fits ? value : null;
  const canHold = entry.types.length === 0 || entry.types.includes('object') || entry.types.includes('array');
  const shows = entry.undeclared === 'show' && canHold;
  const inside = (inner: number | null, each: unknown) =>
    inner === null ? (shows ? each : undefined) : maskTree(shapes, inner, each);
  if (Array.isArray(value))
    return value.map((each) => inside(entry.items, each)).filter((each) => each !== undefined);
  const members = Object.entries(value).map(
    ([key, each]) => [key, inside(entry.properties.get(key) ?? entry.additional, each)] as const,
  );
  return Object.fromEntries(members.filter(([, each]) => each !== undefined));
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
