/** Names in policies about APIs, and what is said of those that lead nowhere. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import type { IrApi } from '../../../compiler/src/ir/ir.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { fieldMasker } from '../../../runtime/src/masks/field/field-masks.ts';
import { checkPolicy } from '../support/check-policy.ts';

const BILLING = await readFile(
  new URL('../../../examples/nightly/schema/billing.openapi.yaml', import.meta.url),
  'utf8',
);

const PRELUDE = `
api billing from "billing.openapi.yaml"
database crm from "crm.sql"

label pii { contact  national_id  birth }
label pci { pan }
`;

const options = { prelude: PRELUDE, files: { 'billing.openapi.yaml': BILLING } };
const check = (text: string) => checkPolicy(text, options);

/** Compiles a policy about the example without errors. */
async function compile(text: string): Promise<IrApi> {
  const files = { 'main.dlp': text, 'prelude.dlp': PRELUDE, 'crm.sql': '', 'billing.openapi.yaml': BILLING };
  const { apis, diagnostics } = await compilePolicies(memoryHost(files), ['.']);
  const [api] = apis;
  if (api === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
  return api;
}

/** The names of the fields that carry a label. */
async function labelled(...patterns: string[]): Promise<readonly string[]> {
  const { fields } = await compile(patterns.map((pattern) => `classify pii ${pattern}\n`).join(''));
  return fields.map(({ name }) => name).sort();
}

test('what is redacted of an enum is null, as it is of a column of an enum', async () => {
  const { fields } = await compile('classify pii billing.Address.{street, country}\n');
  const shown = fields.map(({ name, fallback: { mask } }) => [
    name,
    mask === null ? 'as it is' : fieldMasker(mask, { key: null, detectors: [] }).constant,
  ]);
  expect(shown).toEqual([
    ['Address.street', '"[redacted]"'],
    ['Address.country', 'null'],
  ]);
});

describe('classify', () => {
  test('names fields by the schema from which they are reached, whichever one writes them', async () => {
    expect(await labelled('billing.Customer.email')).toEqual(['Person.email']);
    expect(await labelled('billing.Customer.address.street')).toEqual(['Address.street']);
    expect(await labelled('billing.Invoice.customer.ssn')).toEqual(['Customer.ssn']);
    // The field that refers to a schema is another one than the schema's own.
    expect(await labelled('billing.Customer.address')).toEqual(['Person.address']);
  });

  test('passes through lists, maps and unions', async () => {
    expect(await labelled('billing.Customer.notes.text')).toEqual(['Customer.notes.text']);
    expect(await labelled('billing.Invoice.lines.amount')).toEqual(['Invoice.lines.amount']);
    expect(await labelled('billing.Payment.number')).toEqual(['Card.number', 'Transfer.number']);
    expect(await labelled('billing.Customer.tags.*')).toEqual(['Customer.tags.*']);
  });

  test('names fields of operations: parameters, headers and what stands in their bodies alone', async () => {
    expect(await labelled('billing.listCustomers.email')).toEqual(['listCustomers.email']);
    expect(await labelled('billing.createCustomer.location')).toEqual(['createCustomer.location']);
    expect(await labelled('billing.listCustomers.items.email')).toEqual(['Person.email']);
  });

  test('takes sets and wildcards', async () => {
    expect(await labelled('billing.Customer.{email, phone}')).toEqual(['Person.email', 'Person.phone']);
    expect(await labelled('billing.{Card, Transfer}.{number, iban}')).toEqual([
      'Card.number',
      'Transfer.iban',
      'Transfer.number',
    ]);
    expect(await labelled('billing.*.*mail')).toEqual(['Person.email', 'listCustomers.email']);
    expect(await labelled('billing.Address.*')).toEqual([
      'Address.city',
      'Address.country',
      'Address.street',
    ]);
  });

  test('says which name is none', async () => {
    await check(`
classify pii billing.Custmer.email
                     ^^^^^^^ DLP2041
classify pii billing.Customer.emial
                              ^^^^^ DLP2042
classify pii billing.Customer.address.stret
                                      ^^^^^ DLP2042
classify pii billing.Customer.*_mail
             ^^^^^^^^^^^^^^^^^^^^^^^ DLP2050
classify pii billing.Customer.address.$.street
                                      ^^^^^^^^ DLP2049
`);
  });
});

describe('allow and deny', () => {
  /** The rules of each operation, by its id. */
  async function ruled(...statements: string[]): Promise<Record<string, string>> {
    const text = `policy p for "x" in caller.groups {\n  on billing {\n${statements.join('\n')}\n  }\n}`;
    const { operations } = await compile(text);
    const said = operations.filter(({ rules }) => rules.length > 0);
    return Object.fromEntries(
      said.map(({ operationId, rules }) => [operationId, rules.map(({ effect }) => effect).join(' ')]),
    );
  }

  test('mean operations by path, whatever parameters are called, or by name', async () => {
    expect(await ruled('allow GET "/v1/customers/{customer}"')).toEqual({ getCustomer: 'allow' });
    expect(await ruled('allow GET, PUT "/v1/customers/{id}", "/v1/customers"')).toEqual({
      getCustomer: 'allow',
      replaceCustomer: 'allow',
      listCustomers: 'allow',
    });
    expect(await ruled('allow operation getInvoice, deleteCustomer')).toEqual({
      getInvoice: 'allow',
      deleteCustomer: 'allow',
    });
  });

  test('mean all that begins alike where the path ends with {rest}', async () => {
    expect(await ruled('allow GET "/v1/{rest}"', 'deny GET "/v1/customers/{id}/{rest}"')).toEqual({
      listCustomers: 'allow',
      getOwnCustomer: 'allow',
      getCustomer: 'allow',
      listInvoices: 'allow deny',
      getInvoice: 'allow',
    });
  });

  test('say which name is none', async () => {
    await check(`
policy p for "x" in caller.groups {
  on billing {
    allow GET "/v1/customer/{id}"
              ^^^^^^^^^^^^^^^^^^^ DLP2043
    allow GET "/v1/customers/42"
              ^^^^^^^^^^^^^^^^^^ DLP2043
    allow get "/v1/customers"
          ^^^ DLP2044
    deny DELETE "/v1/invoices/{id}"
                ^^^^^^^^^^^^^^^^^^^ DLP2045
    deny DELETE, PATCH "/v1/customers/{id}"
                 ^^^^^ DLP2045
    allow operation getCustomers
                    ^^^^^^^^^^^^ DLP2046
    allow GET "/v1/{id"
              ^^^^^^^^^ DLP2051
    allow select on Customer
          ^^^^^^^^^^^^^^^^^^ DLP2047
  }
  on crm {
    allow GET "/v1/customers"
          ^^^^^^^^^^^^^^^^^^^ DLP2048
  }
}
`);
  });
});

describe('mask and reveal', () => {
  test('fit a field as they fit a column of its type', async () => {
    await check(`
classify pii billing.Customer.{score, email, born}
policy p for "x" in caller.groups {
  on billing {
    allow GET "/v1/{rest}"
    mask Customer.score with keep_last(4)
                             ^^^^^^^^^^^^ DLP3005
    mask Customer.email with hash
    mask Customer.born with date_trunc("year")
  }
}
`);
  });

  test('name labels or fields', async () => {
    await check(`
classify pii billing.Customer.email
policy p for "x" in caller.groups {
  on billing {
    allow GET "/v1/{rest}"
    mask Custmer.email with redact
         ^^^^^^^^^^^^^ DLP2052
    mask Customer.mail with redact
                  ^^^^ DLP2042
    mask pii.contract with redact
         ^^^^^^^^^^^^ DLP2004
  }
}
`);
  });

  test('carry the mask as a name with arguments, for the type of the field', async () => {
    const { fields } = await compile(`
classify pii.contact billing.Customer.{email, phone}
classify pii.birth billing.Customer.born
policy p for "x" in caller.groups {
  on billing {
    allow GET "/v1/{rest}"
    mask pii.contact with hash
    mask pii.birth with date_trunc("year")
    reveal Customer.phone
  }
}`);
    const said = fields.map(({ name, labels, fallback }) => [
      name,
      labels.flatMap(({ rules }) => rules.map(({ treatment }) => treatment)),
      fallback.mask,
    ]);
    expect(said).toEqual([
      [
        'Person.email',
        [{ text: 'hash', rank: 20, keyed: true, mask: { name: 'hash', args: [], type: 'text' } }],
        { name: 'redact', args: [], type: 'text' },
      ],
      [
        'Person.phone',
        [{ text: 'reveal', rank: 40, keyed: false, mask: null }],
        { name: 'redact', args: [], type: 'character varying(24)' },
      ],
      [
        'Customer.born',
        [expect.objectContaining({ mask: { name: 'date_trunc', args: ['year'], type: 'date' } })],
        { name: 'redact', args: [], type: 'date' },
      ],
    ]);
  });
});

describe('shapes', () => {
  test('hide what no schema describes where something is labelled, and pass the rest as it is', async () => {
    const { operations, shapes } = await compile('classify pii billing.Customer.email\n');
    const shapeOf = (id: string, status: string) =>
      shapes[
        operations
          .find(({ operationId }) => operationId === id)
          ?.responses.find((response) => response.status === status)?.bodies[0]?.shape ?? -1
      ];
    expect(shapeOf('getCustomer', '200')).toMatchObject({ isProtected: true, undeclared: 'hide' });
    expect(shapeOf('listInvoices', '200')).toMatchObject({ isProtected: true });
    expect(shapeOf('getCustomer', 'default')).toMatchObject({ isProtected: false, undeclared: 'show' });
  });

  test('carry the labels of all that they can be', async () => {
    const { fields, shapes } = await compile('classify pci.pan billing.Card.number\n');
    expect(fields.map(({ name }) => name)).toEqual(['Card.number']);
    // As a card's own, and as that of a payment which may be a card.
    expect(shapes.filter((shape) => shape.fields.includes(0)).length).toBe(1);
  });
});

test('routes go from the narrower to the wider, and a narrower path without a method stands in its way', async () => {
  const { routes, operations } = await compile('');
  const first = (method: string, path: readonly string[]) => {
    const route = routes.find(
      (candidate) =>
        candidate.method === method &&
        candidate.segments.length === path.length &&
        candidate.segments.every((segment, i) => segment.length > 1 || segment[0] === path[i]),
    );
    if (route === undefined) return 'none';
    return route.operation === null ? 'no operation' : operations[route.operation]?.operationId;
  };
  expect(first('GET', ['v1', 'customers', 'me'])).toBe('getOwnCustomer');
  expect(first('GET', ['v1', 'customers', '42'])).toBe('getCustomer');
  expect(first('DELETE', ['v1', 'customers', '42'])).toBe('deleteCustomer');
  expect(first('DELETE', ['v1', 'customers', 'me'])).toBe('no operation');
  expect(first('DELETE', ['v2', 'customers'])).toBe('none');
});

test('approvals, budgets and alerts are those of databases', async () => {
  const { operations, limits, policies } = await compile(`
policy p for "x" in caller.groups {
  record metadata
  on billing {
    allow GET "/v1/{rest}"
    approve DELETE "/v1/customers/{id}" by 2 of "dba", "security" within 15m
    limit 1_000 statements per hour
    alert operation getInvoice
    alert above 5_000_000 bytes per day
  }
}`);
  const of = (id: string) => operations.find(({ operationId }) => operationId === id);
  expect(of('deleteCustomer')?.rules).toMatchObject([
    { effect: 'approve', approval: { by: ['dba', 'security'], people: 2, within: 900 } },
  ]);
  expect(of('getInvoice')?.alerts).toHaveLength(1);
  expect(of('getCustomer')?.alerts).toEqual([]);
  expect(limits).toMatchObject([
    { amount: 1000, unit: 'statements', per: 'hour', beyond: 'stop' },
    { amount: 5_000_000, unit: 'bytes', per: 'day', beyond: 'alert' },
  ]);
  expect(policies.map(({ record }) => record)).toEqual(['metadata']);
});

test('what only a database has is refused', async () => {
  await check(`
policy p for "x" in caller.groups {
  on billing {
    allow GET "/v1/{rest}"
    limit 5 rows per hour
            ^^^^ DLP2047
    limit 5 statements per session
                           ^^^^^^^ DLP2047
    filter Customer where region = 'x'
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP2047
    declassify pii into Customer
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP2047
    alert select on Customer
          ^^^^^^^^^^^^^^^^^^ DLP2047
  }
}
`);
});

test('a hint opens no operation', async () => {
  await check(`
policy p for hint.application_name == "x" {
  on billing {
    allow GET "/v1/customers"
    ^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3019
    deny PUT "/v1/customers/{id}"
  }
}
`);
});
