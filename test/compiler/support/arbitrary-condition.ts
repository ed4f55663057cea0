/** Random conditions over few atoms, and all requests that these can tell apart. */
import { type Asker, type Claims, isWithin, minuteOfDay, type TimeWindow } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import type { ClaimField, Condition } from '../../../compiler/src/ir/ir.ts';
import { askerOf, NO_CLAIMS } from '../../support/askers.ts';

/** Who asks, and when. */
export interface Asked extends Asker {
  readonly now: number;
}

/** Conditions about one thing, and a way to change a request for each value of it that they tell apart. */
interface Family {
  readonly atoms: readonly Condition[];
  readonly variants: readonly ((asked: Asked) => Asked)[];
}

const SUBS = ['ada', 'grace', 'job'];
const GROUPS = ['etl', 'support', 'contractors'];

/** Windows that overlap as clocks do: the second is one hour earlier in UTC in summer, and has a day on which it is not. */
const WINDOWS: readonly TimeWindow[] = [
  { zone: 'UTC', start: 60, end: 300 },
  { zone: 'Europe/Berlin', start: 135, end: 180 },
  { zone: 'America/New_York', start: 1320, end: 30 },
  { zone: 'UTC', start: 0, end: 1440 },
];
export const ENDS = [Date.UTC(2026, 2, 30), Date.UTC(2026, 6, 1)];

const DEPARTMENT: ClaimField = 'caller.claims.department';
const LEVEL: ClaimField = 'caller.claims.level';
const ADMIN: ClaimField = 'caller.claims.admin';
const TEAMS: ClaimField = 'caller.claims.teams';

function withClaims(change: Partial<Claims>) {
  return (asked: Asked): Asked => ({
    ...asked,
    caller: { ...asked.caller, claims: { ...asked.caller.claims, ...change } },
  });
}

const families: readonly Family[] = [
  {
    atoms: [['ada'], ['ada', 'job'], ['grace', 'job'], []].map((values) => ({
      op: 'one-of',
      field: 'caller.sub',
      values,
    })),
    variants: [...SUBS, 'nobody'].map((sub) => (asked) => ({ ...asked, caller: { ...asked.caller, sub } })),
  },
  {
    atoms: [
      { op: 'kind-is', kind: 'human' },
      { op: 'kind-is', kind: 'service' },
    ],
    variants: (['human', 'service'] as const).map((kind) => (asked) => ({
      ...asked,
      caller: { ...asked.caller, kind },
    })),
  },
  {
    atoms: GROUPS.map((member) => ({ op: 'has', set: 'caller.groups', member })),
    variants: subsets(GROUPS).map((groups) => (asked) => ({ ...asked, caller: { ...asked.caller, groups } })),
  },
  {
    atoms: [
      { op: 'one-of', field: 'caller.actor.sub', values: ['bot'] },
      { op: 'one-of', field: 'caller.actor.sub', values: ['bot', 'ada'] },
      { op: 'is-absent', field: 'caller.actor.sub', type: 'string' },
      ...['agents', 'etl'].map((member): Condition => ({ op: 'has', set: 'caller.actor.groups', member })),
    ],
    variants: [
      null,
      ...['bot', 'ada', 'nobody'].flatMap((sub) =>
        subsets(['agents', 'etl']).map((groups) => ({ sub, groups })),
      ),
    ].map((actor) => (asked) => ({ ...asked, caller: { ...asked.caller, actor } })),
  },
  {
    atoms: [
      { op: 'one-of', field: DEPARTMENT, values: ['sales'] },
      { op: 'one-of', field: DEPARTMENT, values: ['sales', 'ops'] },
      { op: 'is-absent', field: DEPARTMENT, type: 'string' },
    ],
    variants: [['sales'], ['ops'], ['else'], []].map((value) =>
      withClaims({ strings: new Map(value.map((text) => ['department', text])) }),
    ),
  },
  {
    atoms: [
      ...[-1, 2, 3, 10].map((value): Condition => ({ op: 'at-most', claim: LEVEL, value })),
      { op: 'is-absent', field: LEVEL, type: 'int' },
    ],
    variants: [[-1], [2], [3], [7], [11], []].map((value) =>
      withClaims({ ints: new Map(value.map((integer) => ['level', integer])) }),
    ),
  },
  {
    atoms: [{ op: 'is-true', claim: ADMIN }],
    variants: [true, false].map((value) => withClaims({ bools: new Map([['admin', value]]) })),
  },
  {
    atoms: [
      { op: 'has', set: TEAMS, member: 'red' },
      { op: 'has', set: TEAMS, member: 'blue' },
      { op: 'is-absent', field: TEAMS, type: 'set of string' },
    ],
    variants: [...subsets(['red', 'blue']), null].map((teams) =>
      withClaims({ sets: teams === null ? NO_CLAIMS.sets : new Map([['teams', teams]]) }),
    ),
  },
  {
    atoms: [['nightly'], ['', 'nightly']].map((values) => ({ op: 'one-of', field: 'task.name', values })),
    variants: ['', 'nightly', 'weekly'].map((name) => (asked) => ({
      ...asked,
      task: { ...asked.task, name },
    })),
  },
  {
    atoms: [{ op: 'one-of', field: 'hint.application_name', values: ['psql'] }],
    variants: ['', 'psql'].map((applicationName) => (asked) => ({ ...asked, hint: { applicationName } })),
  },
  {
    atoms: [
      ...WINDOWS.map((window): Condition => ({ op: 'in-window', window })),
      ...ENDS.map((instant): Condition => ({ op: 'before', instant })),
    ],
    variants: differentMoments().map((now) => (asked) => ({ ...asked, now })),
  },
];

