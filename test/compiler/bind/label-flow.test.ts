/** Labels along computation: views over views, generated columns, copies, and how a label says where it comes from. */
import { expect, test } from 'vitest';
import { carriedLabels } from '../../../compiler/src/bind/carried-labels.ts';
import { labelPathText } from '../../../compiler/src/bind/label-path.ts';
import { checkText } from '../support/check-policy.ts';

const SCHEMA = `
create table people (
  id bigint, name text, ssn text, email text,
  domain text generated always as (split_part(email, '@', 2)) stored
);
create view list as select id, upper(ssn) as s, name from people where email <> '';
create view short (a, b) as select s, name from list;
create materialized view totals as select count(*) as n, max(s) as most, min(domain) as d from list join people using (id);
create table copied as select ssn::text as number, id from people;
create table archive (like people including all);
create table events (id bigint, mail text, box text generated always as (lower(mail)) stored) partition by list (id);
create table events_1 partition of events for values in (1);
create view all_of_it as select people from people;
create function spy(bigint) returns text language sql as 'select ssn from people';
create materialized view spied as select spy(id) as x from people;
alter table people rename column ssn to number;
create or replace view list as select id, lower(number) as s, name from people;
`;

/** Each column that carries a label, with how it came there. */
async function flows(classify: string): Promise<Record<string, string | null>> {
  const { checked, found } = await checkText(
    `database crm from "crm.sql"\nlabel a { b }\nlabel c\n${classify}`,
    {
      prelude: '',
      schema: SCHEMA,
    },
  );
  expect(found.filter((d) => d.severity === 'error')).toEqual([]);
  const result: Record<string, string | null> = {};
  for (const source of checked.program.sources.values()) {
    const carried = carriedLabels(checked.program, source);
    for (const [relation, columns] of carried.relations)
      for (const [column, labels] of columns)
        for (const label of labels)
          result[`${relation.name}.${column} ${label.label.path}`] =
            labelPathText(source, carried, label)?.replaceAll('`', '') ?? null;
  }
  return result;
}

test('through views over views, into a materialized one and into copies', async () => {
  expect(await flows('classify a.b crm.people.number')).toEqual({
    'people.number a.b': null,
    'list.s a.b': 'from crm.people.number',
    'short.a a.b': 'from crm.people.number through list',
    'totals.most a.b': 'from crm.people.number through list',
    'copied.number a.b': 'from crm.people.number',
    'archive.ssn a.b': 'from crm.people.number',
    'all_of_it.people a.b': 'from crm.people.number',
    'spied.x a.b': 'from crm.people.number',
  });
});

test('into a generated column and on from there, but not into what only chooses rows', async () => {
  expect(await flows('classify c crm.people.email')).toEqual({
    'people.email c': null,
    'people.domain c': 'from crm.people.email',
    'totals.d c': 'from crm.people.email through people',
    'archive.email c': 'from crm.people.email',
    'archive.domain c': 'from crm.people.email through people',
    'all_of_it.people c': 'from crm.people.email',
    'spied.x c': 'from crm.people.email',
  });
});

test('along partitions in between', async () => {
  expect(await flows('classify c crm.events_1.mail')).toEqual({
    'events_1.mail c': null,
    'events.mail c': null,
    'events.box c': 'from crm.events.mail',
    'events_1.box c': 'from crm.events.mail',
  });
});

test('what is put on a column by hand stays so, and several labels flow beside each other', async () => {
  const found = await flows('classify a crm.people.email\nclassify c crm.people.email, crm.people.domain');
  expect(found['people.domain c']).toBe(null);
  expect(found['people.domain a']).toBe('from crm.people.email');
});
