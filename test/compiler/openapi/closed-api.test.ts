/** What a closed API labels: every place that nobody has classified, wherever values can stand. */
import { expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import type { IrApi } from '../../../compiler/src/ir/ir.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { FieldView } from '../../../runtime/src/judge-http/field-view.ts';

const text = { type: 'string' };
const json = (schema?: object) => ({
  content: { 'application/json': schema === undefined ? {} : { schema } },
});

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'closed', version: '1' },
  components: {
    schemas: {
      Email: text,
      Address: { type: 'object', properties: { street: text } },
      Customer: {
        type: 'object',
        properties: {
          email: { $ref: '#/components/schemas/Email' },
          backup: { $ref: '#/components/schemas/Email' },
          tags: { type: 'array', items: text },
          extra: { type: 'object' },
          flags: { type: 'object', additionalProperties: text },
          address: { $ref: '#/components/schemas/Address' },
          owner: { oneOf: [text, { $ref: '#/components/schemas/Address' }] },
        },
      },
    },
  },
  paths: {
    '/customers/{id}': {
      get: {
        operationId: 'getCustomer',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: text },
          { name: 'q', in: 'query', ...json() },
        ],
        responses: {
          200: { description: '', ...json({ $ref: '#/components/schemas/Customer' }) },
          404: { description: '', ...json() },
          500: { description: '', ...json(text), headers: { 'X-Trace': json() } },
        },
      },
    },
  },
};

async function compile(policy: string, closed = ' closed'): Promise<IrApi> {
  const files = {
    'p.dlp': `api api from "api.json"${closed}\nlabel pii\n${policy}`,
    'api.json': JSON.stringify(DOCUMENT),
  };
  const { apis, diagnostics } = await compilePolicies(memoryHost(files), ['.']);
  const [api] = apis;
  if (api === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
  return api;
}

const FOR = 'policy p for caller.kind == human { on api { allow operation getCustomer';

/** Names of the fields, each with its labels. */
function labelled({ fields }: IrApi): Record<string, string> {
  return Object.fromEntries(
    fields.map(({ name, labels }) => [name, labels.map(({ label }) => label).join(' ')]),
  );
}

test('labels values of all kinds where they are written, and no object that has parts of its own', async () => {
  const places = ['Customer.email', 'Customer.backup', 'Customer.tags', 'Customer.extra', 'Customer.flags.*'];
  const more = ['Customer.owner', 'Address.street', 'getCustomer', 'getCustomer.id', 'getCustomer.q'];
  expect(labelled(await compile(`${FOR} } }`))).toEqual(
    Object.fromEntries([...places, ...more, 'getCustomer."x-trace"'].map((name) => [name, 'unclassified'])),
  );
  expect(labelled(await compile(`${FOR} } }`, ''))).toEqual({});
});

test('takes what is classified at one of its places, or around it, for classified', async () => {
  const api = await compile(`
classify pii api.Customer.{email, address, owner}
classify pii api.getCustomer.{id, q}
${FOR} reveal pii } }`);
  expect(labelled(api)).toEqual({
    'Customer.email': 'pii',
    'Customer.address': 'pii',
    'Customer.owner': 'pii',
    'getCustomer.id': 'pii',
    'getCustomer.q': 'pii',
    ...Object.fromEntries(
      ['Customer.backup', 'Customer.tags', 'Customer.extra', 'Customer.flags.*', 'getCustomer'].map(
        (name) => [name, 'unclassified'],
      ),
    ),
    'getCustomer."x-trace"': 'unclassified',
  });
});

test('names what the document describes as a whole, or not at all, by its operation', async () => {
  const api = await compile(`classify pii api.getCustomer.*\n${FOR} } }`);
  expect(labelled(api).getCustomer).toBe('pii');
  // Bodies and headers that the document only names have a place now, so that they can be masked.
  const [operation] = api.operations;
  const bodies = operation?.responses.flatMap((response) => [...response.bodies, ...response.headers]) ?? [];
  expect(bodies.map(({ shape }) => shape === null)).toEqual([false, false, false, false]);
});

/** What stands behind properties of the answer. */
function behind(api: IrApi, ...names: readonly string[]) {
  const start = api.operations[0]?.responses[0]?.bodies[0]?.shape ?? -1;
  return names.reduce((shape, name) => api.shapes[shape]?.properties.get(name) ?? -1, start);
}

test('hides what no schema describes, in objects without a label too', async () => {
  const api = await compile(`${FOR} reveal unclassified } }`);
  const view = new FieldView(api, policySet([0]));
  expect(api.closed).toBe(true);
  expect(api.shapes[behind(api)]?.undeclared).toBe('hide');
  expect(api.shapes[behind(api, 'address')]?.undeclared).toBe('hide');
  // An object of which nothing is described is one value, and shown as one.
  expect(api.shapes[behind(api, 'extra')]?.undeclared).toBe('show');
  expect(view.hides(behind(api, 'extra'))).toBe(false);
  expect(view.hides(behind(api, 'address'))).toBe(true);
  expect(new FieldView(api, policySet([])).hides(behind(api, 'extra'))).toBe(true);
});

test('unknown fields of labelled objects are hidden in an open API as well, whoever asks', async () => {
  const api = await compile(`classify pii api.Address.street\n${FOR} reveal pii } }`, '');
  const view = new FieldView(api, policySet([0]));
  expect(view.treatmentOf(behind(api, 'address', 'street'))?.mask).toBeNull();
  expect(api.shapes[behind(api, 'address')]?.undeclared).toBe('hide');
  expect(view.hides(behind(api, 'address'))).toBe(true);
  // What holds no label passes as it came, with whatever is in it.
  expect(api.shapes[behind(api, 'extra')]?.undeclared).toBe('show');
  expect(view.hides(behind(api, 'extra'))).toBe(false);
});

test('what is redacted is so whatever the type of the place', async () => {
  const files = {
    'p.dlp': `api api from "api.json"\nlabel pii\nclassify pii api.A.v, api.B.v\n${'policy p for caller.kind == human { on api { allow operation get } }'}`,
    'api.json': JSON.stringify({
      ...DOCUMENT,
      components: {
        schemas: {
          A: { type: 'object', properties: { v: { type: 'integer' } } },
          B: { type: 'object', properties: { v: { type: 'string', maxLength: 4 } } },
        },
      },
      paths: {
        '/v': {
          get: {
            operationId: 'get',
            responses: {
              200: {
                description: '',
                ...json({ oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }),
              },
            },
          },
        },
      },
    }),
  };
  const { apis } = await compilePolicies(memoryHost(files), ['.']);
  const [api] = apis;
  if (api === undefined) throw new Error('it compiles');
  expect(new FieldView(api, policySet([0])).treatmentOf(behind(api, 'v'))).toMatchObject({
    text: 'redact',
    mask: { name: 'redact', type: 'character varying(4)' },
  });
});