/** Any condition over any of the atoms. */
export const arbitraryCondition = conditionsOver(families.flatMap(({ atoms }) => atoms));

/** Some conditions, with all requests that they can tell apart. */
export function arbitraryQuestion(count: number) {
  return fc.subarray([...families], { minLength: 1, maxLength: 3 }).chain((chosen) => {
    const condition = conditionsOver(chosen.flatMap(({ atoms }) => atoms));
    return fc.record({
      conditions: fc.array(condition, { minLength: count, maxLength: count }),
      requests: fc.constant(requestsOver(chosen)),
    });
  });
}

/** Requests that differ in anything, a few of each. */
export const arbitraryRequest: fc.Arbitrary<Asked> = fc
  .tuple(...families.map(({ variants }) => fc.constantFrom(...variants)))
  .map((changes) => changes.reduce((asked, change) => change(asked), someone()));

function conditionsOver(atoms: readonly Condition[]): fc.Arbitrary<Condition> {
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'medium', maxDepth: 5 },
      fc.constantFrom(...atoms),
      fc.record({ op: fc.constant('constant' as const), value: fc.boolean() }),
      fc.record({ op: fc.constant('not' as const), operand: tie('condition') }),
      fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        operands: fc.array(tie('condition'), { maxLength: 3 }),
      }),
    ),
  })).condition;
}

function requestsOver(chosen: readonly Family[]): readonly Asked[] {
  return chosen.reduce<readonly Asked[]>(
    (requests, { variants }) => requests.flatMap((asked) => variants.map((change) => change(asked))),
    [someone()],
  );
}

function someone(): Asked {
  return { ...askerOf(), now: Date.UTC(2026, 0, 1) };
}

function subsets(all: readonly string[]): readonly ReadonlySet<string>[] {
  return Array.from(
    { length: 2 ** all.length },
    (_, bits) => new Set(all.filter((_member, i) => (bits & (1 << i)) !== 0)),
  );
}

/** Every quarter of an hour of some years, those left out that are like an earlier one. */
function differentMoments(): readonly number[] {
  const different = new Map<string, number>();
  for (let now = Date.UTC(2025, 6, 1); now < Date.UTC(2027, 6, 1); now += 15 * 60_000) {
    const open = WINDOWS.map((window) => isWithin(window, minuteOfDay(window.zone, now)));
    const key = JSON.stringify([open, ENDS.map((end) => now < end)]);
    if (!different.has(key)) different.set(key, now);
  }
  return [...different.values()];
}

/** What a condition says of a request, read off its definition. */
export function holds(condition: Condition, asked: Asked): boolean {
  const { caller, task, hint, now } = asked;
  const nameOf = (claim: ClaimField) => claim.replace('caller.claims.', '');
  switch (condition.op) {
    case 'constant':
      return condition.value;
    case 'not':
      return !holds(condition.operand, asked);
    case 'and':
      return condition.operands.every((operand) => holds(operand, asked));
    case 'or':
      return condition.operands.some((operand) => holds(operand, asked));
    case 'kind-is':
      return caller.kind === condition.kind;
    case 'one-of': {
      const { field } = condition;
      const texts: Readonly<Record<string, string | undefined>> = {
        'caller.sub': caller.sub,
        'caller.actor.sub': caller.actor?.sub,
        'task.id': task.id,
        'task.name': task.name,
        'task.parent': task.parent,
        'hint.application_name': hint.applicationName,
      };
      const text = texts[field] ?? caller.claims.strings.get(field.replace('caller.claims.', ''));
      return text !== undefined && condition.values.includes(text);
    }
    case 'has': {
      const { set } = condition;
      if (set === 'caller.actor.groups') return caller.actor?.groups.has(condition.member) === true;
      const members = set === 'caller.groups' ? caller.groups : caller.claims.sets.get(nameOf(set));
      return members?.has(condition.member) === true;
    }
    case 'at-most': {
      const integer = caller.claims.ints.get(nameOf(condition.claim));
      return integer !== undefined && integer <= condition.value;
    }
    case 'is-true':
      return caller.claims.bools.get(nameOf(condition.claim)) === true;
    case 'is-absent':
      if (condition.field === 'caller.actor.sub') return caller.actor === null;
      return !Object.values(caller.claims).some((claims) =>
        claims.has(condition.field.replace('caller.claims.', '')),
      );
    case 'in-window':
      return isWithin(condition.window, minuteOfDay(condition.window.zone, now));
    case 'before':
      return now < condition.instant;
  }
}
