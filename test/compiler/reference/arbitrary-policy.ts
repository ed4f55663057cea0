/** Random policies over one small schema, most of them without errors. */
import fc from 'fast-check';

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
const ORDERED_MASKS = ['null', 'constant("x")', 'hash', 'keep_last(4)', 'reveal'];

/** Some that reveal equally much. */
const RIVAL_MASKS = ['null', 'constant("x")', 'constant("y")', 'keep_first(2)', 'keep_last(4)'];

const PRELUDE = `
database crm from "crm.sql"
label pii { contact { mail } national_id }
label pci
mask default with null
group etl = caller.kind == service and "etl" in caller.groups
group staff = not etl and caller.sub in ["ada", "grace"]
`;

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom(
      ...['"etl" in caller.groups', '"support" in caller.groups', 'not "contractors" in caller.groups'],
      ...[
        'caller.kind == human',
        'caller.kind != human',
        'caller.sub == "ada"',
        'caller.sub in ["ada", "job"]',
      ],
      ...['etl', 'staff', 'true', 'caller.kind in [service, human]', '"ada" == caller.sub', '1 < 2'],
    ),
    tie('condition').map((c) => `not (${c})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or', '=='), tie('condition'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
}));

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

const policyOf = (masks: readonly string[]) =>
  fc
    .tuple(condition, fc.array(command, { maxLength: 3 }), treatmentsOf(masks))
    .map(([when, commands, masks]) => {
      const reveals = masks.some((statement) => statement.startsWith('reveal'));
      // What is revealed has to be allowed.
      const allow = reveals ? [`allow select on ${RELATIONS.join(', ')}`] : [];
      return { when, statements: [...commands, ...allow, ...masks] };
    });

/** The text of a policy file over {@link SCHEMA}, with none but these masks. */
const policies = (masks: readonly string[]) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(...LABELS), fc.constantFrom(...COLUMNS)), { maxLength: 8 }),
      fc.array(policyOf(masks), { minLength: 1, maxLength: 4 }),
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

/** Policies whose treatments can always be ordered. */
export const arbitraryPolicies = policies(ORDERED_MASKS);

/** Policies whose treatments may conflict. */
export const arbitraryRivals = policies(RIVAL_MASKS);
