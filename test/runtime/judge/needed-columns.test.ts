/** Which columns a subquery has. That leaving the others out changes nothing is shown by the masked world in two-worlds.test.ts. */
import { describe, expect, test } from 'vitest';
import { judgeAs, live, SUBQUERY, subqueryOf, told } from './fixture.ts';

const forwarded = (text: string) => told(judgeAs(['contractors'], text));

describe('columns that are not named are left out', () => {
  test.each([
    ['select count(*) from customers', []],
    ['select count(*) n from customers order by n', []],
    ['select c.ssn from customers c where name is null', ['name', 'ssn']],
    ['select o.id from orders o join customers on customer_id = customers.id', ['id']],
    ['select s.x from (select ssn as x from customers) s', ['ssn']],
    ['with a (x) as (select ssn from customers) select a from a where x is null', ['ssn']],
    ['select id from orders o where exists (select from customers c join orders p using (id))', ['id']],
    ['select public.customers.ssn from customers', ['ssn']],
    ['select upper from (select upper(ssn) from customers) s', ['ssn']],
  ] as const)('%s', (text, columns) => {
    expect(forwarded(text)).toContain(subqueryOf(...columns));
  });
});

describe('all columns are there', () => {
  test.each([
    ['select * from customers'],
    ['select c.* from customers c'],
    ['select (c).ssn from customers c'],
    ['select c from customers c'],
    ['select customers from customers'],
    ['select row_to_json(c) from customers c'],
    ['select c.row_to_json from customers c'],
    ['select length(c) from customers c'],
    ['select id from customers natural join orders'],
    ['select b from customers c (a, b)'],
    ['select j.b from (customers c cross join orders) j (a, b)'],
    ['select j.to_json from (customers c cross join orders) j'],
    ['table customers'],
    ['select to_json(t) from (select 1) x, lateral (select c from customers c) t'],
    // The server looks for the nearest name.
    ['select snn from customers'],
    ['select c.snn from customers c'],
    ['select o.ssn from customers c, orders o'],
    ['select id from customers join orders using (snn)'],
    ['select passport from customers'],
  ])('%s', (text) => {
    expect(forwarded(text)).toContain(SUBQUERY);
  });
});

test('the columns of a view that are not named are left out, and so is what only they need', () => {
  const summary = live('public', 'summary', [['n', 'text']], {
    relkind: 'v',
    definition: 'SELECT c.ssn AS n, c.name AS other FROM public.customers c',
    columns: ['n', 'other'].map((name) => ({
      name,
      type: 'text',
      addedType: null,
      nondeterministic: false,
      generatedFrom: [],
    })),
  });
  expect(told(judgeAs(['contractors'], 'select other from summary', { relations: [summary] }))).toBe(
    `select other from (SELECT "other" FROM (SELECT c.ssn AS n, c.name AS other FROM ${subqueryOf('name', 'ssn')} c) "summary") "summary"`,
  );
});
