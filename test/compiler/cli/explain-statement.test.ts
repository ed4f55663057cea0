/** `dlpc explain --as`: the decision and what led to it. */
import { expect, test } from 'vitest';
import { runDlpc } from './run-dlpc.ts';

const FILES = {
  'schema.sql': `
    create table customers (id bigint primary key, email text, ssn text);
    create table orders (id bigint primary key, customer bigint references customers, total int);`,
  'policy.dlp': `database crm from "schema.sql"

label pii

classify pii crm.customers.{email, ssn}

group etl = caller.kind == service and "etl" in caller.groups

policy pipeline for etl when now in 01:00..05:00 "UTC" until 2027-03-31 {
  on crm {
    allow select on customers, orders
    mask customers.email with redact
    mask customers.ssn with null
  }
}

policy desk for "support" in caller.groups or caller.sub == "ada" {
  on crm {
    allow select on customers
    deny select on orders
  }
}
`,
  'caller.json': '{ "kind": "service", "groups": ["etl"] }',
};
const AT = ['--at', '2026-11-22T02:00:00Z'];

test('a statement that is allowed, with masks', async () => {
  const sql = 'select c.id, upper(c.ssn) s, c.email from customers c join orders o on o.customer = c.id';
  const { code, out } = await runDlpc(['explain', '--as', 'caller.json', ...AT, sql], FILES);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "allowed, with s, email masked
      on crm as { kind: service, sub: "someone", groups: ["etl"] }
      at 2026-11-22T02:00:00Z

    policies
      ✓ pipeline  policy.dlp:9
        ✓ etl
          ✓ caller.kind == service
          ✓ "etl" in caller.groups
        ✓ now in 01:00..05:00 "UTC"
        ✓ until 2027-03-31
      ✗ desk  policy.dlp:17
        ✗ "support" in caller.groups or caller.sub == "ada"
          ✗ "support" in caller.groups
          ✗ caller.sub == "ada"

    rules
      select on customers: allowed
        policy.dlp:11  allow select on customers, orders
      select on orders: allowed
        policy.dlp:11  allow select on customers, orders

    columns
      id     as it is
      s      null of customers.ssn (pii)  policy.dlp:13
      email  redact of customers.email (pii)  policy.dlp:12

    the server runs
      select c.id, pg_catalog.upper(c.ssn) s, c.email from (
        SELECT "id", CAST('[redacted]' AS pg_catalog.text) AS "email", CAST(NULL AS pg_catalog.text) AS "ssn"
        FROM "public"."customers"
      ) c
      join "public"."orders" o on o.customer = c.id
    "
  `);
});

test('a statement that is denied, and policies that do not apply', async () => {
  const caller = '{ kind: human, groups: ["support"] }';
  const { code, out } = await runDlpc(['explain', '--as', caller, ...AT, 'select * from orders'], FILES);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "denied
      on crm as { kind: human, sub: "someone", groups: ["support"] }
      at 2026-11-22T02:00:00Z
      ERROR 42501: the policy does not allow SELECT on "orders"
      DETAIL: Policy desk, policy.dlp:20: deny select on orders
      HINT: You may select from customers.

    policies
      ✗ pipeline  policy.dlp:9
        ✗ etl
          ✗ caller.kind == service
          ✗ "etl" in caller.groups
        ✓ now in 01:00..05:00 "UTC"
        ✓ until 2027-03-31
      ✓ desk  policy.dlp:17
        ✓ "support" in caller.groups or caller.sub == "ada"
          ✓ "support" in caller.groups
          ✗ caller.sub == "ada"

    rules
      select on orders: denied
        policy.dlp:20  deny select on orders
    "
  `);
});

test('JSON', async () => {
  const args = ['explain', '--as', 'caller.json', ...AT, '--format', 'json', 'select ssn from customers'];
  const explanation = JSON.parse((await runDlpc(args, FILES)).out);
  expect(explanation).toMatchObject({
    version: 1,
    source: 'crm',
    decision: 'allow',
    denial: null,
    at: '2026-11-22T02:00:00Z',
    columns: [
      {
        name: 'ssn',
        masked: true,
        sources: [
          {
            column: 'customers.ssn',
            labels: ['pii'],
            treatment: 'null',
            rules: [{ file: 'policy.dlp', line: 13 }],
          },
        ],
      },
    ],
  });
  expect(explanation.policies.map(({ applies }: { applies: boolean }) => applies)).toEqual([true, false]);
});

test('a caller with a mistake is underlined', async () => {
  const { code, err } = await runDlpc(['explain', '--as', '{ kind: humn, grups: ["a"] }', 'select 1'], FILES);
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "error[DLP2008]: \`humn\` is no kind of caller
     --> --as:1:9
      |
    1 | { kind: humn, grups: ["a"] }
      |         ^^^^
    hint: did you mean \`human\`?

    error[DLP6001]: a caller has no field \`grups\`
     --> --as:1:15
      |
    1 | { kind: humn, grups: ["a"] }
      |               ^^^^^
    hint: did you mean \`groups\`?
    "
  `);
});

test('a caller that is none', async () => {
  expect(await runDlpc(['explain', '--as', '{ kind human }', 'select 1'], FILES)).toMatchObject({ code: 2 });
  expect(await runDlpc(['explain', '--as', 'nobody.json', 'select 1'], FILES)).toMatchObject({
    code: 2,
    err: expect.stringContaining('the caller `nobody.json` cannot be read'),
  });
});

test('a caller and more', async () => {
  const as = '{ kind: human } sql crm "select 1" => allow } test "b" { as { kind: human }';
  const { code, err } = await runDlpc(['explain', '--as', as, 'select 1'], FILES);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('is no caller') });
});

test('options that are wrong', async () => {
  const as = ['--as', 'caller.json'];
  for (const [args, problem] of [
    [[...as, '--at', 'yesterday', 'select 1'], 'is no instant'],
    [[...as, '--on', 'crn', 'select 1'], 'did you mean `crm`?'],
    [as, '--as needs a statement'],
    [[...as, 'DELETE /v1/customers/42'], 'the policies declare no API'],
  ] as const) {
    const { code, err } = await runDlpc(['explain', ...args], FILES);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(problem) });
  }
});

test('several databases', async () => {
  const files = { ...FILES, 'more.dlp': 'database archive from "schema.sql"\n' };
  const { code, err } = await runDlpc(['explain', '--as', 'caller.json', 'select 1'], files);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'dlpc: the policies declare `archive`, `crm`: say with --on which is asked\n',
  });
});
