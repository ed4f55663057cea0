/** What a set of requests is described as means that set, read by the compiler again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describe as describeSet, termText } from '../../../../compiler/src/analyses/conditions/describe.ts';
import { and, before, not, or } from '../../../../compiler/src/check/conditions/build.ts';
import { CallerSpace } from '../../../../compiler/src/check/satisfy/caller-space.ts';
import type { Condition } from '../../../../compiler/src/ir/ir.ts';
import { arbitraryQuestion, holds } from '../../support/arbitrary-condition.ts';
import { readCondition } from '../read-note.ts';

const CLAIMS = [
  { name: 'department', type: 'string', optional: true },
  { name: 'level', type: 'int', optional: true },
  { name: 'teams', type: 'set of string', optional: true },
  { name: 'admin', type: 'bool', optional: false },
] as const;

/** Claims that may be absent are read with `??`, so that conditions always ask whether they are. */
const ABSENCES: readonly Condition[] = [
  { op: 'is-absent', field: 'caller.claims.department', type: 'string' },
  { op: 'is-absent', field: 'caller.claims.level', type: 'int' },
  { op: 'is-absent', field: 'caller.claims.teams', type: 'set of string' },
];

function read(text: string): Condition {
  return readCondition(text, CLAIMS);
}

function endOf(day: string): Condition {
  return before(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60_000);
}

function readDescription({ terms }: ReturnType<typeof describeSet>): Condition {
  return or(
    terms.map(({ literals, until, after }) =>
      and([
        ...literals.map(read),
        ...(until === null ? [] : [endOf(until)]),
        ...(after === null ? [] : [not(endOf(after))]),
      ]),
    ),
  );
}

test('a description holds of exactly the requests that it describes', () => {
  fc.assert(
    fc.property(arbitraryQuestion(1), ({ conditions: [condition = and([])], requests }) => {
      const space = new CallerSpace([condition, ...ABSENCES]);
      const description = describeSet(space, space.of(condition));
      expect(description.complete).toBe(true);
      const read = readDescription(description);
      for (const request of requests) expect(holds(read, request)).toBe(holds(condition, request));
    }),
    { numRuns: 200 },
  );
}, 60_000);

test('of a description nothing can be left out', () => {
  fc.assert(
    fc.property(arbitraryQuestion(1), ({ conditions: [condition = and([])], requests }) => {
      const space = new CallerSpace([condition, ...ABSENCES]);
      const { terms } = describeSet(space, space.of(condition));
      const parts = terms.map(({ literals, until, after }) => [
        ...literals.map(read),
        ...(until === null ? [] : [endOf(until)]),
        ...(after === null ? [] : [not(endOf(after))]),
      ]);
      const meant = requests.filter((request) => holds(condition, request));
      const others = requests.filter((request) => !holds(condition, request));
      for (const [index, term] of parts.entries()) {
        for (const literal of term) {
          const rest = and(term.filter((other) => other !== literal));
          expect(others.some((request) => holds(rest, request))).toBe(true);
        }
        // Where moments are several terms of one part, two of these may overlap.
        if (terms.every(({ literals }) => literals.every((text) => !text.includes('now')))) {
          const rest = or(parts.filter((_, other) => other !== index).map((literals) => and(literals)));
          expect(meant.some((request) => !holds(rest, request))).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);

function described(...texts: readonly string[]): readonly string[] {
  const conditions = texts.map(read);
  const space = new CallerSpace(conditions);
  return describeSet(space, space.of(or(conditions))).terms.map(termText);
}

test.each([
  [['true'], ['true']],
  [['false'], []],
  [
    ['not ("a" in caller.groups or caller.kind == human)'],
    ['caller.kind == service and not "a" in caller.groups'],
  ],
  [
    ['"a" in caller.groups', '"b" in caller.groups'],
    ['"a" in caller.groups', '"b" in caller.groups'],
  ],
  [
    ['"a" in caller.groups', 'not "a" in caller.groups and "b" in caller.groups'],
    ['"a" in caller.groups', '"b" in caller.groups'],
  ],
  [['caller.sub in ["x", "y"]', 'caller.sub == "z"'], ['caller.sub in ["x", "y", "z"]']],
  [['not caller.sub in ["x", "y"]'], ['not caller.sub in ["x", "y"]']],
  [['(caller.claims.level ?? 0) > 2'], ['(caller.claims.level ?? 0) > 2']],
  [['(caller.claims.level ?? 5) != 3'], ['(caller.claims.level ?? 0) != 3']],
  [['now in 01:00..05:00 "UTC"', 'now in 02:00..03:00 "UTC"'], ['now in 01:00..05:00 "UTC"']],
  [
    ['now in 01:00..02:00 "UTC"', 'now in 03:00..04:00 "UTC"'],
    ['now in 01:00..02:00 "UTC"', 'now in 03:00..04:00 "UTC"'],
  ],
])('%j is described as %j', (texts, expected) => {
  expect([...described(...texts)].sort()).toEqual([...expected].sort());
});

test('what takes too many terms is said to be incomplete', () => {
  const groups = Array.from({ length: 100 }, (_, i) => read(`"g${i}" in caller.groups`));
  const space = new CallerSpace(groups);
  const { terms, complete } = describeSet(space, space.of(or(groups)));
  expect([terms.length, complete]).toEqual([40, false]);
});
