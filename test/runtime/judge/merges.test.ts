/** MERGE as the commands that a policy speaks of: what it needs, and when it lacks a condition. */
import type { CommandRule, Matcher } from '@dlpc/runtime/abi';
import { expect, test } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { commandRule } from '../../support/entries.ts';
import { catalogOf, matcher, parser, SUBQUERY, told } from './fixture.ts';

const allow = [commandRule(0, 'allow', 5)];
const unlessBroad: readonly CommandRule[] = [...allow, { ...commandRule(0, 'deny', 1), withoutWhere: true }];

/** What contractors may do to the archive. */
function judged(
  commands: Partial<Record<'select' | 'insert' | 'update' | 'delete', readonly CommandRule[]>>,
) {
  const narrowed: Matcher = {
    ...matcher,
    relations: new Map(
      [...matcher.relations].map(([key, entry]) => [
        key,
        entry.name === 'archive' ? { ...entry, commands } : entry,
      ]),
    ),
  };
  const judge = new Judge({ matcher: narrowed, revision: 'r1' }, catalogOf(), parser);
  return (text: string) =>
    told(judge.classOf(askerOf({ groups: new Set(['contractors']) }), 0).judge(text, 'extended'));
}

const everything = judged({ select: allow, insert: allow, update: allow, delete: allow });

test('goes on with its source masked, and its target by its whole name', () => {
  expect(
    everything(
      'merge into archive a using customers c on c.id = a.id when matched and c.ssn is null then delete when matched then update set note = upper(c.ssn) when not matched then insert (id, note) values (c.id, default) returning merge_action(), a.*',
    ),
  ).toBe(
    `merge into "public"."archive" a using ${SUBQUERY} c on c.id = a.id when matched and c.ssn is null then delete when matched then update set note = pg_catalog.upper(c.ssn) when not matched then insert (id, note) values (c.id, default) returning merge_action(), a.*`,
  );
  expect(
    everything(
      'with o as (select id from orders) merge into archive using o on o.id = archive.id when matched then do nothing',
    ),
  ).toMatch(/^with o/);
});

test.each([
  ['when matched then delete', { select: allow, update: allow, insert: allow }, /does not allow DELETE/],
  [
    'when matched then update set note = $1',
    { select: allow, delete: allow, insert: allow },
    /does not allow UPDATE/,
  ],
  [
    'when not matched then insert values (1)',
    { select: allow, delete: allow, update: allow },
    /does not allow INSERT/,
  ],
  ['when matched then do nothing', { update: allow }, /does not allow SELECT/],
  ['when matched then do nothing when not matched then do nothing', { select: allow }, /^merge/],
])('needs what it does: %s', (clauses, commands, expected) => {
  expect(judged(commands)(`merge into archive a using orders o on o.id = a.id ${clauses}`)).toMatch(expected);
});

test.each([
  ['on true when matched then delete', /does not allow DELETE/],
  ['on o.id = o.id when matched then update set note = $1', /does not allow UPDATE/],
  ['on o.id = a.id when matched then delete', /^merge/],
  ['on true when matched and a.id = 1 then delete', /^merge/],
  ['on o.id = a.id when not matched by source then delete', /does not allow DELETE/],
  ['on o.id = a.id when not matched by source and a.id > 7 then delete', /^merge/],
  ['on o.id = a.id when matched and true then delete', /^merge/],
])('lacks a condition, or not: %s', (rest, expected) => {
  const unless = judged({ select: allow, update: unlessBroad, delete: unlessBroad });
  expect(unless(`merge into archive a using orders o ${rest}`)).toMatch(expected);
});

test.each([
  ['merge into archive using unknown_to_policy u on true when matched then delete', /is not in the schema/],
  [
    'merge into summary using orders o on true when matched then delete',
    /does not allow DELETE on "summary"/,
  ],
  ['merge into archive using orders o on lo_get(1) is null when matched then delete', /function lo_get/],
  [
    "merge into archive using orders o on true when matched and pg_read_file('x') = '' then delete",
    /pg_read_file/,
  ],
  [
    "merge into archive using orders o on true when not matched then insert values (1, pg_read_file('x'))",
    /pg_read_file/,
  ],
  [
    'merge into archive using orders o on true when matched then update set id[lo_get(1)] = 1',
    /function lo_get/,
  ],
])('is refused: %s', (text, expected) => {
  expect(everything(text)).toMatch(expected);
});
