/** A small world for the judge: two tables, a view, a policy for contractors and one for support. */
import { ABI_VERSION, type Matcher, REVEAL_RANK, relationKey, type Treatment } from '@dlpc/runtime/abi';
import {
  type AddedObject,
  type AddedType,
  type Catalog,
  type ColumnOrigin,
  type ForeignKeyEnd,
  type LiveIndex,
  type LiveRelation,
  NO_WRITE_EFFECTS,
  originKey,
  type SessionGround,
  type WriteEffects,
} from '../../../runtime/src/catalog/catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { createSqlParser } from '../../../runtime/src/judge/parse/sql-parser.ts';
import type { QueryProtocol, Verdict } from '../../../runtime/src/pgwire/gate.ts';
import { askerOf } from '../../support/askers.ts';
import { columnEntry, commandRule, relationEntry } from '../../support/entries.ts';

const REDACT: Treatment = {
  text: 'redact',
  rank: REVEAL_RANK.nothing,
  sql: `CAST('[redacted]' AS text)`,
  keyed: false,
  lookup: false,
};
const LAST4: Treatment = {
  text: 'keep_last(4)',
  rank: REVEAL_RANK.part,
  sql: `pg_catalog.right("ssn", 4)`,
  keyed: false,
  lookup: false,
};
const REVEAL: Treatment = { text: 'reveal', rank: REVEAL_RANK.value, sql: null, keyed: false, lookup: false };

const contractors = 0;
const support = 1;

const customers = relationEntry('customers', {
  columns: [
    columnEntry('id', 'integer'),
    columnEntry('name', 'text'),
    columnEntry('ssn', 'text', {
      labels: [
        {
          label: 'pii',
          rules: [
            { policy: contractors, treatment: LAST4, rule: 1 },
            { policy: support, treatment: REVEAL, rule: 3 },
          ],
        },
      ],
      fallback: REDACT,
    }),
  ],
  commands: {
    select: [commandRule(contractors, 'allow', 0), commandRule(support, 'allow', 2)],
  },
});

const orders = relationEntry('orders', {
  columns: [columnEntry('id', 'integer'), columnEntry('customer_id', 'integer')],
  commands: {
    select: [
      commandRule(contractors, 'allow', 0),
      commandRule(support, 'allow', 2),
      commandRule(support, 'deny', 4),
    ],
  },
});

const summary = relationEntry('summary', {
  kind: 'view',
  columns: [columnEntry('n', 'bigint')],
  commands: { select: [commandRule(contractors, 'allow', 0)] },
});

/** Where contractors and support write; nothing in it is labelled. */
const archive = relationEntry('archive', {
  columns: [columnEntry('id', 'integer'), columnEntry('note', 'text')],
  commands: Object.fromEntries(
    (['select', 'insert', 'update', 'delete'] as const).map((action) => [
      action,
      [
        commandRule(contractors, 'allow', 5),
        ...(action === 'insert' ? [commandRule(support, 'allow', 6)] : []),
      ],
    ]),
  ),
});

export const matcher: Matcher = {
  abi: ABI_VERSION,
  source: 'crm',
  identity: null,
  claims: [],
  windows: [],
  ends: [],
  limits: [],
  policies: [
    {
      name: 'contractor_jobs',
      admits: true,
      record: null,
      applies: ({ caller }) => caller.groups.has('contractors'),
    },
    {
      name: 'support_desk',
      admits: true,
      record: null,
      applies: ({ caller }) => caller.groups.has('support'),
    },
  ],
  rules: [
    { policy: 0, text: 'allow select on customers, orders, summary', file: 'crm.dlp', line: 10 },
    { policy: 0, text: 'mask pii with keep_last(4)', file: 'crm.dlp', line: 11 },
    { policy: 1, text: 'allow select on customers, orders', file: 'crm.dlp', line: 20 },
    { policy: 1, text: 'reveal pii', file: 'crm.dlp', line: 21 },
    { policy: 1, text: 'deny select on orders', file: 'crm.dlp', line: 22 },
    { policy: 0, text: 'allow select, insert, update, delete on archive', file: 'crm.dlp', line: 12 },
    { policy: 1, text: 'allow insert on archive', file: 'crm.dlp', line: 23 },
  ],
  relations: new Map([customers, orders, summary, archive].map((r) => [relationKey(r.schema, r.name), r])),
};

export function live(
  schema: string,
  name: string,
  columns: readonly (readonly [string, string])[],
  more: Partial<LiveRelation> = {},
): LiveRelation {
  return {
    schema,
    name,
    relkind: 'r',
    builtIn: schema === 'pg_catalog',
    columns: columns.map(([column, type]) => ({
      name: column,
      type,
      addedType: null,
      nondeterministic: false,
      generatedFrom: [],
    })),
    parents: [],
    definition: null,
    securityBarrier: false,
    onWrite: NO_WRITE_EFFECTS,
    ...more,
  };
}

/** The live table `archive`, with other effects of writing than none. */
export function archiveLive(onWrite: Partial<WriteEffects> = {}): LiveRelation {
  return live(
    'public',
    'archive',
    [
      ['id', 'integer'],
      ['note', 'text'],
    ],
    { onWrite: { ...NO_WRITE_EFFECTS, ...onWrite } },
  );
}

