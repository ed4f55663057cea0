/** What tests of policies say of each outcome, through \`dlpc test\`. */
import { expect, test } from 'vitest';
import { runDlpc } from '../cli/run-dlpc.ts';

const FILES = {
  'schema.sql': `
    create table customers (id bigint primary key, name text, email text, ssn char(11));
    create table orders (id bigint primary key, customer bigint references customers, total int);
    create view names as select id, upper(email) as address from customers;`,
  'policy.dlp': `database crm from "schema.sql"

label pii

classify pii crm.customers.{email, ssn}

policy readers for "readers" in caller.groups and caller.kind == human {
  on crm {
    allow select on customers, orders, names
    reveal customers.email
  }
}

policy pipeline for caller.kind == service when now in 01:00..05:00 "UTC" {
  on crm {
    allow select on customers, names
  }
}
`,
};

const READER = 'as { kind: human, groups: ["readers"] }';

/** Runs tests with these cases. */
function runCases(caller: string, ...cases: readonly string[]) {
  const text = `test "t" {\n  ${caller}\n${cases.map((line) => `  ${line}\n`).join('')}}\n`;
  return runDlpc(['test'], { ...FILES, 'tests.dlp': text });
}

test('what is expected happens', async () => {
  const { code, out } = await runCases(
    READER,
    'sql crm "select id, email from customers" => allow',
    'sql crm "select ssn, email || ssn as both, count(*) from customers group by 1, 2" => mask ssn, both',
    'sql crm "select address from names" => allow',
    'sql crm "select 1" => allow',
    'sql crm "delete from orders" => deny',
    'sql crm "select * from customers; select id from orders" => mask ssn',
  );
  expect(out).toBe('✓ t  tests.dlp:1\n\n1 test, 6 cases: all pass\n');
  expect(code).toBe(0);
});

test('the moment counts', async () => {
  const inside = 'as { kind: service }\n  at 2026-11-22T02:00:00Z';
  const outside = 'as { kind: service }\n  at 2026-11-22T05:00:00Z';
  expect((await runCases(inside, 'sql crm "select id from customers" => allow')).code).toBe(0);
  expect((await runCases(outside, 'sql crm "select id from customers" => deny')).code).toBe(0);
  expect((await runCases(outside, 'sql crm "select id from customers" => allow')).code).toBe(1);
});

test('a failure says what happened instead, with the rules that led to it', async () => {
  const { code, out } = await runCases(
    READER,
    'sql crm "select id, ssn from customers" => allow',
    'sql crm "select id, email from customers" => mask email',
    'sql crm "select id, ssn from customers" => deny',
    'sql crm "delete from orders" => allow',
  );
  expect(code).toBe(1);
  expect(out).toMatchInlineSnapshot(`
    "✗ t  tests.dlp:1
        sql crm "select id, ssn from customers"  tests.dlp:3
          expected  allow
          but       it is allowed, with \`ssn\` masked
          rules
            select on customers: allowed
              policy.dlp:9  allow select on customers, orders, names
          columns
            id   as it is
            ssn  redact of customers.ssn (pii)  by default
        sql crm "select id, email from customers"  tests.dlp:4
          expected  mask email
          but       it is allowed, with nothing masked
          rules
            select on customers: allowed
              policy.dlp:9  allow select on customers, orders, names
          columns
            id     as it is
            email  reveals customers.email (pii)  policy.dlp:10
        sql crm "select id, ssn from customers"  tests.dlp:5
          expected  deny
          but       it is allowed, with \`ssn\` masked
          rules
            select on customers: allowed
              policy.dlp:9  allow select on customers, orders, names
          columns
            id   as it is
            ssn  redact of customers.ssn (pii)  by default
        sql crm "delete from orders"  tests.dlp:6
          expected  allow
          but       it is denied: the policy does not allow DELETE on "orders"
                    No policy that applies to you allows DELETE on it.
          rules
            delete on orders: denied
              no policy that applies allows it
            select on orders: allowed
              policy.dlp:9  allow select on customers, orders, names

    1 test, 4 cases: 1 test failed, in 4 cases
    "
  `);
});

test('each direction of a wrong expectation fails', async () => {
  for (const wrong of [
    '"select ssn from customers" => allow',
    '"select ssn from customers" => deny',
    '"select ssn from customers" => approve by "dba"',
    '"select ssn, id from customers" => mask ssn, id',
    '"select id from customers" => mask id',
    '"select id from customers" => deny',
    '"delete from customers" => allow',
    '"delete from customers" => approve by "dba"',
  ])
    expect({ wrong, ...(await runCases(READER, `sql crm ${wrong}`)) }).toMatchObject({ wrong, code: 1 });
});

test('policies with mistakes are not tested', async () => {
  const { code, out } = await runCases(READER, 'sql crm "select 1" => allow', 'sql crm "selec" => deny');
  expect(code).toBe(1);
  expect(out).toContain('DLP6008');
  expect(out).toContain('policies with errors are not tested');
});

test('no test at all is no success', async () => {
  expect(await runDlpc(['test'], FILES)).toMatchObject({
    code: 1,
    err: 'dlpc: the policies have no test\n',
  });
});
