/** LOCK TABLE and FOR UPDATE: with the rights that PostgreSQL asks for, and masked rows only by themselves. */
import type { Matcher } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import type { QueryProtocol } from '../../../runtime/src/pgwire/gate.ts';
import { askerOf } from '../../support/askers.ts';
import { commandRule } from '../../support/entries.ts';
import { catalogOf, live, matcher, parser, SUBQUERY, subqueryOf, told } from './fixture.ts';

/** Contractors may update customers, which they see masked, and insert into orders; support sees customers as they are. */
const locking: Matcher = {
  ...matcher,
  relations: new Map(
    [...matcher.relations].map(([key, entry]) => {
      const { commands } = entry;
      const both = [commandRule(0, 'allow', 5), commandRule(1, 'allow', 6)];
      const guarded = [commandRule(0, 'allow', 5), { ...commandRule(0, 'deny', 5), withoutWhere: true }];
      const more = {
        customers: { update: both },
        orders: { insert: both },
        archive: { update: guarded, delete: [] },
      }[entry.name];
      return [key, { ...entry, commands: { ...commands, ...more } }];
    }),
  ),
};

function judged(text: string, group = 'contractors', protocol: QueryProtocol = 'extended') {
  const world = {
    relations: [
      live('public', 'summary', [['n', 'bigint']], { relkind: 'v', definition: 'SELECT 1::bigint AS n' }),
    ],
  };
  return new Judge({ matcher: locking, revision: 'r1' }, catalogOf(world), parser)
    .classOf(askerOf({ groups: new Set([group]) }), 0)
    .judge(text, protocol);
}

describe('goes on as it came', () => {
  test.each([
    ['lock table customers in access share mode'],
    ['lock only public.customers, orders in access share mode nowait'],
    ['lock summary in access share mode'],
    ['lock customers'],
    ['lock orders in row exclusive mode'],
    ['select id from archive where id = 1 for update'],
    ['select id from archive a where id = 1 for no key update of a skip locked'],
    ['select * from archive where id > $1 for share nowait'],
    ['select a.id from archive a join orders o on o.id = a.id where a.id > 1 for key share of a'],
    [
      'with c as (select id from customers) select 1 from archive, c where archive.id = c.id for update of archive',
    ],
    ['select 1 from (select id from archive) a where id = 1 for update'],
    [
      'update archive set note = $1 where id in (select id from archive where id > 0 limit 1 for update skip locked)',
    ],
    ['declare c cursor for select id from archive where id = 1 for update'],
  ])('%s', (text) => {
    const verdict = judged(text);
    expect(verdict).toMatchObject({ kind: 'forward' });
    if (!text.includes('from customers')) expect(told(verdict)).toBe(text);
  });

  test('what is seen as it is, labels and all', () => {
    expect(judged('select ssn from customers where id = 1 for update', 'support')).toMatchObject({
      kind: 'forward',
      text: 'select ssn from customers where id = 1 for update',
      touchesProtected: true,
    });
  });
});

describe('a masked relation alone is locked as it is stored, with masks in the select list', () => {
  const mask = (row = 'customers') =>
    `(SELECT pg_catalog.right("ssn", 4) AS "ssn" FROM (SELECT "${row}"."ssn" AS "ssn") "returned")`;
  test.each([
    [
      'select ssn from customers where id > 1 limit 5 for update skip locked',
      `select ${mask()} from "public"."customers" where id > 1 limit 5 for update skip locked`,
    ],
    [
      'select * from only customers where id > 1 order by id, name limit 5 for update skip locked',
      `select "customers"."id", "customers"."name", ${mask()} from only "public"."customers" where id > 1 order by id, name limit 5 for update skip locked`,
    ],
    [
      "select c.id, upper(c.ssn) || '!' as s, c.* from customers c order by 1 fetch first row only for no key update of c",
      `select c.id, pg_catalog.upper(${mask('c')}) || '!' as s, "c"."id", "c"."name", ${mask('c')} from "public"."customers" c order by 1 fetch first row only for no key update of c`,
    ],
    [
      'with next as (select * from customers order by id limit 1 for update skip locked) select n.ssn from next n, archive a where a.id = n.id',
      `with next as (select "customers"."id", "customers"."name", ${mask()} from "public"."customers" order by id limit 1 for update skip locked) select n.ssn from next n, "public"."archive" a where a.id = n.id`,
    ],
    [
      'select 1; select (select ssn from only (customers) limit 1 for update), (select c.ssn from customers c where c.id = 3 limit 1 for share) from archive',
      `select 1; select (select ${mask()} from only ("public"."customers") limit 1 for update), (select ${mask('c')} from "public"."customers" c where c.id = 3 limit 1 for share) from "public"."archive"`,
    ],
  ])('%s', (text, forwarded) => {
    expect(told(judged(text, 'contractors', 'simple'))).toBe(forwarded);
  });
});

