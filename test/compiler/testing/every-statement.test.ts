/** Approvals, filters and denials of what has no condition, through \`dlpc test\`. */
import { expect, test } from 'vitest';
import { runDlpc } from '../cli/run-dlpc.ts';

const FILES = {
  'schema.sql': `
    create table customers (id bigint primary key, email text, region text);
    create table orders (id bigint primary key, customer bigint, region text, total int);
    create table notes (id bigint primary key, body text);`,
  'policy.dlp': `identity corp {
  issuer   "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema.sql"

label pii

classify pii crm.customers.email

policy p for "etl" in caller.groups {
  on crm {
    allow select on customers, orders, notes
    allow delete, insert on notes
    deny update, delete without where
    approve delete on notes by 2 of "dba", "owners" within 15m
    filter orders where region = caller.claims.department
    mask pii with redact
  }
}
`,
  'tests.dlp': `test "the north" {
  as { kind: service, groups: ["etl"], claims: { department: "north" } }
  sql crm "select id, total from orders" => allow and filter orders
  sql crm "select o.id, c.email from orders o join customers c on c.id = o.customer" => mask email with redact and filter orders
  sql crm "delete from notes where id = 1" => approve by 2 of "dba", "owners"
  sql crm "delete from notes" => deny
  sql crm "insert into notes values (1, 'a')" => allow
}

test "nobody else" {
  as { kind: service, claims: { department: "north" } }
  sql crm "select id from notes" => deny
}
`,
};

test('each is reached, and each change of it is noticed', async () => {
  const { code, out, err } = await runDlpc(['test', '--coverage', '--mutate'], FILES);
  expect({ code, err, out }).toMatchInlineSnapshot(`
    {
      "code": 0,
      "err": "",
      "out": "✓ the north  tests.dlp:1
    ✓ nobody else  tests.dlp:10

    rules   100 % (6 of 6)
           4  policy.dlp:15  allow select on customers, orders, notes
           1  policy.dlp:16  allow delete, insert on notes
           1  policy.dlp:17  deny update, delete without where
           1  policy.dlp:18  approve delete on notes by 2 of "dba", "owners" within 15m
           2  policy.dlp:19  filter orders where region = caller.claims.department
           1  policy.dlp:20  mask pii with redact
    labels  100 % (1 of 1)
           1  pii

    mutants 10 of 10 noticed (1 that change nothing and 0 that do not compile are not counted)

    2 tests, 6 cases: all pass
    ",
    }
  `);
});

test('an explanation tells of approvals and filters', async () => {
  const as = '{ kind: service, groups: ["etl"], claims: { department: "north" } }';
  const ask = async (sql: string) => (await runDlpc(['explain', '--as', as, sql], FILES)).out;
  expect(await ask('delete from notes where id = 1')).toContain(
    'needs approval by 2 of "dba", "owners" within 15m\n',
  );
  const filtered = await ask('select id from orders');
  expect(filtered).toContain(
    'only some rows: policy.dlp:19  filter orders where region = caller.claims.department',
  );
  expect(filtered).toContain("CAST('north' AS pg_catalog.text)");
});

test('policies that ask for records are tested like any other', async () => {
  const recorded = FILES['policy.dlp'].replace('  on crm {', '  record everything\n  on crm {');
  const { code, err } = await runDlpc(['test'], { ...FILES, 'policy.dlp': recorded });
  expect(code).toBe(0);
  expect(err).not.toContain('dlp-proxy does not take these policies');
});
