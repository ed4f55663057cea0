/** INSERT, UPDATE, DELETE and MERGE within WITH: each is judged as by itself, and what it returns flows on with its labels or as masks. */
import { type Matcher, relationKey } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { commandRule, relationEntry } from '../../support/entries.ts';
import { catalogOf, live, matcher, parser, subqueryOf, told } from './fixture.ts';

/** Contractors (0), who see them masked, and support (1), who see them as they are, may write customers and the archive. */
const writing: Matcher = {
  ...matcher,
  relations: new Map(
    [...matcher.relations].map(([key, entry]) => {
      const rules = [commandRule(0, 'allow', 5), commandRule(1, 'allow', 6)];
      const commands = { ...entry.commands, select: rules, update: rules, delete: rules, insert: rules };
      return [key, ['customers', 'archive'].includes(entry.name) ? { ...entry, commands } : entry];
    }),
  ),
};

const judged = (text: string, group = 'contractors', policy = writing) =>
  told(
    new Judge({ matcher: policy, revision: 'r1' }, catalogOf(), parser)
      .classOf(askerOf({ groups: new Set([group]) }), 0)
      .judge(text, 'extended'),
  );

const mask = (row: string) =>
  `(SELECT pg_catalog.right("ssn", 4) AS "ssn" FROM (SELECT "${row}"."ssn" AS "ssn") "returned")`;
const [customers, archive] = ['"public"."customers"', '"public"."archive"'];

describe('goes on', () => {
  test.each([
    [
      'with x as (insert into archive values (1) returning *) select * from x',
      'with x as (insert into archive values (1) returning *) select * from x',
    ],
    [
      'with gone as (delete from customers where id = 1 returning *) select ssn from gone',
      `with gone as (delete from ${customers} where id = 1 returning "customers"."id", "customers"."name", ${mask('customers')}) select ssn from gone`,
    ],
    [
      'with gone as (delete from customers where id = 1 returning id, name) insert into archive select id, name from gone',
      'with gone as (delete from customers where id = 1 returning id, name) insert into archive select id, name from gone',
    ],
    [
      'with up as (update archive set note = $1 where id = $2 returning id) insert into archive select $2, $1 where not exists (select from up)',
      'with up as (update archive set note = $1 where id = $2 returning id) insert into archive select $2, $1 where not exists (select from up)',
    ],
    [
      "with up as (update customers c set name = 'x' returning c.ssn) insert into archive select 1, ssn from up",
      `with up as (update ${customers} c set name = 'x' returning ${mask('c')}) insert into ${archive} select 1, ssn from up`,
    ],
    [
      "with gone as (delete from customers returning ssn) insert into archive values (1, 'some are gone')",
      `with gone as (delete from ${customers} returning ${mask('customers')}) insert into ${archive} values (1, 'some are gone')`,
    ],
    // The name of the target is never that of an expression; that of what is read may be.
    [
      'with customers as (delete from customers returning id) select id from customers, public.customers c where c.ssn > $1',
      `with customers as (delete from ${customers} returning id) select id from customers, ${subqueryOf('id', 'ssn')} c where c.ssn > $1`,
    ],
    [
      'with a as (select id from customers), b as (delete from archive using a where a.id = archive.id) select 1',
      `with a as (select id from ${subqueryOf('id')} "customers"), b as (delete from ${archive} using a where a.id = archive.id) select 1`,
    ],
  ])('%s', (text, expected) => {
    expect(judged(text)).toBe(expected);
  });
});

describe('is refused', () => {
  test.each([
    [
      'with gone as (delete from customers where ssn = $1 returning id) select * from gone',
      /cannot read columns/,
    ],
    ['with gone as (delete from customers returning customers) select 1', /cannot read columns/],
    ['with gone as (delete from orders returning *) select * from gone', /does not allow DELETE on "orders"/],
    [
      'with gone as (delete from customers returning *) insert into archive select id, ssn from gone',
      /could keep in "archive" masks of what it deletes from "customers"/,
    ],
    [
      'with gone as (delete from customers returning ssn) update archive set note = (select ssn from gone)',
      /could keep in "archive" masks/,
    ],
    [
      'with a as (update archive set note = note returning id), up as (update customers c set name = c.name returning ssn as s) update customers set ssn = (select s from up)',
      /a mask over what "ssn" of "customers" holds/,
    ],
    [
      'explain analyze with gone as (delete from archive returning *) select * from gone',
      /EXPLAIN ANALYZE of a SELECT only/,
    ],
    ['explain with gone as (delete from customers returning id) select 1', /a plan of a protected relation/],
    ['declare c cursor for with gone as (delete from archive returning *) select 1', /DELETE inside a query/],
    ['copy (with gone as (delete from archive returning *) select 1) to stdout', /DELETE inside a query/],
  ])('%s', (text, expected) => {
    expect(judged(text)).toMatch(expected);
  });
});

