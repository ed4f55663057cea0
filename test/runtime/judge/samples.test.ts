/** TABLESAMPLE: within the subquery of what is masked, and only where it tells nothing of where rows lie. */
import { expect, test } from 'vitest';
import { judgeAs, subqueryOf, told } from './fixture.ts';

const forwarded = (text: string) => told(judgeAs(['contractors'], text, {}, 'extended'));
const sampled = (share: string, ...columns: ('id' | 'ssn')[]) =>
  subqueryOf(...columns).replace(/\)$/, ` TABLESAMPLE pg_catalog.bernoulli (${share}))`);

test.each([
  [
    'select ssn from customers tablesample bernoulli (10)',
    `select ssn from ${sampled('10', 'ssn')} "customers" `,
  ],
  [
    'select c.id from customers as c /* x */ tablesample Bernoulli ( 2.5 ) where c.id = 1',
    `select c.id from ${sampled('2.5', 'id')} as c /* x */  where c.id = 1`,
  ],
  [
    'select id from only public.customers tablesample pg_catalog.bernoulli ($1), orders o tablesample system (5) repeatable (3)',
    `select id from ${sampled('$1', 'id').replace('FROM', 'FROM ONLY')} "customers" , "public"."orders" o tablesample system (5) repeatable (3)`,
  ],
  [
    'select id from orders tablesample system (3) repeatable (id)',
    'select id from orders tablesample system (3) repeatable (id)',
  ],
  [
    'with c as (select 1) select * from c tablesample bernoulli (3)',
    'with c as (select 1) select * from c tablesample bernoulli (3)',
  ],
])('%s', (text, expected) => {
  expect(forwarded(text)).toBe(expected);
});

test.each([
  [
    'select id from customers tablesample system (10)',
    /a sample of "customers", which you see masked, .* where rows lie/,
  ],
  ['select id from customers tablesample bernoulli (10) repeatable (7)', /where rows lie/],
  ['select c.id from orders o, customers c tablesample bernoulli (o.id)', /must be a number or a parameter/],
  ['select id from customers tablesample bernoulli ((select 10))', /must be a number or a parameter/],
  ['select id from customers tablesample system_rows (10)', /the proxy cannot judge TABLESAMPLE system_rows/],
  ['select id from orders tablesample public.bernoulli (10)', /TABLESAMPLE public.bernoulli/],
  ['select n from summary tablesample bernoulli (10)', /cannot be rewritten/],
])('is refused: %s', (text, message) => {
  expect(forwarded(text)).toMatch(message);
});

test('a method of the same name that was added could be meant', () => {
  const functions = { bernoulli: { schema: 'public', extension: null } };
  expect(
    told(judgeAs(['contractors'], 'select id from orders tablesample bernoulli (1)', { functions })),
  ).toMatch(/cannot judge TABLESAMPLE bernoulli/);
});
