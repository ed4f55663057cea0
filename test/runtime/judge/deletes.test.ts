/** DELETE from tables with labelled columns: by what is seen as it is, and by nothing else. */
import type { Matcher } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { NO_WRITE_EFFECTS } from '../../../runtime/src/catalog/catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { commandRule } from '../../support/entries.ts';
import { catalogOf, foreignKey, live, matcher, parser, subqueryOf, told, type World } from './fixture.ts';

const allowing: Matcher = {
  ...matcher,
  relations: new Map(
    [...matcher.relations].map(([key, entry]) => {
      const rules = [commandRule(0, 'allow', 5), commandRule(1, 'allow', 6)];
      const commands = { ...entry.commands, update: rules, delete: rules, insert: rules };
      return [key, entry.name === 'customers' ? { ...entry, commands } : entry];
    }),
  ),
};

function judged(text: string, group = 'contractors', world: World = {}) {
  return new Judge({ matcher: allowing, revision: 'r1' }, catalogOf(world), parser)
    .classOf(askerOf({ groups: new Set([group]) }), 0)
    .judge(text, 'extended');
}

const COLUMNS = [
  ['id', 'integer'],
  ['name', 'text'],
  ['ssn', 'text'],
] as const;

describe('passes, and its errors are neutral', () => {
  test.each([
    ['delete from customers'],
    ['delete from customers where id = 3 and name like $1 returning id, upper(name) as n'],
    ['delete from customers c using orders o where o.customer_id = c.id'],
    ['delete from customers using orders where id in (select 1 from orders natural join customers)'],
    ['delete from customers c where exists (select * from orders o where o.customer_id = c.id)'],
  ])('%s', (text) => {
    expect(judged(text)).toMatchObject({ kind: 'forward', touchesProtected: true });
  });

  test('with masks in what it reads besides', () => {
    expect(told(judged('delete from customers d where exists (select from customers where id = d.id)'))).toBe(
      `delete from "public"."customers" d where exists (select from ${subqueryOf('id')} "customers" where id = d.id)`,
    );
  });

  test('by a labelled column of which the value is shown', () => {
    expect(told(judged("delete from customers where ssn = '1' returning *", 'support'))).toMatch(/^delete/);
  });
});

test.each([
  ["delete from customers where ssn = '1'"],
  ['delete from customers c where c.ssn is null'],
  ['delete from customers where id = 1 returning customers'],
  ['delete from customers c where id = 1 returning c'],
  ['delete from customers c where length(c::text) > 30'],
  ['delete from customers c where c.to_json is not null'],
  ['delete from customers where id = 1 returning old'],
  ['delete from customers where id = 1 returning with (old as o) o'],
  ['delete from customers where id = 1 returning with (old as o) to_json(o)'],
  ["delete from customers where ctid = '(0,1)'"],
  ['delete from customers d where id in (select id from customers where ssn = d.name)'],
])('is refused where it could read what is masked: %s', (text) => {
  expect(told(judged(text))).toMatch(
    /^42501 a write to "customers" cannot read columns of it that you see masked/,
  );
});

describe('foreign keys', () => {
  const linked = (own: string): World => ({
    relations: [
      live('public', 'customers', COLUMNS, {
        onWrite: { ...NO_WRITE_EFFECTS, referencedBy: [foreignKey([own], 'orders', ['customer_id'])] },
      }),
    ],
  });

  test('of columns that are open tell nothing', () => {
    expect(told(judged('delete from customers where id = 3', 'contractors', linked('id')))).toMatch(
      /^delete/,
    );
  });

  test('of a labelled column would tell which row has a value', () => {
    expect(told(judged('delete from customers where id = 3', 'contractors', linked('ssn')))).toMatch(
      /^42501 .*a foreign key refers to "ssn"/,
    );
  });
});
