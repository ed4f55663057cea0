/** Random policies over one small schema, most of them without errors. */
import fc from 'fast-check';
import { askerOf } from '../../support/askers.ts';
import type { Asked } from '../support/arbitrary-condition.ts';

export const SCHEMA = `
create table customers (id text, email text, phone text, ssn text);
create table orders (id text, note text);
create table events (id text, who text) partition by list (id);
create table events_1 partition of events for values in ('1');
create schema sales;
create table sales.customers (id text, email text);
`;

const COLUMNS = [
  ...['customers.email', 'customers.phone', 'customers.ssn', 'orders.note', 'events.who', 'events_1.who'],
  'sales.customers.email',
];
const LABELS = ['pii', 'pii.contact', 'pii.contact.mail', 'pii.national_id', 'pci'];
const RELATIONS = ['customers', 'public.orders', 'events', 'events_1', 'sales.customers'];
const ACTIONS = ['select', 'insert', 'update', 'delete'];

/** One of each rank, so that two of them never conflict. */
const ORDERED_MASKS = [
  ...['null', 'constant("x")', 'hash', 'keep_last(4)', 'reveal'],
  ...['null', 'hash', 'keep_last(4)'].map((mask) => `${mask}, lookup by equality`),
];

/** Some that reveal equally much. */
const RIVAL_MASKS = ['null', 'constant("x")', 'constant("y")', 'keep_first(2)', 'keep_last(4)'];

const PRELUDE = `
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level?: int
  claim department?: string
  claim teams?: set of string
  claim admin: bool
}
database crm from "crm.sql"
label pii { contact { mail } national_id }
label pci
mask default with null
group etl = caller.kind == service and "etl" in caller.groups
group staff = not etl and caller.sub in ["ada", "grace"]
`;

/** About the caller. */
const CALLER_ATOMS = [
  ...['"etl" in caller.groups', '"support" in caller.groups', 'not "contractors" in caller.groups'],
  ...['caller.kind == human', 'caller.kind != human', 'caller.sub == "ada"', 'caller.sub in ["ada", "job"]'],
  ...['etl', 'staff', 'true', 'caller.kind in [service, human]', '"ada" == caller.sub', '1 < 2'],
];

/** About claims, tasks and the time. */
const OTHER_ATOMS = [
  ...['(caller.claims.level ?? 0) > 2', '(caller.claims.level ?? 5) <= 3', '3 == (caller.claims.level ?? 3)'],
  ...['2 != (caller.claims.level ?? 2)', '11 <= (caller.claims.level ?? 1)', 'caller.claims.admin'],
  ...['(caller.claims.department ?? "ops") == "ops"', '(caller.claims.department ?? "") in ["sales", "x"]'],
  ...['"red" in (caller.claims.teams ?? [])', '"blue" in (caller.claims.teams ?? ["blue"])'],
  ...['(caller.actor.sub ?? "") == "bot"', '(caller.actor.sub ?? "bot") in ["bot", "ada"]'],
  ...['(caller.actor.sub ?? "") == ""', '"agents" in caller.actor.groups'],
  ...['task.name == "nightly"', 'task.name != ""', '"weekly" == task.name'],
  ...[
    'now in 01:00..05:00 "UTC"',
    'now in 02:15..03:00 "Europe/Berlin"',
    'now in 22:00..00:30 "America/New_York"',
  ],
];

/** Atoms that few requests tell apart, see {@link FEW_REQUESTS}. */
const FEW_ATOMS = [
  ...['caller.kind == human', '"etl" in caller.groups', '(caller.claims.level ?? 0) > 2', 'true'],
  ...['(caller.claims.level ?? 5) <= 3', 'now in 01:00..05:00 "UTC"', 'now in 02:15..03:00 "Europe/Berlin"'],
];

/** All requests that policies with {@link FEW_ATOMS} can tell apart. */
export const FEW_REQUESTS: readonly Asked[] = (['human', 'service'] as const).flatMap((kind) =>
  [[], ['etl']].flatMap((groups) =>
    [[], [2], [3], [4]].flatMap((level) =>
      // In winter the second window is after 01:15 UTC, in summer after 00:15; on either side of both ends.
      ['2025-07-01', '2026-01-05', '2026-03-31', '2026-06-01', '2026-12-01'].flatMap((day) =>
        ['00:20', '01:20', '03:00', '12:00'].map((time) => ({
          ...askerOf({
            kind,
            groups: new Set(groups),
            claims: {
              ints: new Map(level.map((value) => ['level', value])),
              bools: new Map([['admin', false]]),
            },
          }),
          now: Date.parse(`${day}T${time}:00Z`),
        })),
      ),
    ),
  ),
);

function conditionsOf(atoms: readonly string[]): fc.Arbitrary<string> {
  return fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.constantFrom(...atoms),
      tie('condition').map((c) => `not (${c})`),
      fc
        .tuple(tie('condition'), fc.constantFrom('and', 'or', '=='), tie('condition'))
        .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    ),
  })).condition;
}

const command = fc
  .tuple(
    fc.constantFrom('allow', 'allow', 'allow', 'deny'),
    fc.subarray(ACTIONS, { minLength: 1 }),
    fc.subarray(RELATIONS, { minLength: 1 }),
  )
  .map(([effect, actions, relations]) => `${effect} ${actions.join(', ')} on ${relations.join(', ')}`);

const treatmentsOf = (masks: readonly string[]) =>
  fc
    .uniqueArray(
      fc.tuple(fc.constantFrom(...LABELS, ...COLUMNS), fc.constantFrom(...masks)),
      // Two statements of one thing would be a conflict.
      { maxLength: 4, selector: ([target]) => target },
    )
    .map((list) =>
      list.map(([target, mask]) => (mask === 'reveal' ? `reveal ${target}` : `mask ${target} with ${mask}`)),
    );

