/**
 * The policy that the attacks are made against. Everything protected is masked with a constant, so that the two worlds must be
 * alike in every byte. Several databases hold the same schema; each is a source of its own.
 */

/** The database without anything added, and those to which somebody added something. */
export const DATABASES = ['crm', 'overloaded', 'extended', 'closed'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** `narrowed` is what the policy becomes in the attacks on the moment of its change: orders are denied. */
export type PolicyVariant = 'usual' | 'narrowed';

/** Columns with a label, by relation as SQL names it. Those that a generated column or a child inherits are left out. */
export const PROTECTED: Readonly<Record<string, readonly string[]>> = {
  people: [
    ...[
      'email',
      'phone',
      'ssn',
      'born',
      'salary',
      'score',
      'ratio',
      'seen_at',
      'network',
      'profile',
      'letter',
    ],
    ...['photo', 'tags', 'token', 'active', 'feeling', 'span', 'place', 'words', 'domain'],
  ],
  echoes: ['email'],
  basket_items: ['owner'],
  payments: ['card'],
  accounts: ['email', 'pin', 'credit', 'share'],
  handles: ['handle'],
  grants: ['level'],
  tallies: ['secret'],
  visits: ['visitor'],
  papers: ['body'],
  letters: ['sender'],
  '"Odd ""Names"""."Людей.таблица"': ['Geheim/ß'],
  '"People"': ['email'],
  upper: ['email'],
  a_name_that_is_exactly_sixty_bytes_long_so_that_a_cut_counts: ['email'],
  'archive.people': ['email'],
  'archive.notes': ['email'],
  // These may be looked up.
  registry: ['mail', 'number'],
};

/** What is protected of `tickets`: these within its texts, and in its documents what a path leads to. */
const DETECTORS = [
  'detector card = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn',
  'detector account = /\\bAC-\\w+/',
];

/** SQL for the protected parts of values, as text. */
export const PROTECTED_PARTS = `
  select (regexp_matches(concat_ws(' ', body, lines, code, meta, raw),
    '(?:4111|4012|5500|5105)[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}|AC-\\w+|(?:left|right) mail \\d+', 'g'))[1] as value from tickets
  union select (regexp_matches(log::text || trace::text,
    '(?:4111|4012|5500|5105)[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}|AC-\\w+', 'g'))[1] from receipts`;

/** Relations without a label. */
const OPEN = [
  'orders',
  'diary',
  'baskets',
  'ledger',
  'mentions',
  'deliveries',
  'express_deliveries',
  'parcels',
  'depots',
  // But for parts of its values.
  'tickets',
  'receipts',
  // What is in it is labelled where it is part of.
  'grants_low',
  'memos',
];
const VIEWS = ['people_view', 'people_barrier', 'people_statistics', 'people_overheard'];
export const STORED_VIEWS = [
  'people_copy',
  'people_counts',
  'people_well_paid',
  'people_ranks',
  'people_orders',
  'delivery_copy',
];
const DELIVERY_VIEWS = ['delivery_shares', 'delivery_sums'];

/** The text of the policy file, which stands beside `schema.sql`. */
export function policyText(variant: PolicyVariant): string {
  return [
    ...DATABASES.map((name) => `database ${name} from "schema.sql"`),
    'label pii',
    ...DETECTORS,
    ...DATABASES.flatMap(classifications),
    'mask default with redact',
    'group contractors = "contractors" in caller.groups',
    'group owners = "owners" in caller.groups',
    `policy offboarded for contractors {\n${DATABASES.map((name) => forContractors(name, variant)).join('\n')}\n}`,
    `policy everything for owners {\n${DATABASES.map(forOwners).join('\n')}\n}`,
    '',
  ].join('\n\n');
}

function classifications(database: DatabaseName): string[] {
  const columns = Object.entries(PROTECTED).map(([relation, names]) => {
    return `classify pii ${database}.${relationText(relation)}.{${names.map(nameText).join(', ')}}`;
  });
  const texts = `${database}.tickets.{body, lines, code}`;
  return [
    ...columns,
    `classify pii values matching card in ${texts}`,
    `classify pii values matching account in ${texts}`,
    `classify pii values matching card in ${database}.receipts.{log, trace}`,
    `classify pii values matching account in ${database}.receipts.{log, trace}`,
    `classify pii ${database}.tickets.meta.$.from.mail`,
    `classify pii ${database}.tickets.raw.$.from.mail`,
  ];
}

function forContractors(database: DatabaseName, variant: PolicyVariant): string {
  const denied = variant === 'narrowed' ? 'payments, orders' : 'payments';
  const readable = [...Object.keys(PROTECTED), ...OPEN, ...VIEWS, ...STORED_VIEWS, ...DELIVERY_VIEWS].filter(
    (name) => name !== 'payments',
  );
  return `  on ${database} {
    allow select on ${readable.map(relationText).join(', ')}
    allow insert, update, delete on diary, baskets, ledger, deliveries, express_deliveries, parcels, depots
    allow delete on archive.notes, papers
    allow insert, update, delete on accounts, mentions, grants, echoes, tallies
    allow insert, update, delete on registry
    allow insert, update, delete on tickets
    filter deliveries where handler = caller.sub
    deny select on ${denied}
    mask people.email with constant("nobody@example.invalid")
    mask people.feeling with constant("calm")
    mask registry.mail, registry.number with redact, lookup by equality
  }`;
}

function forOwners(database: DatabaseName): string {
  return `  on ${database} {
    allow select on ${[...Object.keys(PROTECTED), ...OPEN].map(relationText).join(', ')}
    reveal pii
  }`;
}

/** A relation as SQL writes it, as the policy language does. */
function relationText(relation: string): string {
  const parts = relation.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
  return parts
    .map((part) => nameText(part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part))
    .join('.');
}

function nameText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && name === name.toLowerCase() ? name : JSON.stringify(name);
}
