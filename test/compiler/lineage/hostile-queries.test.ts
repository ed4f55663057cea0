/** Texts built to take forever give an answer in bounded work, and one that says too much rather than too little. */
import { beforeAll, expect, test } from 'vitest';
import { lineageOfText } from '../../../compiler/src/lineage/lineage-of-text.ts';
import type { Schema } from '../../../compiler/src/schema/model.ts';
import { lineageIn, schemaOfText, storedNames } from './lineage-text.ts';

let schema: Schema;
beforeAll(async () => {
  const many = Array.from({ length: 800 }, (_, index) => `a${index} text`).join(', ');
  schema = await schemaOfText(`create table t (id int, ssn text); create table wide (${many});`);
});

/** `from` each of 0 … n-1. */
function times(n: number, from: (index: number) => string): string {
  return Array.from({ length: n }, (_, index) => from(index)).join('');
}

test('columns that double with each WITH query end at the most that a query can have', async () => {
  const withs = times(60, (i) => `, q${i + 1} as (select a.*, b.* from q${i} a, q${i} b)`);
  const { columns } = await lineageIn(schema, `with q0 as (select * from t)${withs} select * from q60`);
  expect(columns).toBeNull();
});

test('a reference to a column of what has too many is opaque', async () => {
  const { columns } = await lineageIn(
    schema,
    'select x.ssn, t.id from (select * from wide a, wide b, wide c, t) x, t',
  );
  expect(columns?.[0]?.opaque).not.toBeNull();
  expect(storedNames(columns?.[0]?.value ?? [])).toContain('t.ssn');
  expect(columns?.[1]).toMatchObject({ name: 'id', opaque: null });
});

test('recursive queries within one another stop', async () => {
  const inner = (depth: number): string =>
    depth === 0
      ? 'select ssn from t'
      : `(with recursive r (s) as (${inner(depth - 1)} union all select s || (select max(ssn) from t) from r) select s from r)`;
  const { columns } = await lineageIn(schema, inner(18));
  const [only] = columns ?? [];
  // Whatever comes out, it tells of the column or that it cannot be told.
  if (only !== undefined) expect(storedNames(only.value)).toContain('t.ssn');
});

test('a WITH query that reads itself in a circle', async () => {
  const { columns } = await lineageIn(
    schema,
    'with recursive a as (select * from b), b as (select * from a) select x.s, ssn from a x, t',
  );
  expect(columns?.[0]?.opaque).not.toBeNull();
});

test('hundreds of joins, unions and subqueries', async () => {
  const joins = times(150, (i) => ` join t t${i} on t${i}.id = t.id`);
  expect((await lineageIn(schema, `select t149.ssn from t${joins}`)).columns).toHaveLength(1);
  const unions = times(100, () => ' union select ssn from t');
  expect((await lineageIn(schema, `select ssn from t${unions}`)).columns).toHaveLength(1);
  const nested = `${'select (('.repeat(40)}select max(ssn) from t${'))'.repeat(40)}`;
  expect((await lineageIn(schema, nested)).columns).toHaveLength(1);
});

test.each([
  ['', 'it is empty'],
  ['select 1; select 2', 'it holds more than one statement'],
  ['select \0', 'it holds the character U+0000'],
  ['vacuum', 'it neither reads nor writes rows'],
  [`select ${'('.repeat(3000)}1${')'.repeat(3000)}`, 'it is nested too deeply'],
])('%j is no query', async (sql, reason) => {
  const found = await lineageOfText(schema, sql);
  // How deep is too deep for the parser is its own affair.
  if (found.kind !== 'lineage') expect(found).toEqual({ kind: 'no-query', reason });
  else expect(sql.length).toBeGreaterThan(3000);
});

test('a mistake of the grammar has its place', async () => {
  expect(await lineageOfText(schema, 'select ü frm t')).toMatchObject({ kind: 'syntax-error', offset: 13 });
});