const until = fc.constantFrom('', '', '', ' until 2026-03-29', ' until 2026-06-30');

const policyOf = (masks: readonly string[], atoms: readonly string[]) =>
  fc
    .tuple(
      fc.tuple(conditionsOf(atoms), fc.option(conditionsOf(atoms)), until),
      fc.array(command, { maxLength: 3 }),
      treatmentsOf(masks),
    )
    .map(([[who, and, end], commands, masks]) => {
      const when = `${who}${and === null ? '' : ` when ${and}`}${end}`;
      const reveals = masks.some((statement) => statement.startsWith('reveal'));
      // What is revealed has to be allowed.
      const allow = reveals ? [`allow select on ${RELATIONS.join(', ')}`] : [];
      return { when, statements: [...commands, ...allow, ...masks] };
    });

/** The text of a policy file over {@link SCHEMA}, with none but these masks. */
const policies = (masks: readonly string[], atoms: readonly string[]) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...LABELS), fc.constantFrom(...COLUMNS)), { maxLength: 8 }),
      fc.array(policyOf(masks, atoms), { minLength: 1, maxLength: 4 }),
    )
    .map(([labelled, policies]) => {
      const classify = labelled.map(([label, column]) => `classify ${label} crm.${column}`);
      // Statements about columns need a label on them.
      const all = COLUMNS.map((column) => `classify pci crm.${column}`);
      const blocks = policies.map(
        ({ when, statements }, i) => `policy p${i} for ${when} { on crm {\n  ${statements.join('\n  ')}\n} }`,
      );
      return [PRELUDE, ...(labelled.length % 2 === 0 ? all : []), ...classify, ...blocks].join('\n');
    });

const PATTERNS = ['*', 'sales.*', 'event*', '*.customers', 'public.*s'];
const relations = fc.subarray([...RELATIONS, ...PATTERNS], { minLength: 1, maxLength: 3 });
const actions = fc.subarray(ACTIONS, { minLength: 1 });

/** Statements beyond what is allowed, denied and masked. */
const furtherStatement = fc.oneof(
  fc.tuple(actions, relations).map(([a, r]) => `allow ${a} on ${r}`),
  fc
    .tuple(
      actions,
      relations,
      fc.constantFrom('', '1 of ', '2 of '),
      fc.subarray(['"dba"', '"security"'], { minLength: 1 }),
      fc.constantFrom('15m', '4h'),
    )
    .map(([a, r, count, by, within]) => `approve ${a} on ${r} by ${count}${by} within ${within}`),
  fc
    .tuple(fc.subarray(['update', 'delete'], { minLength: 1 }), fc.option(relations))
    .map(([a, r]) => `deny ${a}${r === null ? '' : ` on ${r}`} without where`),
  fc.tuple(fc.constantFrom('delete', 'insert'), relations).map(([a, r]) => `deny ${a} on ${r}`),
  fc
    .tuple(
      relations,
      fc.constantFrom('id = caller.sub', "id in ('1', '2')", 'id = any(caller.groups)', "task.name <> ''"),
    )
    .map(([r, condition]) => `filter ${r} where ${condition}`),
  fc.tuple(actions, relations).map(([a, r]) => `alert ${a} on ${r}`),
  fc
    .tuple(
      fc.constantFrom('limit', 'alert above'),
      fc.integer({ min: 1, max: 5000 }),
      fc.constantFrom('rows', 'bytes', 'statements'),
      fc.constantFrom('per session', 'per minute', 'per hour', 'per day'),
    )
    .map((words) => words.join(' ')),
  fc
    .tuple(fc.subarray(LABELS, { minLength: 1, maxLength: 2 }), relations)
    .map(([labels, r]) => `declassify ${labels} into ${r}`),
);

/** Policies with statements of every kind, labels by patterns, and now and then a closed database. */
export const arbitraryStatements = fc
  .tuple(
    fc.boolean(),
    fc.subarray(
      ['pii crm.*.email', 'pci crm.customers.*', 'pii.contact crm.*.{*e, who}', 'pii crm.sales.*.*'],
      { maxLength: 2 },
    ),
    fc.array(
      fc.record({
        who: conditionsOf([...CALLER_ATOMS, ...OTHER_ATOMS]),
        record: fc.constantFrom('', '', 'record none', 'record metadata', 'record everything'),
        statements: fc.array(furtherStatement, { minLength: 1, maxLength: 6 }),
        masks: fc.subarray(['mask pii with hash', 'mask pci with null'], { maxLength: 1 }),
        rest: fc.constantFrom('', '', 'mask unclassified with keep_last(4)'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([closed, classified, policies]) => {
    const prelude = closed ? PRELUDE.replace('"crm.sql"', '"crm.sql" closed') : PRELUDE;
    const blocks = policies.map(({ who, record, statements, masks, rest }, i) =>
      [
        `policy p${i} for ${who} { ${record}\n on crm {`,
        ...[...statements, ...masks, ...(closed ? [rest] : [])].map((statement) => `  ${statement}`),
        '} }',
      ].join('\n'),
    );
    return [prelude, ...classified.map((each) => `classify ${each}`), ...blocks].join('\n');
  });

/** Policies whose treatments can always be ordered. */
export const arbitraryPolicies = policies(ORDERED_MASKS, [...CALLER_ATOMS, ...OTHER_ATOMS]);

/** Policies whose treatments may conflict. */
export const arbitraryRivals = policies(RIVAL_MASKS, FEW_ATOMS);

/** Policies whose treatments can always be ordered, and which {@link FEW_REQUESTS} are all the requests to. */
export const arbitraryFewPolicies = policies(ORDERED_MASKS, FEW_ATOMS);
