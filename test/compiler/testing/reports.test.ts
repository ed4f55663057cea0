/** The forms in which a run of tests is told, and what it tells besides. */
import { expect, test } from 'vitest';
import { runDlpc } from '../cli/run-dlpc.ts';

const FILES = {
  'schema.sql': 'create table customers (id bigint primary key, email text, ssn text);',
  'policy.dlp': `database crm from "schema.sql"

label pii { contact  number }

classify pii.contact  crm.customers.email
classify pii.number   crm.customers.ssn

group support = "support" in caller.groups and caller.kind == human

policy desk for support {
  on crm {
    allow select on customers
    reveal pii.contact
  }
}

policy outsiders for "outsiders" in caller.groups {
  on crm {
    deny select on customers
  }
}

test "agents see addresses" {
  as { kind: human, groups: ["support"] }
  sql crm "select email from customers" => allow
  sql crm "select ssn from customers" => mask ssn
}
`,
  'more.dlp': `test "<outsiders> see nothing" {
  as { kind: human, groups: ["support", "outsiders"] }
  sql crm "select email from customers" => allow
}
`,
};

test('JSON', async () => {
  const { code, out } = await runDlpc(['test', '--format', 'json', '--coverage'], FILES);
  const report = JSON.parse(out);
  expect(code).toBe(1);
  expect(report).toMatchObject({
    version: 1,
    summary: { tests: 2, cases: 3, failedTests: 1, failedCases: 1 },
    coverage: {
      rules: { percent: 100, rows: [{ line: 12 }, { line: 13, cases: 1 }, { line: 19, cases: 1 }] },
      labels: { rows: [{ label: 'pii.contact' }, { label: 'pii.number' }] },
    },
    mutants: null,
  });
  const failed = report.tests.find((found: { passed: boolean }) => !found.passed);
  expect(failed).toMatchObject({
    file: 'more.dlp',
    line: 1,
    cases: [{ line: 3, expected: 'allow', explanation: { decision: 'deny', denial: { sqlstate: '42501' } } }],
  });
});

test('JUnit', async () => {
  const { out } = await runDlpc(['test', '--format', 'junit'], FILES);
  expect(out).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="dlpc" tests="2" failures="1" errors="0">
    <testsuite name="dlpc test" tests="2" failures="1" errors="0">
    <testcase name="&lt;outsiders&gt; see nothing" classname="dlpc.test" file="more.dlp" line="1">
    <failure message="1 of 1 cases failed" type="failure">sql crm &quot;select email from customers&quot; (more.dlp:3)
    expected allow
    but it is denied: the policy does not allow SELECT on &quot;customers&quot;</failure></testcase>
    <testcase name="agents see addresses" classname="dlpc.test" file="policy.dlp" line="23"/>
    </testsuite>
    </testsuites>
    "
  `);
});

test('GitHub', async () => {
  const { out } = await runDlpc(['test', '--format', 'github'], FILES);
  expect(out).toMatchInlineSnapshot(`
    "::error file=more.dlp,line=3,title=<outsiders> see nothing::sql crm "select email from customers" (more.dlp:3)%0Aexpected allow%0Abut it is denied: the policy does not allow SELECT on "customers"
    "
  `);
});

test('some tests alone', async () => {
  expect(await runDlpc(['test', '--only', 'AGENTS*addr'], FILES)).toMatchObject({
    code: 0,
    out: '✓ agents see addresses  policy.dlp:23\n\n1 test, 2 cases: all pass\n',
  });
  expect(await runDlpc(['test', '--only', 'nobody'], FILES)).toMatchObject({
    code: 2,
    err: 'dlpc: no test has a name like `nobody`\n',
  });
});

test('coverage that is too low', async () => {
  const { code, out, err } = await runDlpc(['test', '--only', 'agents', '--min-coverage', '90'], FILES);
  expect(code).toBe(1);
  expect(out).toContain('   never  policy.dlp:19  deny select on customers');
  expect(err).toBe('dlpc: the tests reach 66 % of the rules, and 90 % are asked for\n');
  expect(await runDlpc(['test', '--only', 'agents', '--min-coverage', '66'], FILES)).toMatchObject({
    code: 0,
  });
  expect(await runDlpc(['test', '--min-coverage', '101'], FILES)).toMatchObject({ code: 2 });
});
