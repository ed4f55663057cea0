/** Whatever a document says, loading it gives a model or problems: it never throws, and points into the texts. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentJson } from '../../../compiler/src/openapi/document/document-json.ts';
import { parseDocument } from '../../../compiler/src/openapi/document/parse-document.ts';
import { load } from './api-fixture.ts';

const BILLING = await readFile(
  new URL('../../../examples/nightly/schema/billing.openapi.yaml', import.meta.url),
  'utf8',
);

async function expectSound(text: string): Promise<void> {
  const { model, problems, texts } = await load({ 'api/main.json': text });
  for (const { file, start, end, message } of problems) {
    expect(message).not.toBe('');
    expect(message.split('`').length % 2).toBe(1);
    expect(start).toBeLessThanOrEqual(end);
    expect(end).toBeLessThanOrEqual((texts.get(file)?.length ?? 0) + 1);
  }
  if (model === null) expect(problems).not.toEqual([]);
}

const GARBAGE = [
  '',
  '{',
  '}',
  ': ',
  '- ',
  '&a ',
  '*a',
  '\n',
  '\t',
  '$ref: "#/"',
  'allOf',
  '\0',
  '"',
  "'",
  '|',
  '\ud800',
];

test('texts with a piece cut out or put in', async () => {
  const at = fc.nat(BILLING.length);
  await fc.assert(
    fc.asyncProperty(at, fc.nat(40), fc.constantFrom(...GARBAGE), async (start, length, garbage) => {
      await expectSound(BILLING.slice(0, start) + garbage + BILLING.slice(start + length));
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('documents with a value in the wrong place', async () => {
  const parsed = parseDocument(BILLING);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const document = documentJson(parsed.root);
  const paths = [...placesIn(document, [])];
  const junk = fc.oneof(
    fc.constantFrom(null, true, 7, 'x', [], {}, [{}], { $ref: '#/components/schemas/Customer' }),
    fc.constantFrom({ $ref: '#' }, { $ref: '#/paths' }, { $ref: 'x.yaml' }, { $ref: 7 }, { allOf: 7 }),
    fc.constantFrom(...paths).map((path) => ({ $ref: `#/${path.map(String).join('/')}` })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...paths), junk), { minLength: 1, maxLength: 4 }),
      async (changes) => {
        const changed: unknown = structuredClone(document);
        for (const [path, value] of changes) put(changed, path, value);
        await expectSound(JSON.stringify(changed));
      },
    ),
    { numRuns: 80 },
  );
}, 120_000);

function* placesIn(
  value: unknown,
  path: readonly (string | number)[],
): Iterable<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [...path, key];
    yield* placesIn(inner, [...path, key]);
  }
}

function put(root: unknown, path: readonly (string | number)[], value: unknown): void {
  let here = root;
  for (const [index, key] of path.entries()) {
    if (typeof here !== 'object' || here === null) return;
    if (index === path.length - 1)
      Object.defineProperty(here, key, { value, enumerable: true, writable: true, configurable: true });
    else here = Reflect.get(here, key);
  }
}
