import { expect, it } from 'vitest';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { schemaFingerprint } from '../../../compiler/src/schema/schema-fingerprint.ts';

async function fingerprint(text: string): Promise<string> {
  const { schema, problems } = await loadSchema('schema.sql', text);
  expect(problems).toEqual([]);
  if (schema === null) throw new Error('nothing was read');
  return schemaFingerprint(schema);
}

it('is the same for the same schema, however it is written', async () => {
  expect(await fingerprint('create table a (x int); create table b (y varchar(3) not null);')).toBe(
    await fingerprint(
      'CREATE TABLE public.b (y text); CREATE TABLE A (X int4); alter table b alter y type character varying(3), alter y set not null',
    ),
  );
});

it.each([
  'create table a (x int, y int);',
  'create table a (y text, x int);',
  'create table a (x int, y text not null);',
  'create table b (x int, y text);',
  'create table s.a (x int, y text);',
  'create view a as select null::int as x, null::text as y;',
  'create table p (x int); create table a (y text) inherits (p);',
  'create domain d as text; create table a (x int, y d);',
])('differs for %s', async (text) => {
  expect(await fingerprint(text)).not.toBe(await fingerprint('create table a (x int, y text);'));
});

it('sees the values of an enum', async () => {
  const table = 'create table a (x m);';
  expect(await fingerprint(`create type m as enum ('a', 'b'); ${table}`)).not.toBe(
    await fingerprint(`create type m as enum ('b', 'a'); ${table}`),
  );
});