/** An index as the server would have it, a unique one on `keys` where nothing else is said. */
export function index(keys: readonly string[], more: Partial<LiveIndex> = {}): LiveIndex {
  return {
    method: 'btree',
    compares: true,
    unique: true,
    keys,
    columns: keys,
    expressions: [],
    nullsDistinct: true,
    ...more,
  };
}

/** A foreign key from or to `relation` of `public`, which carries nothing on where nothing else is said. */
export function foreignKey(
  columns: readonly string[],
  relation: string,
  otherColumns: readonly string[],
  more: Partial<ForeignKeyEnd> = {},
): ForeignKeyEnd {
  return {
    columns,
    other: relationKey('public', relation),
    otherColumns,
    onDelete: null,
    onUpdate: false,
    ...more,
  };
}

/** A type that somebody added to `public`. */
function addedType(type: Partial<AddedType>): AddedType {
  return {
    schema: 'public',
    extension: null,
    oid: 20_000,
    typtype: 'b',
    parts: [],
    base: null,
    checks: [],
    rangeCalls: false,
    conduct: 'acts',
    ...type,
  };
}

export interface World {
  readonly relations?: readonly LiveRelation[];
  readonly functions?: Readonly<Record<string, AddedObject>>;
  readonly operators?: Readonly<Record<string, AddedObject>>;
  readonly types?: Readonly<Record<string, Partial<AddedType>>>;
  readonly silentCalls?: readonly string[];
  readonly sequences?: Readonly<Record<string, readonly ColumnOrigin[]>>;
  readonly searchPath?: readonly string[];
  readonly ground?: SessionGround;
  readonly serverVersion?: number;
  readonly encoding?: string;
}

/** The live server of the fixture, with relations replaced or added by `world`. */
export function catalogOf(world: World = {}): Catalog {
  const relations = new Map<string, LiveRelation>();
  for (const relation of [
    live('public', 'customers', [
      ['id', 'integer'],
      ['name', 'text'],
      ['ssn', 'text'],
    ]),
    live('public', 'orders', [
      ['id', 'integer'],
      ['customer_id', 'integer'],
    ]),
    live('public', 'summary', [['n', 'bigint']], {
      relkind: 'v',
      definition: ' SELECT count(customers.ssn) AS n\n   FROM public.customers;',
    }),
    archiveLive(),
    live('public', 'unknown_to_policy', [['x', 'text']]),
    live('pg_catalog', 'pg_class', [
      ['oid', 'oid'],
      ['relname', 'name'],
      ['relpages', 'integer'],
    ]),
    live('pg_catalog', 'pg_statistic', [['starelid', 'oid']]),
    ...(world.relations ?? []),
  ])
    relations.set(relationKey(relation.schema, relation.name), relation);
  const byName = <T>(objects: Readonly<Record<string, T>> = {}) =>
    new Map(Object.entries(objects).map(([name, object]) => [name, [object]] as const));
  return {
    version: JSON.stringify(world).length.toString(),
    serverVersion: world.serverVersion ?? 180_004,
    encoding: world.encoding ?? 'UTF8',
    ground: world.ground ?? { role: 'dlp_proxy', searchPath: '"$user", public' },
    searchPath: world.searchPath ?? ['pg_catalog', 'public'],
    relations,
    addedFunctions: byName(world.functions),
    addedOperators: byName(world.operators),
    types: new Map(
      Object.entries(world.types ?? {}).map(([name, type]) => [relationKey('public', name), addedType(type)]),
    ),
    origins: new Map([
      [originKey(1, 1), { relation: relationKey('public', 'customers'), column: 'id' }],
      [originKey(1, 3), { relation: relationKey('public', 'customers'), column: 'ssn' }],
      [originKey(1, 4), { relation: relationKey('public', 'customers'), column: 'passport' }],
      [originKey(2, 1), { relation: relationKey('public', 'unknown_to_policy'), column: 'x' }],
    ]),
    silentCalls: world.silentCalls ?? [],
    sequences: new Map(Object.entries(world.sequences ?? {})),
  };
}

export const parser = await createSqlParser();

/** What a member of `groups` gets. */
export function judgeAs(
  groups: readonly string[],
  text: string,
  world: World = {},
  protocol: QueryProtocol = 'simple',
  parameterTypes: readonly number[] = [],
): Verdict {
  return new Judge({ matcher, revision: 'r1' }, catalogOf(world), parser)
    .classOf(askerOf({ groups: new Set(groups) }), 0)
    .judge(text, protocol, parameterTypes);
}

/** A verdict on one line: the forwarded text, or the SQLSTATE and message. */
export function told(verdict: Verdict): string {
  return verdict.kind === 'forward' ? verdict.text : `${verdict.denial.sqlstate} ${verdict.denial.message}`;
}

const SHOWN = { id: '"id"', name: '"name"', ssn: 'pg_catalog.right("ssn", 4) AS "ssn"' };

/** What stands for customers in a contractor's statement that needs these columns of it, in the order of the table. */
export function subqueryOf(...columns: readonly (keyof typeof SHOWN)[]): string {
  const list = columns.map((name, index) => `${index === 0 ? ' ' : ', '}${SHOWN[name]}`).join('');
  return `(SELECT${list} FROM "public"."customers")`;
}

/** With every column. */
export const SUBQUERY = subqueryOf('id', 'name', 'ssn');
