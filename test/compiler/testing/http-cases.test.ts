/** Cases over HTTP: what passes, what fails with which sentence, and what `explain` tells of a request. */
import { expect, test } from 'vitest';
import { runDlpc } from '../cli/run-dlpc.ts';

const API = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Billing', version: '1' },
  paths: {
    '/customers/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        responses: {
          200: {
            description: '',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Customer' } } },
          },
        },
      },
      delete: { responses: { 204: { description: '' } } },
    },
  },
  components: {
    schemas: {
      Customer: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          email: { type: 'string' },
          cards: { type: 'array', items: { type: 'object', properties: { pan: { type: 'string' } } } },
        },
      },
    },
  },
});

const POLICY = `api billing from "api.json"
label pii
classify pii billing.Customer.{email, cards.pan}
policy desk for "desk" in caller.groups {
  on billing {
    allow GET "/customers/{id}"
    approve DELETE "/customers/{id}" by "dba" within 1h
  }
}
`.replace('{email, cards.pan}', 'email, billing.Customer.cards.pan');

function run(cases: string, args: readonly string[] = []) {
  const tests = `test "desk" { as { kind: human, groups: ["desk"] }\n${cases}\n}\n`;
  return runDlpc(['test', ...args], { 'p.dlp': POLICY, 'tests.dlp': tests, 'api.json': API });
}

test('cases that hold', async () => {
  const { code, out } = await run(
    `  http billing GET "/customers/42" => mask $.email, $.cards[*].pan
  http billing DELETE "/customers/42" => approve by "dba"
  http billing GET "/other" => deny`,
    ['--coverage'],
  );
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('1 test, 3 cases: all pass') });
  expect(out).toContain('rules   100 % (2 of 2)');
  expect(out).toContain('labels  100 % (1 of 1)');
});

test.each([
  ['GET "/customers/42" => allow', 'it is allowed, with `$.email`, `$.cards[*].pan` masked'],
  ['GET "/customers/42" => mask $.email', 'it is allowed, with `$.email`, `$.cards[*].pan` masked'],
  ['GET "/customers/42" => deny', 'it is allowed'],
  ['DELETE "/customers/42" => allow', 'it needs approval by `dba`'],
  ['POST "/customers/42" => allow', 'it is denied: the document of billing has no operation'],
])('%s fails', async (text, instead) => {
  const { code, out } = await run(`  http billing ${text}`);
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining(instead) });
});

test('a change that no case notices is told', async () => {
  const { code, out } = await run('  http billing GET "/customers/42" => mask $.email, $.cards[*].pan', [
    '--mutate',
  ]);
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('and no test fails') });
  expect(out).toContain('approve DELETE');
});

test('a database is asked by no request', async () => {
  const files = {
    'p.dlp':
      'database crm from "crm.sql"\ntest "t" { as { kind: human } http crm GET "/v1" => deny\n http crn GET "/v1" => deny }',
    'crm.sql': '',
  };
  const { code, out, err } = await runDlpc(['check'], files);
  expect({ code, text: out + err }).toEqual({ code: 1, text: expect.stringContaining('DLP2054') });
});

test('explain tells of a request', async () => {
  const files = { 'p.dlp': POLICY, 'api.json': API };
  const args = ['explain', '--as', '{ kind: human, groups: ["desk"] }'];
  const { code, out } = await runDlpc([...args, 'GET /customers/42'], files);
  expect(code).toBe(0);
  expect(out).toContain('allowed, with $.email, $.cards[*].pan masked');
  expect(out).toContain('GET on /customers/{id}: allowed');
  expect(out).toContain('redact of Customer.email (pii)  by default');
  const json = await runDlpc([...args, '--format', 'json', 'DELETE /customers/42'], files);
  expect(JSON.parse(json.out)).toMatchObject({
    decision: 'approve',
    statement: 'DELETE /customers/42',
    denial: { sqlstate: '403' },
    accesses: [{ action: 'DELETE', relation: '/customers/{id}', effect: 'approve' }],
  });
});
