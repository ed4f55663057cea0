/** Tables of which the rows themselves would tell: by row security, and by the partition in which a row is. */
import { type Matcher, relationKey } from '@dlpc/runtime/abi';
import { expect, test } from 'vitest';
import { NO_WRITE_EFFECTS } from '../../../runtime/src/catalog/catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { relationEntry } from '../../support/entries.ts';
import { catalogOf, live, matcher, parser, told, type World } from './fixture.ts';

const customers = matcher.relations.get(relationKey('public', 'customers'));
const COLUMNS = [
  ['id', 'integer'],
  ['name', 'text'],
  ['ssn', 'text'],
] as const;

/** `split` is a partitioned table of the columns of customers; `split_1` is a part of it. */
const parted: Matcher = {
  ...matcher,
  relations: new Map([
    ...matcher.relations,
    ...(['split', 'split_1'] as const).map((name) => {
      const kind = name === 'split' ? ('partitioned table' as const) : ('table' as const);
      const { columns = [], commands = {} } = customers ?? {};
      return [relationKey('public', name), relationEntry(name, { kind, columns, commands })] as const;
    }),
  ]),
};

function judged(text: string, world: World, group = 'contractors') {
  const judge = new Judge({ matcher: parted, revision: 'r1' }, catalogOf(world), parser);
  return told(judge.classOf(askerOf({ groups: new Set([group]) }), 0).judge(text, 'extended'));
}

const splitBy = (...partitionKey: string[]): World => ({
  relations: [
    live('public', 'split', COLUMNS, { relkind: 'p', onWrite: { ...NO_WRITE_EFFECTS, partitionKey } }),
    live('public', 'split_1', COLUMNS, { parents: [relationKey('public', 'split')] }),
  ],
});

test('a partition by what is masked is not read by itself, and no row says where it is', () => {
  const world = splitBy('id', 'ssn');
  expect(judged('select id from split_1', world)).toMatch(/^42501 which rows are in "split_1" is decided/);
  expect(judged('select tableoid, id from split', world)).not.toContain('tableoid FROM');
  expect(judged('select id from split', world)).toBe(
    'select id from (SELECT "id" FROM "public"."split") "split"',
  );
});

test('a partition by what is seen is a table like others', () => {
  const world = splitBy('id');
  expect(judged('select id, ssn from split_1', world)).toMatch(/^select id, ssn from \(SELECT/);
  expect(judged('select tableoid, id from split', world)).toContain('tableoid FROM "public"."split"');
  expect(judged('select id from split_1', splitBy('ssn'), 'support')).toMatch(/^select id from/);
});

const secured = (sql: string, columns: readonly string[]): World => ({
  relations: [
    live('public', 'customers', COLUMNS, {
      onWrite: { ...NO_WRITE_EFFECTS, rowSecurity: [{ sql, columns }] },
    }),
  ],
  functions: { spy: { schema: 'public', extension: null } },
});

test.each([
  ["(ssn ~~ '1%'::text)", ['ssn']],
  ['(EXISTS ( SELECT FROM public.customers c WHERE (c.id = customers.id)))', ['id']],
  ['(EXISTS ( SELECT FROM public.unknown_to_policy u))', []],
  ['public.spy(id)', ['id']],
  ['no expression (', []],
])('row security may tell: %s', (sql, columns) => {
  expect(judged('select id from customers', secured(sql, columns))).toMatch(
    /^42501 (the row security of "customers" decides by what you see masked|.*unknown)/,
  );
});

test.each([
  ['(id > 3)', ['id']],
  ['(name = CURRENT_USER)', ['name']],
  ["(name = current_setting('app.tenant'::text))", ['name']],
  ['(EXISTS ( SELECT FROM public.orders o WHERE (o.id = customers.id)))', ['id']],
])('row security may not: %s', (sql, columns) => {
  expect(judged('select id from customers', secured(sql, columns))).toMatch(/^select id from \(SELECT/);
});

test('who sees what it decides by sees its rows', () => {
  expect(judged('select id from customers', secured("(ssn ~~ '1%'::text)", ['ssn']), 'support')).toBe(
    'select id from customers',
  );
});
