/** What a condition could tell of rows that are kept back: decided from the text, and the list of types behind it held against servers. */
import { COMPARISONS, leakproofKind, leakproofTypes } from '@dlpc/runtime/judge/known/leakproof';
import { describe, expect, it, test } from 'vitest';
import { collectFacts } from '../../../runtime/src/judge/facts/collect-facts.ts';
import { catalogOf, live, parser } from './fixture.ts';
import { onEachServer } from './known/servers.ts';

const world = {
  relations: [
    live('public', 'customers', [
      ['id', 'integer'],
      ['name', 'text'],
      ['ssn', 'character(11)'],
      ['born', 'date'],
      ['balance', 'numeric(10,2)'],
      ['document', 'jsonb'],
    ]),
    live('public', 'orders', [
      ['id', 'integer'],
      ['customer_id', 'integer'],
      ['name', 'text'],
      ['born', 'text'],
    ]),
  ],
};

function mayTell(text: string): boolean {
  const facts = collectFacts(text, 'extended', catalogOf(world), parser);
  if (facts.kind === 'refused') throw new Error(facts.denial.message);
  return facts.statements.some((statement) => statement.mayTell());
}

describe('tells nothing', () => {
  test.each([
    ['select * from customers'],
    ['select upper(name), 1 / id from customers where id = 7 order by 1 / id limit $1'],
    ["select id from customers where name = 'x' and (id in (1, $2) or born between '2000-01-01' and $3)"],
    ["select id from customers where born > date '2000-01-01' and not ssn is not distinct from $1"],
    ['select count(*), sum(1 / id) from customers where id = any ($1)'],
    ['select c.id from customers c join orders o on o.customer_id = c.id where c.name <> $1'],
    ['select id from customers join orders using (id)'],
    ['select id from customers c where exists (select from orders o where o.customer_id = c.id)'],
    ['select id from customers where id in (select customer_id from orders where id > 3)'],
    ['select (select customer_id from orders o where o.id = c.id) from customers c'],
    ['select id from customers union all select id from orders where id < 3 order by 1'],
    ['with a as (select id from customers where name is null) select 1 / id from a'],
    ['copy (select 1 / id from customers where id = 3) to stdout'],
  ])('%s', (text) => expect(mayTell(text)).toBe(false));
});

describe('may tell', () => {
  test.each([
    ['select id from customers where 1 / id > 0'],
    ['select id from customers where balance > 3'],
    ["select id from customers where name like '%\\'"],
    ['select id from customers where name = ssn'],
    ['select id from customers where id = 5::oid'],
    ["select id from customers where id = any ('{1}'::int[])"],
    ['select id from customers where abs(id) = 3'],
    ['select id from customers where not (id + 1 = 3)'],
    ['select id from customers where id = 3 or document is null'],
    ['select id from customers group by id having 1 / id > 0'],
    ['select x from (select 1 / id as x from customers) s'],
    ['select x from (select 1 / id as x from customers) s where x = 1'],
    ['select id from (select 1 / id as id from customers) s where id = 1'],
    ['select (select o.id from orders o where 1 / o.id = c.id) from customers c'],
    ['select id from customers order by (select max(1 / o.id) from orders o)'],
    ['select id from customers limit (select max(1 / id) from orders)'],
    ['select 1 from customers c join orders o on 1 / o.id = c.id'],
    ['select 1 from customers c join orders o on o.name = c.name'],
    ['select 1 from customers c join orders o using (name)'],
    ['select 1 from customers natural join orders'],
    ['select born from customers c, orders o where born is null'],
    ['select b from customers c (a, b) where a = 1'],
    ['select 1 from customers c, generate_series(1, c.id) s'],
    ['select 1 from customers c, lateral (select 1 / c.id) s'],
    ['select id from customers where id = (select 1 / o.id from orders o limit 1)'],
    ['select id from customers where exists (select 1 / o.id from orders o where o.id = customers.id)'],
    ['with a as (select 1 / id as n from customers) select n from a'],
    ['with recursive a as (select id from customers union all select id from a) select id from a'],
    ['select id from customers where id = 1 union select id from orders where 1 / id = 0'],
    ['(select id from customers) union all (select id from orders) limit (select max(1 / id) from orders)'],
    ['select id from customers where tableoid = 3'],
    ['insert into orders select id from customers'],
  ])('%s', (text) => expect(mayTell(text)).toBe(true));
});

onEachServer((server) => {
  it('every comparison within a kind of types is leakproof', async () => {
    const rows = await server.database().query(`
      select pg_catalog.format_type(o.oprleft, null) as l, pg_catalog.format_type(o.oprright, null) as r, o.oprname, p.proleakproof
        from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode
       where o.oprnamespace = 'pg_catalog'::pg_catalog.regnamespace`);
    const compared = rows.filter(
      ({ l, r, oprname }) =>
        COMPARISONS.has(String(oprname)) &&
        leakproofKind(String(l)) !== null &&
        leakproofKind(String(l)) === leakproofKind(String(r)),
    );
    expect(compared.filter(({ proleakproof }) => proleakproof !== true)).toEqual([]);
    const seen = new Set(compared.map(({ l }) => l));
    // These have no operators of their own: their values are compared as text and inet.
    const missing = leakproofTypes.filter((type) => !seen.has(type));
    expect(missing).toEqual(['cidr', 'character varying']);
  });
});
