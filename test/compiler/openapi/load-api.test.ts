import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { loadApi } from '../../../compiler/src/openapi/load-api.ts';
import { apiOf, load, modelOf, problemsOf, propertiesOf } from './api-fixture.ts';

const BILLING = await readFile(
  new URL('../../../examples/nightly/schema/billing.openapi.yaml', import.meta.url),
  'utf8',
);

test('the example is read: fields of each schema under their own names', async () => {
  const loaded = await loadApi(memoryHost({ 'b.yaml': BILLING }), 'b.yaml', ['.']);
  if (typeof loaded === 'string' || loaded.model === null) throw new Error('the example cannot be read');
  expect(loaded.problems).toEqual([]);
  const { schema, operations } = loaded.model;
  const fields = [...schema.relations.values()].map(({ name, columns }) => [
    name,
    Object.fromEntries(columns.map((column) => [column.name, column.type.text])),
  ]);
  expect(Object.fromEntries(fields)).toMatchObject({
    Person: { name: 'string', phone: 'string of at most 24', address: 'object' },
    Address: { street: 'string', country: 'enum' },
    Customer: { ssn: 'string', born: 'string (date)', 'notes.text': 'string', 'tags.*': 'string' },
    listCustomers: { cursor: 'string of at most 64', email: 'string', items: 'array', next: 'string' },
  });
  expect(operations).toHaveLength(9);
  expect(
    operations.find(({ operationId }) => operationId === 'listInvoices')?.responses[0]?.bodies,
  ).toMatchObject([{ mediaType: 'application/json' }, { mediaType: 'text/csv' }]);
});

const string = { type: 'string' };

describe('shapes', () => {
  test('take in all that a union lets stand, and what an allOf adds', async () => {
    const model = await modelOf(
      apiOf({
        A: { allOf: [{ $ref: '#/components/schemas/B' }], properties: { a: string } },
        B: { type: 'object', properties: { b: string } },
        C: { oneOf: [{ $ref: '#/components/schemas/A' }, { properties: { c: string } }] },
        D: {
          if: { properties: { d: string } },
          ...Object.fromEntries([['then', { properties: { e: string } }]]),
        },
      }),
    );
    expect(propertiesOf(model, 'A')).toEqual(['a', 'b']);
    expect(propertiesOf(model, 'C')).toEqual(['a', 'b', 'c']);
    expect(propertiesOf(model, 'D')).toEqual(['d', 'e']);
  });

  test('go in circles where schemas do', async () => {
    const tree = {
      properties: { name: string, children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
    };
    const model = await modelOf(apiOf({ Tree: tree }));
    expect(propertiesOf(model, 'Tree', 'children', '[]', 'children', '[]')).toEqual(['children', 'name']);
    expect(model.shapes.length).toBeLessThan(10);
  });

  test('a discriminator lets in what builds on its schema, but not the siblings of what builds on it', async () => {
    const model = await modelOf(
      apiOf({
        Pet: { properties: { kind: string }, discriminator: { propertyName: 'kind' } },
        Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }], properties: { meow: string } },
        Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }], properties: { bark: string } },
      }),
    );
    expect(propertiesOf(model, 'Pet')).toEqual(['bark', 'kind', 'meow']);
    expect(propertiesOf(model, 'Cat')).toEqual(['kind', 'meow']);
  });

  test('a property that one schema names follows what another says of those that are not named', async () => {
    const model = await modelOf(
      apiOf({
        M: {
          anyOf: [
            { properties: { known: { properties: { x: string } } } },
            { additionalProperties: { properties: { y: string } } },
          ],
        },
      }),
    );
    expect(propertiesOf(model, 'M', 'known')).toEqual(['x', 'y']);
    expect(propertiesOf(model, 'M', '*')).toEqual(['y']);
  });

  test('that would be exponentially many are refused', async () => {
    // Every set of the twenty schemas can be reached by a path of `0` and `1`.
    const schemas = Object.fromEntries(
      Array.from({ length: 22 }, (_, i) => {
        const next = { $ref: `#/components/schemas/S${(i + 1) % 22}` };
        const stay = { anyOf: [next, { $ref: '#/components/schemas/S0' }] };
        return [`S${i}`, { properties: i === 0 ? { 0: next, 1: stay } : { 0: next, 1: next, 2: stay } }];
      }),
    );
    const { problems } = await load({ 'api/main.json': apiOf(schemas) });
    expect(problems.map(({ message }) => message)).toEqual([
      'the schemas combine in more ways than are followed',
    ]);
  });
});

