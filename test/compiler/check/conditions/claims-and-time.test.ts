/** Conditions over claims, tasks, hints and the time. */
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../../compiler/src/ir/ir.ts';
import { simplify } from '../../../../compiler/src/lower/simplify-condition.ts';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

const IDENTITY = `
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance: int
  claim admin: bool
  claim teams: set of string
  claim "cost center"?: string
  claim level?: int
  claim tags?: set of string
  claim vip?: bool
}
`;

async function conditionOf(text: string): Promise<Condition> {
  const { checked, found } = await checkText(`${IDENTITY}\npolicy p for ${text} { }`);
  expect(found.filter((d) => d.severity === 'error')).toEqual([]);
  const [condition] = checked.conditions.policies.values();
  if (condition === undefined) throw new Error('no condition');
  return simplify(condition);
}

const atMost = (value: number): Condition => ({ op: 'at-most', claim: 'caller.claims.clearance', value });
const noLevel: Condition = { op: 'is-absent', field: 'caller.claims.level', type: 'int' };
const NOBODY_ACTS: Condition = { op: 'is-absent', field: 'caller.actor.sub', type: 'string' };
const levelAtMost = (value: number): Condition => ({ op: 'at-most', claim: 'caller.claims.level', value });

describe('what a condition means', () => {
  test.each<[string, Condition]>([
    [
      'caller.claims.department == "sales"',
      { op: 'one-of', field: 'caller.claims.department', values: ['sales'] },
    ],
    ['(caller.actor.sub ?? "") == "bot"', { op: 'one-of', field: 'caller.actor.sub', values: ['bot'] }],
    // Who acts has a subject.
    ['(caller.actor.sub ?? "") == ""', NOBODY_ACTS],
    ['(caller.actor.sub ?? "") != ""', { op: 'not', operand: NOBODY_ACTS }],
    [
      '(caller.actor.sub ?? "bot") in ["bot", "ada"]',
      {
        op: 'or',
        operands: [{ op: 'one-of', field: 'caller.actor.sub', values: ['ada', 'bot'] }, NOBODY_ACTS],
      },
    ],
    ['"agents" in caller.actor.groups', { op: 'has', set: 'caller.actor.groups', member: 'agents' }],
    ['task.name in ["b", "a"]', { op: 'one-of', field: 'task.name', values: ['a', 'b'] }],
    ['"x" == task.id', { op: 'one-of', field: 'task.id', values: ['x'] }],
    ['task.parent == ""', { op: 'one-of', field: 'task.parent', values: [''] }],
    ['hint.application_name == "psql"', { op: 'one-of', field: 'hint.application_name', values: ['psql'] }],
    ['caller.claims.clearance <= 3', atMost(3)],
    ['caller.claims.clearance < 3', atMost(2)],
    ['caller.claims.clearance > 3', { op: 'not', operand: atMost(3) }],
    ['caller.claims.clearance >= 0', { op: 'not', operand: atMost(-1) }],
    ['3 > caller.claims.clearance', atMost(2)],
    ['3 >= caller.claims.clearance', atMost(3)],
    ['3 < caller.claims.clearance', { op: 'not', operand: atMost(3) }],
    ['3 <= caller.claims.clearance', { op: 'not', operand: atMost(2) }],
    ['caller.claims.clearance == 3', { op: 'and', operands: [atMost(3), { op: 'not', operand: atMost(2) }] }],
    ['caller.claims.clearance <= caller.claims.clearance', { op: 'constant', value: true }],
    ['caller.claims.clearance <= 9007199254740991', { op: 'constant', value: true }],
    ['caller.claims.admin', { op: 'is-true', claim: 'caller.claims.admin' }],
    ['"red" in caller.claims.teams', { op: 'has', set: 'caller.claims.teams', member: 'red' }],
    [
      '(caller.claims.level ?? 0) > 2',
      { op: 'not', operand: { op: 'or', operands: [levelAtMost(2), noLevel] } },
    ],
    ['(caller.claims.level ?? 5) <= 3', levelAtMost(3)],
    [
      '(caller.claims."cost center" ?? "none") == "none"',
      {
        op: 'or',
        operands: [
          { op: 'one-of', field: 'caller.claims.cost center', values: ['none'] },
          { op: 'is-absent', field: 'caller.claims.cost center', type: 'string' },
        ],
      },
    ],
    ['"a" in (caller.claims.tags ?? [])', { op: 'has', set: 'caller.claims.tags', member: 'a' }],
    ['caller.claims.vip ?? false', { op: 'is-true', claim: 'caller.claims.vip' }],
    [
      'now in 22:30..24:00 "Europe/Berlin"',
      { op: 'in-window', window: { zone: 'Europe/Berlin', start: 1350, end: 1440 } },
    ],
    ['true until 2027-03-31', { op: 'before', instant: Date.UTC(2027, 3, 1) }],
    ['caller.sub == "a" when true', { op: 'one-of', field: 'caller.sub', values: ['a'] }],
  ])('%s', async (text, expected) => {
    expect(await conditionOf(text)).toEqual(expected);
  });
});

