/** Changes of policies that tests notice, and those that they do not. */
import { parsePolicyFile } from '@dlpc/language';
import { describe, expect, test } from 'vitest';
import { proposeMutations } from '../../../compiler/src/testing/mutants/propose-mutations.ts';
import { runDlpc } from '../cli/run-dlpc.ts';

/** The changes to a text: what takes the place of what. */
function changesOf(text: string): readonly string[] {
  const { ast, diagnostics } = parsePolicyFile('p.dlp', text);
  expect(diagnostics).toEqual([]);
  return proposeMutations(ast, text).map(
    ({ span, text: replacement, what }) => `${text.slice(span.start, span.end)} → ${replacement} (${what})`,
  );
}

describe('what is changed', () => {
  test('conditions: the whole, and each part of an `and`', () => {
    expect(
      changesOf(
        'group g = caller.kind == human and ("a" in caller.groups or "b" in caller.groups) and task.id == "x"',
      ),
    ).toEqual([
      'caller.kind == human and ("a" in caller.groups or "b" in caller.groups) and task.id == "x" → true (the group holds for everyone)',
      'caller.kind == human and ("a" in caller.groups or "b" in caller.groups) and task.id == "x" → (caller.kind == human and ("a" in caller.groups or "b" in caller.groups)) (`task.id == "x"` is left out)',
      'caller.kind == human and ("a" in caller.groups or "b" in caller.groups) → (("a" in caller.groups or "b" in caller.groups)) (`caller.kind == human` is left out)',
      'caller.kind == human and ("a" in caller.groups or "b" in caller.groups) → (caller.kind == human) (`("a" in caller.groups or "b" in caller.groups)` is left out)',
    ]);
  });

  test('policies: who, when, and until when', () => {
    expect(changesOf('policy p for g when now in 01:00..02:00 "UTC" until 2027-03-31 { }')).toEqual([
      'g → true (the condition of the policy holds for everyone)',
      'now in 01:00..02:00 "UTC" → true (what comes behind `when` holds for everyone)',
      '01:00 → 00:00 (the window opens an hour earlier)',
      '02:00 → 03:00 (the window closes an hour later)',
      '2027-03-31 → 9999-12-31 (the policy does not end)',
    ]);
  });

  test('windows of time, by an hour on either side', () => {
    const moved = (window: string) =>
      changesOf(`group g = now in ${window} "UTC"`)
        .slice(1)
        .map((change) => change.replace(/ \(.*/, ''));
    expect(moved('00:30..23:00')).toEqual(['00:30 → 23:30', '23:00 → 24:00']);
    expect(moved('22:00..23:30')).toEqual(['22:00 → 21:00', '23:30 → 00:30']);
    expect(moved('23:00..00:00')).toEqual(['23:00 → 22:00', '00:00 → 01:00']);
    expect(moved('01:00..24:00')).toEqual([]);
    expect(moved('05:00..04:00')).toEqual([]);
  });

  test('budgets, and how many people approve', () => {
    const text = `policy p for g { on crm {
  approve delete on orders by 2 of "dba", "security" within 15m
  approve update on orders by 1 of "dba" within 15m
  limit 1_000 rows per hour
  alert above 10 rows per hour
} }`;
    const changes = changesOf(text);
    expect(changes).toContain('2 → 1 (one person is enough to approve it)');
    expect(changes.filter((change) => change.includes('one person'))).toHaveLength(1);
    expect(changes.slice(-2)).toEqual([
      'limit 1_000 rows per hour →  (the limit is dropped)',
      '1_000 → 10000 (the limit is ten times as high)',
    ]);
  });

  test('denials, approvals, filters and masks', () => {
    const text = `policy p for g { on crm {
  deny select, delete on orders
  deny update on customers
  approve delete on orders by "dba" within 15m
  filter orders where id > 1
  mask pii, customers.ssn with redact
} }`;
    expect(changesOf(text).slice(1)).toEqual([
      'deny select, delete on orders →  (the denial is dropped)',
      'select, delete → delete (`select` is no longer denied)',
      'select, delete → select (`delete` is no longer denied)',
      'deny update on customers →  (the denial is dropped)',
      'approve delete on orders by "dba" within 15m → allow delete on orders (nobody has to approve it)',
      '"dba" → "dba", "anybody" (another group may approve it as well)',
      'filter orders where id > 1 →  (the filter is dropped)',
      'mask pii, customers.ssn with redact → reveal pii, customers.ssn (it is revealed)',
      'redact → hash (`redact` is `hash`)',
    ]);
  });

  test('masks, one rung down, and sources that are closed', () => {
    expect(
      changesOf('database crm from "a.sql" closed\napi b from "b.yaml" closed\nmask default with hash'),
    ).toEqual([
      ' closed →  (it is no longer `closed`)',
      ' closed →  (it is no longer `closed`)',
      'hash → keep_last(4) (`hash` is `keep_last(4)`)',
      'hash → bucket(10) (`hash` is `bucket(10)`)',
    ]);
  });

  test('classifications', () => {
    expect(changesOf('classify pii crm.a.x, crm.b.{y, z}\nclassify pii crm.c.x')).toEqual([
      'crm.a.x, crm.b.{y, z} → crm.b.{y, z} (`crm.a.x` is not classified)',
      '{y, z} → z (`y` is not classified)',
      '{y, z} → y (`z` is not classified)',
      'classify pii crm.c.x →  (`crm.c.x` is not classified)',
    ]);
  });

  test('tests are left alone', () => {
    expect(changesOf('test "t" { as { kind: human } sql crm "select 1" => allow }')).toEqual([]);
  });
});

const FILES = {
  'schema.sql': 'create table customers (id bigint primary key, email text, ssn text);',
  'policy.dlp': `database crm from "schema.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups and caller.kind == human {
  on crm {
    allow select on customers
    mask pii with redact
  }
}
`,
};
const READS = 'sql crm "select email, ssn from customers" => mask email, ssn with redact';
const NOBODY = 'sql crm "select id from customers" => deny';

const testOf = (name: string, caller: string, line: string) =>
  `test "${name}" {\n  as ${caller}\n  ${line}\n}\n`;

test('each change that no test notices is told with its place', async () => {
  const tests = testOf('a', '{ kind: human, groups: ["support"] }', READS);
  const { code, out } = await runDlpc(['test', '--mutate'], { ...FILES, 'tests.dlp': tests });
  expect(code).toBe(1);
  expect(out).toMatchInlineSnapshot(`
    "✓ a  tests.dlp:1

    mutants 4 of 7 noticed (0 that change nothing and 0 that do not compile are not counted)
      policy.dlp:7  the condition of the policy holds for everyone, and no test fails
          policy desk for "support" in caller.groups and caller.kind == human {
          needs a case that has a caller who does not meet it, and expects \`deny\` or \`mask\`
      policy.dlp:7  \`"support" in caller.groups\` is left out, and no test fails
          policy desk for "support" in caller.groups and caller.kind == human {
          needs a case that has a caller who does not meet it, and expects \`deny\` or \`mask\`
      policy.dlp:7  \`caller.kind == human\` is left out, and no test fails
          policy desk for "support" in caller.groups and caller.kind == human {
          needs a case that has a caller who does not meet it, and expects \`deny\` or \`mask\`

    1 test, 1 case: all pass
    "
  `);
});

test('tests that notice every change', async () => {
  const tests = [
    testOf('a', '{ kind: human, groups: ["support"] }', READS),
    testOf('b', '{ kind: human }', NOBODY),
    testOf('c', '{ kind: service, groups: ["support"] }', NOBODY),
  ].join('\n');
  const { code, out } = await runDlpc(['test', '--mutate'], { ...FILES, 'tests.dlp': tests });
  expect(out).toContain('mutants 7 of 7 noticed');
  expect(code).toBe(0);
});

test('a change that changes nothing for anyone is not counted', async () => {
  const twice = `${FILES['policy.dlp']}
policy strict for "support" in caller.groups {
  on crm {
    mask pii with redact
  }
}

policy barred for "barred" in caller.groups {
  on crm {
    deny delete on customers
  }
}
`;
  const tests = [
    testOf('a', '{ kind: human, groups: ["support"] }', READS),
    testOf('b', '{ kind: human }', NOBODY),
    testOf('c', '{ kind: service, groups: ["support"] }', NOBODY),
  ].join('\n');
  const { out } = await runDlpc(['test', '--mutate'], { ...FILES, 'policy.dlp': twice, 'tests.dlp': tests });
  // Nobody may delete anyway, and what is redacted by default or by another policy stays so.
  expect(out).toMatchInlineSnapshot(`
    "✓ a  tests.dlp:1
    ✓ b  tests.dlp:6
    ✓ c  tests.dlp:11

    mutants 5 of 5 noticed (6 that change nothing and 1 that do not compile are not counted)

    3 tests, 3 cases: all pass
    "
  `);
});

test('of many changes some are tried, spread evenly, and the report says how many were not', async () => {
  const tests = [
    testOf('a', '{ kind: human, groups: ["support"] }', READS),
    testOf('b', '{ kind: human }', NOBODY),
    testOf('c', '{ kind: service, groups: ["support"] }', NOBODY),
  ].join('\n');
  const files = { ...FILES, 'tests.dlp': tests };
  const some = await runDlpc(['test', '--mutate', '--max-mutants', '3'], files);
  expect(some.out).toContain('mutants 3 of 3 noticed');
  expect(some.out).toContain('  4 more changes were not tried, evenly spread over the policies');
  expect((await runDlpc(['test', '--mutate', '--max-mutants', '3'], files)).out).toBe(some.out);
  const { out } = await runDlpc(['test', '--mutate', '--max-mutants', '6', '--format', 'json'], files);
  expect(JSON.parse(out).mutants).toMatchObject({ killed: 6, leftOut: 1 });
  expect((await runDlpc(['test', '--max-mutants', '0'], files)).code).toBe(2);
});

test('nothing is changed while a test fails', async () => {
  const tests = testOf('a', '{ kind: human }', READS);
  expect(await runDlpc(['test', '--mutate'], { ...FILES, 'tests.dlp': tests })).toMatchObject({
    code: 1,
    err: 'dlpc: the policies are changed once all tests pass\n',
  });
});