describe('references', () => {
  test('lead to other files of the project, and from those to further ones', async () => {
    const { model, problems } = await load({
      'api/main.json': apiOf({ A: { properties: { inner: { $ref: 'parts/b.yaml#/B' } } } }),
      'api/parts/b.yaml': 'B: {properties: {c: {$ref: "../c.yaml"}}}',
      'api/c.yaml': 'properties: {d: {type: integer}}',
    });
    expect(problems).toEqual([]);
    if (model === null) throw new Error('there is no model');
    expect(propertiesOf(model, 'A', 'inner', 'c')).toEqual(['d']);
    // What no component holds belongs to the first that refers to it.
    const [a] = [...model.schema.relations.values()].filter(({ name }) => name === 'A');
    expect(a?.columns.map(({ name }) => name)).toEqual(['$', 'inner', 'inner.c', 'inner.c.d']);
  });

  test('that lead elsewhere are named where they stand', async () => {
    const refs = [
      'https://example.org/x.json',
      '../../etc/passwd',
      'missing.yaml#/x',
      '#/nowhere',
      'broken.yaml',
    ];
    const properties = Object.fromEntries(refs.map(($ref, i) => [`p${i}`, { $ref }]));
    const found = await problemsOf({
      'api/main.json': apiOf({ A: { properties } }),
      'api/broken.yaml': '{',
    });
    expect(found).toEqual([
      'foreign-reference: `https://example.org/x.json` is not followed: it is a URL, and `dlpc` reads files alone [https://example.org/x.json]',
      'foreign-reference: `../../etc/passwd` is not followed: it leads out of the directories of the document and of the policy [../../etc/passwd]',
      'broken-reference: `missing.yaml#/x` leads nowhere: there is no such file [missing.yaml#/x]',
      'broken-reference: `#/nowhere` leads nowhere: there is nothing at this place [#/nowhere]',
      'broken-reference: `broken.yaml` leads nowhere: this is no YAML: unexpected end of the stream within a flow collection [broken.yaml]',
    ]);
  });

  test('of schemas to themselves end', async () => {
    const self = { $ref: '#/components/schemas/A' };
    const model = await modelOf(
      apiOf({ A: { allOf: [self], properties: { a: self } }, B: { $ref: '#/components/schemas/B' } }),
    );
    expect(propertiesOf(model, 'A', 'a', 'a')).toEqual(['a']);
  });
});

const OK = { responses: { 200: { description: '' } } };

test.each([
  [{ '/a/{x}': { get: OK }, '/a/{y}': { get: OK } }, ['/a/{y}', '/a/{x}']],
  [{ '/{e}/me': { get: OK }, '/books/{id}': { get: OK } }, ['/books/{id}', '/{e}/me']],
])('paths between which a request could not choose', async (paths, [later, earlier]) => {
  const [found, ...more] = await problemsOf({ 'api/main.json': apiOf({}, { paths }) });
  expect(found).toContain(`ambiguous-paths: \`GET ${later}\` and \`GET ${earlier}\` match the same requests`);
  expect(more).toEqual([]);
});

test('paths that differ in their methods, or of which one is the narrower, are none of those', async () => {
  const paths = { '/{e}/me': { get: OK }, '/books/{id}': { put: OK }, '/books/me': { get: OK } };
  expect(await problemsOf({ 'api/main.json': apiOf({}, { paths }) })).toEqual([]);
});

test.each([
  ['[]', 'invalid: an OpenAPI document is a map'],
  ['swagger: "2.0"', 'invalid: this is a Swagger 2.0 document, and OpenAPI 3.0 or 3.1 is read [2.0]'],
  [
    'openapi: 3.2.0\npaths: {}',
    'invalid: OpenAPI 3.0 (3.0.0 to 3.0.4) or 3.1 (3.1.0 to 3.1.2) is read [3.2.0]',
  ],
  ['openapi: 3.1.0', 'invalid: an OpenAPI document for a policy has `paths`'],
  ['a: b: c', 'invalid: this is no YAML: bad indentation of a mapping entry'],
  [apiOf({ A: { $dynamicRef: '#x' } }), 'invalid: `$dynamicRef` is not read: use `$ref` [#x]'],
  [
    apiOf({}, { paths: { '/a': { get: { ...OK, operationId: 'x' }, put: { ...OK, operationId: 'x' } } } }),
    'invalid: the operation `x` is declared twice [x]',
  ],
  [apiOf({}, { info: { title: 'x' } }), 'invalid: `/info` lacks `version` [{]'],
  [apiOf({}, { paths: { '/a': { git: {} } } }), 'which OpenAPI does not know there'],
  [apiOf({}, { webhooks: {} }), 'caveat: `webhooks` are requests that the API sends'],
])('%s', async (text, message) => {
  expect((await problemsOf({ 'api/main.json': text })).join('\n')).toContain(message);
});

test('the fingerprint sees what is judged, and nothing else', async () => {
  const schemas = { A: { description: 'x', properties: { a: string, b: string } }, B: string };
  const same = { B: string, A: { properties: { b: { ...string, example: 'y' }, a: string } } };
  const other = { A: { properties: { a: string, c: string } }, B: string };
  const of = async (s: Record<string, unknown>) => (await modelOf(apiOf(s))).fingerprint;
  expect(await of(schemas)).toBe(await of(same));
  expect(await of(schemas)).not.toBe(await of(other));
});
