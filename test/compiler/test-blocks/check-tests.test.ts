/** Mistakes in tests: in who asks, in what is asked, and in what is expected. */
import { expect, test } from 'vitest';
import { checkPolicy, checkText, PRELUDE } from '../support/check-policy.ts';

const IDENTITY = `${PRELUDE}
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim level?: int
  claim admin?: bool
  claim teams?: set of string
}
`;

test('a caller is what it says, with all the rest empty', async () => {
  const { tests, diagnostics } = await checkText(
    `
test "all" {
  as {
    kind: service, sub: "ci", groups: ["a", "b"], task: { id: "1", name: "nightly", parent: "0" },
    claims: { department: "north", level: 3, admin: true, teams: ["x"] }, hint: { application_name: "psql" }
  }
  at 2026-11-22T02:00:00Z
  sql crm "select 1" => allow
}
test "little" {
  as { kind: human, claims: { department: "" } }
  sql crm "select 1" => deny
}`,
    { prelude: IDENTITY },
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [all, little] = tests;
  expect(all?.asker).toEqual({
    caller: {
      kind: 'service',
      sub: 'ci',
      groups: new Set(['a', 'b']),
      actor: null,
      claims: {
        strings: new Map([['department', 'north']]),
        ints: new Map([['level', 3]]),
        bools: new Map([['admin', true]]),
        sets: new Map([['teams', new Set(['x'])]]),
      },
    },
    task: { id: '1', name: 'nightly', parent: '0' },
    hint: { applicationName: 'psql' },
  });
  expect(all?.at).toBe(Date.UTC(2026, 10, 22, 2));
  expect(little?.asker.caller).toMatchObject({ kind: 'human', sub: 'someone', groups: new Set() });
  expect(little?.asker.task).toEqual({ id: '', name: '', parent: '' });
  expect(little?.at).toBeNull();
});

test('fields that are none, with the nearest name', async () => {
  const { found } = await checkPolicy(`
test "a" {
  as { knd: human, kind: human, task: { nam: "x" }, hint: { application: "x" } }
       ^^^ DLP6001
                                        ^^^ DLP6001
                                                            ^^^^^^^^^^^ DLP6001
  sql crm "select 1" => allow
}
`);
  expect(found.map(({ hint }) => hint)).toEqual([
    'did you mean `kind`?',
    'did you mean `name`?',
    'there is `application_name`',
  ]);
});

test('values of the wrong type', () =>
  checkPolicy(
    `
test "a" {
  as { kind: 7, sub: 7, groups: "etl", task: "x", claims: { department: 1, level: "3", admin: 1, teams: [1] } }
             ^ DLP6004
                     ^ DLP6004
                                ^^^^^ DLP6004
                                             ^^^ DLP6004
                                                                        ^ DLP6004
                                                                                  ^^^ DLP6004
                                                                                              ^ DLP6004
                                                                                                        ^^^ DLP6004
  sql crm "select 1" => allow
}
`,
    { prelude: IDENTITY },
  ));

test('a kind that is none, and none at all', () =>
  checkPolicy(`
test "a" {
  as { kind: robot }
             ^^^^^ DLP2008
  sql crm "select 1" => allow
}
test "b" {
  as { sub: "x" }
     ^^^^^^^^^^^^ DLP6003
  sql crm "select 1" => allow
}
`));

test('claims that are not declared, and fields given twice', () =>
  checkPolicy(
    `
test "a" {
  as { kind: human, groups: [], groups: [], claims: { departmnt: "x", department: "x", level: 1, level: 2 } }
                                ^^^^^^ DLP6002
                                                      ^^^^^^^^^ DLP2019
                                                                                                 ^^^^^ DLP6002
  sql crm "select 1" => allow
}
`,
    { prelude: IDENTITY },
  ));

test('a required claim is missed where it should be', () =>
  checkPolicy(
    `
test "a" {
  as { kind: human }
     ^^^^^^^^^^^^^^^ DLP6005
  sql crm "select 1" => allow
}
test "b" {
  as { kind: human, claims: { level: 2 } }
                            ^^^^^^^^^^^^ DLP6005
  sql crm "select 1" => allow
}
`,
    { prelude: IDENTITY },
  ));

test('names of tests and sources', () =>
  checkPolicy(`
test "a" {
  as { kind: human }
  sql cmr "select 1" => allow
      ^^^ DLP2001
}
test "a" {
     ^^^ DLP6006
     ^^^ DLP6007
  as { kind: human }
}
`));

test('the place in a statement that is no SQL', () =>
  checkPolicy(`
test "a" {
  as { kind: human }
  sql crm "select id form customers where" => deny
                          ^^^^^^^^^ DLP6008
  sql crm "select \\"id\\" frm t where" => deny
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP6008
  sql crm "" => deny
}
`));

test('masked columns are among those that come back', async () => {
  const { found } = await checkPolicy(`
test "a" {
  as { kind: human }
  sql crm "select id, upper(email) as address from customers" => mask addres, email, id
                                                                      ^^^^^^ DLP6009
                                                                              ^^^^^ DLP6009
  sql crm "select * from customers" => mask email, ssn
  sql crm "drop table customers" => mask email
}
`);
  expect(found[0]?.hint).toBe('did you mean `address`?');
});