test.each([
  'with gone as (delete from customers returning ssn as note) insert into archive select 1, note from gone',
  'with gone as (delete from customers returning *) insert into archive select id, ssn from gone',
  'with gone as (delete from customers returning id, ssn as name, name as ssn) insert into archive (note) select name from gone',
  'with gone as (delete from customers returning id, ssn as name, name) insert into archive (note) select name from gone',
  'with gone (id, name, note) as (delete from customers returning *) insert into archive (note) select name from gone',
  'with gone as (delete from customers returning *) insert into archive (note) select name from gone g (id, n, name)',
  'with gone as (delete from customers returning *) insert into archive (note) select max(name) from gone',
  'with gone as (delete from customers returning *) insert into archive (note) select name from gone union select name from gone',
  'with gone as (delete from customers returning *) insert into archive (note) select g.name from gone g, archive',
  'with gone as (delete from customers returning *) insert into archive (note) select g from gone g',
  'with gone as (delete from customers returning upper(ssn) as name) insert into archive (note) select name from gone',
  'with x as (select 1), gone as (delete from customers returning *) insert into archive (note) with gone as (select ssn as name from customers) select name from gone',
  'with up as (update customers set id = id returning upper(ssn) as note) update archive set note = up.note from up',
  'with a as (select ssn as note from customers), b as (insert into archive select 1, note from a) select 1',
  'with a as (select 1 as id, ssn as note from customers) insert into archive select id, note from a',
  'with recursive b as (insert into archive select 1, note from a), a as (select ssn as note from customers) select 1',
])('labels stay with what is returned, whatever it is called: %s', (text) => {
  expect(judged(text, 'support')).toMatch(
    /could write values labelled as pii as they are to "(?:note|id)" of "archive"/,
  );
});

describe('what surely is another column takes the labels of that one alone with it', () => {
  const kept = relationEntry('kept', {
    columns: (writing.relations.get(relationKey('public', 'customers'))?.columns ?? []).toReversed(),
    commands: writing.relations.get(relationKey('public', 'archive'))?.commands ?? {},
  });
  const policy = {
    ...writing,
    relations: new Map([...writing.relations, [relationKey('public', 'kept'), kept]]),
  };
  const reversed = ['ssn', 'name', 'id'].map((name) => [name, name === 'id' ? 'integer' : 'text'] as const);
  const keeping = (text: string, group: string, more: readonly (readonly [string, string])[] = []) =>
    told(
      new Judge(
        { matcher: policy, revision: 'r1' },
        catalogOf({
          relations: [
            live('public', 'kept', reversed),
            ...(more.length > 0 ? [live('public', 'customers', more)] : []),
          ],
        }),
        parser,
      )
        .classOf(askerOf({ groups: new Set([group]) }), 0)
        .judge(text, 'extended'),
    );

  test.each([
    'with gone as (delete from customers returning *) insert into archive select id, name from gone',
    'with gone as (delete from customers returning *) insert into kept select ssn, name, id from gone',
    'with gone as (delete from customers c where id = $1 returning c.id as name, c.name as id, ssn) insert into kept (id, name, ssn) select g.name, id, g.ssn from gone g where name > 3 order by ssn limit 5 returning *',
    "with x as (select 1 as id), up as (update customers set name = 'x' returning name, ssn) insert into kept (name, ssn) select * from up",
  ])('%s', (text) => {
    expect(keeping(text, 'support')).toBe(text);
  });

  test('and no other', () => {
    const text = 'with gone as (delete from customers returning *) insert into kept select * from gone';
    expect(keeping(text, 'support')).toMatch(/labelled as pii as they are to "id" of "kept"/);
  });

  test('whoever sees masks keeps columns that are none, and no mask in the place of what is gone', () => {
    const text = (columns: string) =>
      `with gone as (delete from customers returning *) insert into kept (${columns}) select ${columns} from gone`;
    expect(keeping(text('id, name'), 'contractors')).toMatch(
      /^with gone as \(delete .* select id, name from gone$/,
    );
    expect(keeping(text('id, ssn'), 'contractors')).toMatch(/could keep in "kept" masks of what it deletes/);
  });

  test('nothing is sure of `*` where the policy does not know a column, which is left out of it', () => {
    const more = [
      ['id', 'integer'],
      ['added', 'text'],
      ['name', 'text'],
      ['ssn', 'text'],
    ] as const;
    const text =
      'with gone as (delete from customers returning *) insert into archive select id, name from gone';
    expect(keeping(text, 'support')).toBe(text);
    expect(keeping(text, 'support', more)).toMatch(/could keep in "archive" masks|cannot read|as they are/);
  });
});

test('labels of what is not returned stay behind', () => {
  const text =
    'with gone as (delete from customers returning name) insert into archive select 1, name from gone';
  expect(judged(text, 'support')).toBe(text);
});

test('a condition must be there in each, where the policy asks for it', () => {
  const rule = { ...commandRule(0, 'deny', 9), withoutWhere: true };
  const careful: Matcher = {
    ...writing,
    relations: new Map(
      [...writing.relations].map(([key, entry]) => {
        const { delete: allowed = [] } = entry.commands;
        return [key, { ...entry, commands: { ...entry.commands, delete: [...allowed, rule] } }];
      }),
    ),
  };
  const gone = (where: string) =>
    `with gone as (delete from archive${where} returning id) select id from gone`;
  expect(judged(gone(' where id = 1'), 'contractors', careful)).toBe(gone(' where id = 1'));
  expect(judged(gone(''), 'contractors', careful)).toMatch(/does not allow DELETE/);
  const verdict = new Judge({ matcher: careful, revision: 'r1' }, catalogOf(), parser)
    .classOf(askerOf({ groups: new Set(['contractors']) }), 0)
    .judge('delete from archive', 'simple');
  expect(verdict).toMatchObject({
    denial: { hint: 'Write a condition that chooses among rows by a column.' },
  });
});
