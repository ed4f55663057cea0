/** A look-up is a disclosure, and every question about policies tells of it. */
import { expect, test } from 'vitest';
import { runDlpc, textOf } from './run-dlpc.ts';

const policy = (lookup: string) => `database crm from "../crm.sql"

label pii

classify pii crm.customers.email

policy desk for "desk" in caller.groups {
  on crm {
    allow select on customers
    mask pii with redact${lookup}
  }
}

policy auditors for "audit" in caller.groups {
  on crm {
    mask pii with hash
  }
}
`;

const files = {
  'old/p.dlp': policy(''),
  'new/p.dlp': policy(', lookup by equality'),
  'crm.sql':
    'create table customers (id bigint primary key, email text); create view emails as select email from customers;',
};

test('who', async () => {
  const { code, out } = await runDlpc(['who', 'crm.customers.email', 'new'], files);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^ {2}redact; can be looked up by equality +"desk" in caller.groups and not "audit" in caller.groups$/m,
  );
  expect(out).toMatch(
    /^ {2}redact +"audit" in caller.groups and "desk" in caller.groups$[\s\S]*by auditors at new\/p.dlp:16: mask pii with hash$/m,
  );
});

test('doc', async () => {
  const { host } = await runDlpc(['doc', 'new', '-o', 'page.html'], files);
  expect(textOf(host, 'page.html')).toContain('>redact, lookup by equality</td>');
});

test('diff: what is gained is widened, with somebody who gains it', async () => {
  const { code, out } = await runDlpc(['diff', 'old', 'new'], files);
  expect(code).toBe(3);
  expect(out).toContain(`shows more of customers.email (crm)
    for  "desk" in caller.groups and not "audit" in caller.groups
    was  redact
         by desk at old/p.dlp:10: mask pii with redact
    now  redact, lookup by equality
`);
  expect(out).toContain('such as { kind: human, sub: "someone", groups: ["desk"] }');
  const { code: narrowed } = await runDlpc(['diff', 'new', 'old'], files);
  expect(narrowed).toBe(0);
});

test('explain', async () => {
  const ask = (groups: string, sql: string) =>
    runDlpc(
      ['explain', '--as', `{ kind: human, groups: [${groups}] }`, '--at', '2026-11-22T02:00:00Z', sql, 'new'],
      files,
    );
  const known = "select id, email from customers where email = 'ann'";
  const { out } = await ask('"desk"', known);
  expect(out).toContain('    finds rows by the stored value of email');
  expect(out).toContain('redact, lookup by equality of customers.email (pii)');
  expect((await ask('"desk", "audit"', known)).out).not.toContain('finds rows');
  expect((await ask('"desk"', `${known} or id = 1`)).out).not.toContain('finds rows');
});
