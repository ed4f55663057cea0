/** LOCK TABLE and FOR UPDATE: with the rights that PostgreSQL asks for, and masked rows only by themselves. */
import type { Matcher } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
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

function judged(text: string, group = 'contractors') {
  const world = {
    relations: [
      live('public', 'summary', [['n', 'bigint']], { relkind: 'v', definition: 'SELECT 1::bigint AS n' }),
    ],
  };
  return new Judge({ matcher: locking, revision: 'r1' }, catalogOf(world), parser)
    .classOf(askerOf({ groups: new Set([group]) }), 0)
    .judge(text, 'extended');
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
    ['select 1 from archive a, customers c where a.id = 1 for update', masked],
    ['select 1 from archive a, customers c where a.id = 1 for update of a for share of c', masked],
    [
      'select 1 from archive a join (orders o join customers c on true) on true where a.id = 1 for update of c',
      masked,
    ],
    ['select 1 from archive a, (select id from customers) s where a.id = 1 for update of s', masked],
    // A name of a relation within a subquery, and of the subquery itself.
    [
      'select 1 from (select archive.id from archive, customers c) archive where id = 1 for update of archive',
      masked,
    ],
    ['select id from customers where id > 1 limit 5 for update skip locked', masked],
    ['select id from customers offset 1 for update', masked],
    ['select id from customers where id in (select id from archive) for update', masked],
    ['select s.id from (select id from customers) s for update', masked],
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