test('mistakes', () =>
  checkPolicy(`${IDENTITY}
policy a for caller.claims.departement == "x" { }
                           ^^^^^^^^^^^ DLP2019
policy b for caller.claims == 1 { }
                    ^^^^^^ DLP3011
policy c for task { }
             ^^^^ DLP3011
policy d for task.nam == "x" { }
                  ^^^ DLP2007
policy e for caller.claims.level > 1 { }
             ^^^^^^^^^^^^^^^^^^^ DLP3016
policy f for "a" in caller.claims.tags { }
                    ^^^^^^^^^^^^^^^^^^ DLP3016
policy g for caller.claims.vip { }
             ^^^^^^^^^^^^^^^^^ DLP3016
policy h for (caller.claims.department ?? "x") == "x" { }
              ^^^^^^^^^^^^^^^^^^^^^^^^ DLP3017
policy i for (caller.claims.level ?? "x") == "x" { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3007
policy j for caller.sub == task.name { }
             ^^^^^^^^^^^^^^^^^^^^^^^ DLP3018
policy k for caller.claims.clearance < (caller.claims.level ?? 1) { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3018
policy l for now in 01:00..01:00 "UTC" { }
                    ^^^^^^^^^^^^^^^^^^ DLP3020
policy m for now in 01:00..02:00 "Utopia" { }
                                 ^^^^^^^^ DLP2020
policy n for now in 01:00..02:00 "+01:00" { }
                                 ^^^^^^^^ DLP2020
policy o for now { }
             ^^^ DLP3006
policy p for now == 1 { }
             ^^^^^^^^ DLP3007
policy q for caller.sub in 01:00..02:00 "UTC" { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3007
policy r for caller.claims.department in ["a", task.name] { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3018
policy s for caller.claims.level ?? 1 { }
             ^^^^^^^^^^^^^^^^^^^^^^^^ DLP3006
policy t for now in 01:00..02:00 "UTC" and now in 03:00..04:00 "UTC" { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4003
policy u for caller.claims.clearance > 3 when caller.claims.clearance < 3 { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4003
policy v for caller.actor.sub == "bot" { }
             ^^^^^^^^^^^^^^^^ DLP3016
policy w for caller.actor == "bot" { }
                    ^^^^^ DLP3011
policy x for (caller.actor.name ?? "") == "bot" { }
                           ^^^^ DLP2007
policy y for (caller.actors ?? "") == "bot" { }
                     ^^^^^^ DLP2007
policy z for (caller.actor.sub ?? "") == "" and "agents" in caller.actor.groups { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4003
policy a1 for (caller.actor.sub ?? "x") == "" { }
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4003
group now = true
      ^^^ DLP2017
`));

test('an identity with mistakes', () =>
  checkPolicy(`
identity corp {
         ^^^^ DLP2024
  issuer "a"
  issuer "b"
  ^^^^^^^^^^ DLP2025
  claim a: strin
           ^^^^^ DLP2023
  claim b: int
  claim b: string
        ^ DLP2022
}
identity other {
         ^^^^^ DLP2021
}
policy p for caller.claims.a == 1 { }
`));

test('the nearest zone is offered', async () => {
  const { found } = await checkText('policy p for now in 01:00..02:00 "Europe/Berln" { }');
  expect(found[0]?.hint).toBe('did you mean `Europe/Berlin`?');
  expect(found[0]?.fix?.edits[0]?.newText).toBe('"Europe/Berlin"');
});

test('a conflict shows the claims and the time of a caller who meets it', async () => {
  const { found } = await checkText(`${IDENTITY}
policy a for caller.claims.clearance > 3 when now in 01:00..02:00 "UTC" { on crm {
  allow select on customers
  mask pii with keep_first(2)
} }
policy b for task.name == "x" until 2026-06-30 { on crm {
  allow select on customers
  mask pii with keep_last(4)
} }
policy rest for true { on crm { allow select on payments } }
`);
  const conflict = found.find(({ code }) => code === 'DLP4002');
  expect(conflict?.hint).toMatch(
    /claims: \{ clearance: 4 \}, task: \{ name: "x" \} \} at 20\d\d-\d\d-\d\dT01:00:00Z`/,
  );
});
