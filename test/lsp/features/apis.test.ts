/** Names of APIs: fields and operations lead into the OpenAPI document, and are hovered over, found and renamed like others. */
import { describe, expect, test } from 'vitest';
import { codeLenses, resolveLens } from '../../../lsp/src/features/code-lenses.ts';
import { definition } from '../../../lsp/src/features/definition.ts';
import { hover } from '../../../lsp/src/features/hover.ts';
import { references } from '../../../lsp/src/features/references.ts';
import { markedProject, placeOf } from '../support/cursor.ts';

const document = (mark: (name: string) => string = (name) => name): string => `openapi: 3.0.3
info: { title: Billing, version: "1" }
paths:
  /v1/customers:
    ${mark('GET list')}:
      operationId: listCustomers
      responses: { "200": { description: ok } }
  /v1/customers/{id}:
    ${mark('GET one')}:
      operationId: getCustomer
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Customer" }
components:
  schemas:
    Customer:
      type: object
      properties:
        ${mark('email')}:
          type: string
          description: Where invoices go
        address:
          type: object
          properties:
            ${mark('street')}: { type: string }
`;

/** The document with the key of `name` marked. */
function marking(name: string): string {
  return document((key) => {
    const plain = key.startsWith('GET') ? 'get' : key;
    return key === name ? `<<${plain}>>` : plain;
  });
}

const POLICY = `api billing from "billing.yaml"
label pii { contact }
classify pii.contact billing.Customer.email
classify pii billing.Customer.address.street
policy p for true {
  on billing {
    allow GET "/v1/customers/{id}"
    allow operation listCustomers
    mask Customer.email with redact
  }
}
`;

/** Puts the cursor into the first `name` behind `after`. */
function cursorIn(after: string, name: string): string {
  const at = POLICY.indexOf(name, POLICY.indexOf(after)) + 1;
  return `${POLICY.slice(0, at)}<|>${POLICY.slice(at)}`;
}

describe('definition', () => {
  test.each([
    ['classify pii.contact', 'email', 'email'],
    ['mask', 'email', 'email'],
    ['classify pii ', 'street', 'street'],
    ['allow GET', '/v1/customers/{id}', 'GET one'],
    ['allow operation', 'listCustomers', 'GET list'],
  ])('%s … %s', async (after, name, marked) => {
    const project = await markedProject({ 'billing.yaml': marking(marked), 'a.dlp': cursorIn(after, name) });
    const found = definition(project.context).map(({ uri, range }) => placeOf(uri, range));
    expect(found).toEqual(project.marked);
  });
});

test('hover on a field: its labels and what the document says', async () => {
  const { context } = await markedProject({
    'billing.yaml': marking(''),
    'a.dlp': cursorIn('classify pii.contact', 'email'),
  });
  const found = hover(context)?.contents;
  expect(found).toMatchObject({ value: expect.stringContaining('Where invoices go') });
  expect(found).toMatchObject({ value: expect.stringContaining('`pii.contact`') });
});

test('hover on a field and its label: who sees it', async () => {
  const { context } = await markedProject({
    'billing.yaml': marking(''),
    'a.dlp': cursorIn('classify pii.contact', 'email'),
  });
  expect(hover(context)?.contents).toMatchObject({
    value: expect.stringContaining('with `redact`: `everyone`'),
  });
  const label = await markedProject({
    'billing.yaml': marking(''),
    'a.dlp': cursorIn('classify', 'contact'),
  });
  expect(hover(label.context)?.contents).toMatchObject({
    value: expect.stringContaining('with `redact`: `everyone`'),
  });
});

test('hover on a path: the operation', async () => {
  const { context } = await markedProject({
    'billing.yaml': marking(''),
    'a.dlp': cursorIn('allow GET', '/v1'),
  });
  expect(hover(context)?.contents).toMatchObject({ value: expect.stringContaining('operation getCustomer') });
});

test('references of a field', async () => {
  const { context } = await markedProject({
    'billing.yaml': marking(''),
    'a.dlp': cursorIn('classify pii.contact', 'email'),
  });
  expect(references(context, true).map(({ range }) => range.start.line)).toEqual([2, 8]);
});

test('lenses say who sees a field as it is', async () => {
  const titles = async (policy: string) => {
    const { context } = await markedProject({ 'billing.yaml': marking(''), 'a.dlp': policy });
    return codeLenses(context).map((lens) => resolveLens(context, lens).command?.title);
  };
  const nobody = 'seen unmasked by nobody';
  expect(await titles(POLICY)).toEqual([nobody, nobody, nobody]);
  const revealed = POLICY.replace('mask Customer.email with redact', 'reveal Customer.email');
  expect(await titles(revealed)).toEqual(['seen unmasked by p', nobody]);
});
