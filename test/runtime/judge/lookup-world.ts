/** A table of which rows may be found by masked values, and others beside it. */
import { ABI_VERSION, type ColumnEntry, type Matcher, REVEAL_RANK, relationKey } from '@dlpc/runtime/abi';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import type { QueryProtocol, Verdict } from '../../../runtime/src/pgwire/gate.ts';
import { askerOf } from '../../support/askers.ts';
import { allowing, columnEntry, relationEntry } from '../../support/entries.ts';
import { catalogOf, live, parser } from './fixture.ts';

/** The masks of the columns that may be looked up, and of one that may not. */
export interface LookupMasks {
  readonly email: string;
  readonly ssn: string;
  readonly balance: string;
  readonly note: string;
}

/** Masks that show nothing. */
export const CONSTANTS: LookupMasks = {
  email: "CAST('x' AS character varying(40))",
  ssn: "CAST('[redacted]' AS text)",
  balance: 'CAST(0 AS integer)',
  note: "CAST('[redacted]' AS text)",
};

/** Masks under which equal values stay equal. */
export const EQUALITIES: LookupMasks = {
  email: 'CAST(pg_catalog.md5("email") AS character varying(40))',
  ssn: 'pg_catalog.md5("ssn")',
  balance: '"balance" / 10 * 10',
  note: "CAST('[redacted]' AS text)",
};

function masked(name: string, type: string, sql: string, lookup: boolean): ColumnEntry {
  const treatment = { text: 'hash', rank: REVEAL_RANK.equality, sql, keyed: false, lookup };
  const fallback = { ...treatment, text: 'null', rank: REVEAL_RANK.nothing, sql: 'NULL', lookup: false };
  return columnEntry(name, type, {
    labels: [{ label: 'pii', rules: [{ policy: 0, rule: 1, treatment }] }],
    fallback,
  });
}

export function lookupMatcher(masks: LookupMasks): Matcher {
  return {
    abi: ABI_VERSION,
    source: 'crm',
    identity: null,
    claims: [],
    windows: [],
    ends: [],
    limits: [],
    policies: [
      { name: 'support', admits: true, record: null, applies: () => true },
      { name: 'north', admits: true, record: null, applies: ({ caller }) => caller.groups.has('north') },
    ],
    rules: [
      { policy: 0, text: 'allow select on customers, orders', file: 'crm.dlp', line: 1 },
      { policy: 0, text: 'mask pii with hash, lookup by equality', file: 'crm.dlp', line: 2 },
      { policy: 1, text: 'filter customers where id < 20', file: 'crm.dlp', line: 9 },
    ],
    relations: new Map(
      [
        relationEntry('customers', {
          columns: [
            columnEntry('id', 'integer'),
            masked('email', 'character varying(40)', masks.email, true),
            masked('ssn', 'text', masks.ssn, true),
            masked('balance', 'integer', masks.balance, true),
            masked('note', 'text', masks.note, false),
          ],
          commands: allowing(['select', 'delete', 'update', 'insert'], 0, 0),
          filters: [{ policy: 1, rule: 2, sql: ['"id" OPERATOR(pg_catalog.<) 20'] }],
        }),
        relationEntry('orders', {
          columns: [
            columnEntry('id', 'integer'),
            columnEntry('customer_id', 'integer'),
            columnEntry('region', 'text'),
          ],
          commands: allowing(['select', 'delete', 'update', 'insert'], 0, 0),
        }),
        relationEntry('contacts', { kind: 'view', commands: allowing(['select'], 0, 0) }),
      ].map((relation) => [relationKey(relation.schema, relation.name), relation]),
    ),
  };
}

export const CUSTOMER_COLUMNS = [
  ['id', 'integer'],
  ['email', 'character varying(40)'],
  ['ssn', 'text'],
  ['balance', 'integer'],
  ['note', 'text'],
] as const;

const relations = [
  live('public', 'customers', CUSTOMER_COLUMNS),
  live('public', 'orders', [
    ['id', 'integer'],
    ['customer_id', 'integer'],
    ['region', 'text'],
  ]),
  live('public', 'contacts', CUSTOMER_COLUMNS.slice(0, 2), {
    relkind: 'v',
    definition: " SELECT id, email FROM public.customers WHERE email = 'boss@corp.example';",
  }),
];

/** The judge of a snapshot in memory; statements share judgements within it. */
export function lookupJudge(): Judge {
  return new Judge({ matcher: lookupMatcher(CONSTANTS), revision: 'r1' }, catalogOf({ relations }), parser);
}

export interface Asking {
  readonly groups?: readonly string[];
  readonly protocol?: QueryProtocol;
  readonly parameterTypes?: readonly number[];
}

export function ask(judge: Judge, text: string, asking: Asking = {}): Verdict {
  const { groups = [], protocol = 'simple', parameterTypes = [] } = asking;
  return judge.classOf(askerOf({ groups: new Set(groups) }), 0).judge(text, protocol, parameterTypes);
}