test('a masked relation beside the locked one stays masked', () => {
  expect(
    told(judged('select a.id, c.ssn from archive a, customers c where a.id = c.id for update of a')),
  ).toMatch(
    /^select a.id, c.ssn from "public"."archive" a, \(SELECT .*right\("ssn", 4\).* c where a.id = c.id for update of a$/,
  );
});

test.each([
  [
    'select id from customers where id = 1 for update',
    `select id from ${subqueryOf('id')} "customers" where id = 1 for update`,
  ],
  [
    "select c.ssn from customers c where upper(c.ssn) = 'X' order by 1 for share of c nowait",
    `select c.ssn from ${subqueryOf('ssn')} c where pg_catalog.upper(c.ssn) = 'X' order by 1 for share of c nowait`,
  ],
  ['table customers for share', `SELECT * FROM ${SUBQUERY} "customers" for share`],
  [
    'select 1 from archive where id in (select id from customers where id = 1 for update)',
    `select 1 from "public"."archive" where id in (select id from ${subqueryOf('id')} "customers" where id = 1 for update)`,
  ],
])('a masked relation alone is locked in its subquery: %s', (text, forwarded) => {
  expect(told(judged(text))).toBe(forwarded);
});

describe('a masked relation of which nothing masked is named is locked as it is stored', () => {
  test.each([
    ['select id from customers where id > 1 order by id limit 5 for update skip locked'],
    ['select id, name from customers offset 1 for update'],
    ['select id from customers where id in (select id from archive) for update'],
    ['select s.id from (select id from customers) s for update'],
    ['select c.id from customers c join archive a on a.id = c.id where a.id = 1 for update of c, a'],
    [
      'update archive set note = $1 where id = (select id from customers where id > 3 limit 1 for update skip locked) returning *',
    ],
    ['insert into archive (id) select id from customers where id > 4 limit 1 for update'],
  ])('%s', (text) => {
    expect(judged(text)).toMatchObject({ kind: 'forward', text, touchesProtected: true });
  });

  test('beside one of which something masked is', () => {
    const text = 'select c.id, d.ssn from customers c, customers d where c.id = d.id limit 1 for update of c';
    // `ssn` could be of either, were it not for the name before it; names are not told apart by that.
    expect(told(judged(text))).toMatch(/^42501 rows of "customers"/);
  });

  test('not with columns that the policy does not know', () => {
    const world = {
      relations: [
        live('public', 'customers', [
          ['id', 'integer'],
          ['name', 'text'],
          ['ssn', 'text'],
          ['secret', 'text'],
        ]),
        live('public', 'archive', [
          ['id', 'integer'],
          ['note', 'text'],
        ]),
      ],
    };
    const judge = (text: string) =>
      new Judge({ matcher: locking, revision: 'r1' }, catalogOf(world), parser)
        .classOf(askerOf({ groups: new Set(['contractors']) }), 0)
        .judge(text, 'extended');
    expect(told(judge('select id from customers where id > 1 limit 1 for update'))).toMatch(
      /^select id from/,
    );
    expect(told(judge('select secret from customers where id > 1 limit 1 for update'))).toMatch(/^42501/);
  });
});

describe('is refused', () => {
  const masked =
    /^42501 rows of "customers", which you see masked, or of which you see some only, cannot be locked/;
  test.each([
    ['lock orders', /does not allow UPDATE on "orders"/],
    ['lock orders in share mode', /does not allow UPDATE on "orders"/],
    ['lock archive in exclusive mode', /does not allow UPDATE on "archive"/],
    ['lock customers, orders', /does not allow UPDATE on "orders"/],
    ['lock summary', /^42501 the proxy cannot judge a lock of "summary", which is no table/],
    ['lock pg_class in share mode', /^42501 the proxy cannot judge a lock of "pg_catalog.pg_class"/],
    ['lock nowhere in access share mode', /^42P01/],
    ['lock unknown_to_policy in access share mode', /is not in the schema/],
    ['select id from archive for update', /does not allow UPDATE on "archive"/],
    ['select id from archive where true for share', /does not allow UPDATE on "archive"/],
    ['select id from orders where id = 1 for key share', /does not allow UPDATE on "orders"/],
    ['select n from summary for share', /lock of "summary"/],
    ['select oid from pg_class for share', /lock of "pg_catalog.pg_class"/],
    ['select c.ssn from archive a, customers c where a.id = 1 for update', masked],
    ['select c.ssn from archive a, customers c where a.id = 1 for update of a for share of c', masked],
    [
      'select c.ssn from archive a join (orders o join customers c on true) on true where a.id = 1 for update of c',
      masked,
    ],
    ['select 1 from archive a, (select ssn from customers) s where a.id = 1 for update of s', masked],
    // A name of a relation within a subquery, and of the subquery itself.
    [
      'select 1 from (select archive.id, c.ssn from archive, customers c) archive where id = 1 for update of archive',
      masked,
    ],
    ['select * from customers where ssn > $1 limit 5 for update skip locked', masked],
    ['select id from customers order by ssn limit 5 for update', masked],
    ['select id as ssn from customers order by ssn limit 5 for update', masked],
    ['select (select ssn) from customers limit 5 for update', masked],
    ['select customers from customers limit 5 for update', masked],
    ['select c.to_json from customers c limit 5 for update', masked],
    ['select ctid, ssn from customers limit 5 for update', masked],
    ['select a from customers c (a, b, s) limit 5 for update', masked],
    ['table customers limit 5 for update', masked],
    ['select ssn from customers where id in (select id from archive) limit 1 for update', masked],
    ['with x as (select 1) select ssn from customers limit 1 for update', masked],
    ['select * from (select * from customers, archive limit 1 for update) c', masked],
    ['select ctid from (select ctid, ssn from customers limit 1 for update) c', masked],
    ['select * from (select * from (select * from customers) s limit 1 for update) c', masked],
    ['select customers from customers where id > 1 limit 5 for update', masked],
    ['select id, ctid from customers where id > 1 limit 5 for update', masked],
    ['select id from customers where id > 1 order by customers.ssn limit 5 for update', masked],
    ['select id from customers c (id, a, b) where id > 1 limit 5 for update', masked],
    ['select c.id from customers c natural join archive where c.id = 1 for update of c', masked],
    ['select c.upper from customers c where id = 1 limit 1 for update', masked],
    ['select (select ssn) from customers where id = 1 limit 1 for update', masked],
    ['select id from customers where (select ssn is not null) limit 1 for update', masked],
    ['select s.id from (select * from customers) s for update', masked],
    [
      'update archive set note = (select ssn from customers order by ssn limit 1 for update) where id = 2',
      masked,
    ],
    ['select c.id from customers c tablesample bernoulli (50) for update', masked],
    ['explain (analyze) select * from archive, customers where archive.id = 1 for update', /^42501/],
  ])('%s', (text, message) => {
    expect(told(judged(text))).toMatch(message);
  });

  test('what may not be read', () => {
    expect(told(judged('lock orders in access share mode', 'support'))).toMatch(
      /does not allow SELECT on "orders"/,
    );
    expect(told(judged('lock archive in row exclusive mode', 'support'))).toMatch(/does not allow SELECT/);
  });

  test('a view that locks', () => {
    const relations = [
      live('public', 'summary', [['n', 'bigint']], {
        relkind: 'v',
        definition: 'SELECT id AS n FROM public.archive FOR UPDATE',
      }),
    ];
    const verdict = new Judge({ matcher: locking, revision: 'r1' }, catalogOf({ relations }), parser)
      .classOf(askerOf({ groups: new Set(['contractors']) }), 0)
      .judge('select * from summary', 'extended');
    expect(told(verdict)).toMatch(/^42501 .*definition of the view "summary": .* a locking clause/);
  });
});
