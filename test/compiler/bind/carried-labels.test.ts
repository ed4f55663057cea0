/** Labels along inheritance and partitions, both ways and any number of steps. */
import { expect, test } from 'vitest';
import { carriedLabels } from '../../../compiler/src/bind/carried-labels.ts';
import { checkText } from '../support/check-policy.ts';

const schema = `
create table parent (id bigint, secret text, note text);
create table child (own text) inherits (parent);
create table grandchild () inherits (child);
create table sibling () inherits (parent);
create table stranger (id bigint, secret text);
create table events (id bigint, who text) partition by list (id);
create table events_1 partition of events for values in (1);
create table mother (secret text);
create table twin () inherits (parent, mother);
`;

async function carriers(classify: string): Promise<Record<string, string[]>> {
  const { checked, found } = await checkText(
    `database crm from "crm.sql"\nlabel a { b }\nlabel c\n${classify}`,
    {
      prelude: '',
      schema,
    },
  );
  expect(found.filter((d) => d.severity === 'error')).toEqual([]);
  const result: Record<string, string[]> = {};
  for (const source of checked.program.sources.values())
    for (const [relation, columns] of carriedLabels(checked.program, source).relations)
      for (const [column, labels] of columns)
        result[`${relation.name}.${column}`] = labels.map(({ label }) => label.path);
  return result;
}

test('down: from a parent to all children', async () => {
  expect(Object.keys(await carriers('classify c crm.parent.note')).sort()).toEqual([
    'child.note',
    'grandchild.note',
    'parent.note',
    'sibling.note',
    'twin.note',
  ]);
});

test('up: from a child to what reads it, and so to all of its family', async () => {
  const carried = await carriers('classify c crm.grandchild.secret');
  expect(Object.keys(carried).sort()).toEqual([
    'child.secret',
    'grandchild.secret',
    'mother.secret',
    'parent.secret',
    'sibling.secret',
    'twin.secret',
  ]);
});

test('a column of the child alone stays there', async () => {
  expect(Object.keys(await carriers('classify c crm.child.own')).sort()).toEqual([
    'child.own',
    'grandchild.own',
  ]);
});

test('partitions are children', async () => {
  expect(await carriers('classify c crm.events_1.who')).toEqual({
    'events_1.who': ['c'],
    'events.who': ['c'],
  });
});

test('several labels stand in one order, each once', async () => {
  expect(
    await carriers('classify c crm.events.who\nclassify a.b crm.events_1.who\nclassify c crm.events_1.who'),
  ).toEqual({ 'events.who': ['a.b', 'c'], 'events_1.who': ['a.b', 'c'] });
});
