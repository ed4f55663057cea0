/** RETURNING of what is masked: the mask of the row as it is after the write. */
import type { Matcher } from '@dlpc/runtime/abi';
import { expect, test } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { commandRule } from '../../support/entries.ts';
import { catalogOf, matcher, parser, subqueryOf, told } from './fixture.ts';

/** Contractors may write customers, which they see masked. */
const writing: Matcher = {
  ...matcher,
  relations: new Map(
    [...matcher.relations].map(([key, entry]) => {
      const rules = [commandRule(0, 'allow', 5)];
      const commands = { ...entry.commands, update: rules, delete: rules, insert: rules };
      return [key, entry.name === 'customers' ? { ...entry, commands } : entry];
    }),
  ),
};

const judged = (text: string) =>
  told(
    new Judge({ matcher: writing, revision: 'r1' }, catalogOf(), parser)
      .classOf(askerOf({ groups: new Set(['contractors']) }), 0)
      .judge(text, 'extended'),
  );

const mask = (row: string) =>
  `(SELECT pg_catalog.right("ssn", 4) AS "ssn" FROM (SELECT "${row}"."ssn" AS "ssn") "returned")`;
const star = (row: string) => `"${row}"."id", "${row}"."name", ${mask(row)}`;
const target = '"public"."customers"';

test.each([
  [
    'delete from customers where id = 1 returning ssn',
    `delete from ${target} where id = 1 returning ${mask('customers')}`,
  ],
  [
    "insert into customers values (1, 'x', '900') returning customers.ssn as s, upper(ssn), id",
    `insert into ${target} values (1, 'x', '900') returning ${mask('customers')} as s, pg_catalog.upper(${mask('customers')}), id`,
  ],
  [
    'update customers as c set name = $1 where c.id = 2 returning *, c . ssn || $2',
    `update ${target} as c set name = $1 where c.id = 2 returning ${star('c')}, ${mask('c')} || $2`,
  ],
  [
    "update customers set name = 'x' returning with (old as before) before.*, new.ssn, 1",
    `update ${target} set name = 'x' returning with (old as before) ${star('before')}, ${mask('new')}, 1`,
  ],
  [
    'update customers c set name = o.id::text from orders o where o.id = c.id returning c.*, o.*, id',
    `update ${target} c set name = o.id::text from "public"."orders" o where o.id = c.id returning ${star('c')}, o.*, id`,
  ],
  [
    'merge into customers c using customers s on s.id = c.id when matched then delete returning c.ssn, s.ssn',
    `merge into ${target} c using ${subqueryOf('id', 'ssn')} s on s.id = c.id when matched then delete returning ${mask('c')}, s.ssn`,
  ],
  [
    'delete from customers where id = 1 returning id, name',
    'delete from customers where id = 1 returning id, name',
  ],
])('%s', (text, expected) => {
  expect(judged(text)).toBe(expected);
});

test.each([
  ['delete from customers where id = 1 returning customers'],
  ['delete from customers c where id = 1 returning (c).ssn'],
  ['delete from customers c where id = 1 returning (c.*)::text'],
  ['delete from customers where id = 1 returning (select ssn)'],
  ['delete from customers where id = 1 returning (select customers.ssn)'],
  ['delete from customers where id = 1 returning public.customers.ssn'],
  ['delete from customers where id = 1 returning ctid'],
  ['delete from customers using orders o where o.id = customers.id returning ssn'],
  ['delete from customers using orders o where o.id = customers.id returning *'],
  ['merge into customers c using orders s on s.id = c.id when matched then delete returning *'],
  ["update customers set name = 'x' where id = 1 returning array[old, new]"],
  ['update customers set name = ssn where id = 1 returning ssn'],
])('is refused: %s', (text) => {
  expect(judged(text)).toMatch(/^42501 a write to "customers" cannot read columns/);
});
