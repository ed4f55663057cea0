/** The snapshot of a real server. */

import { relationKey } from '@dlpc/runtime/abi';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NO_WRITE_EFFECTS } from '../../../runtime/src/catalog/catalog.ts';
import { readCatalog } from '../../../runtime/src/catalog/read-catalog.ts';
import { checkUpstreamRole } from '../../../runtime/src/catalog/role-report.ts';
import { columnEntry, relationEntry } from '../../support/entries.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { pgCatalogConnection } from './pg-catalog-connection.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  await database.query(`
    create schema sales;
    create type sales.mood as enum ('sad', 'happy');
    create table public.customers (id int primary key, ssn varchar(11), feels sales.mood, gone text);
    alter table public.customers drop column gone;
    create table sales.orders (id int, at timestamptz) partition by range (id);
    create table sales.orders_1 partition of sales.orders for values from (1) to (10);
    create view public.v as select 1 as one;
    create domain public.positive as int check (value > 0);
    create table public.notes (
      id serial primary key, customer int references public.customers, body text default upper('x'), score public.positive,
      len int generated always as (length(body)) stored, check (len < 100)
    );
    create index on public.notes (lower(body)) where customer > 0;
    create table public.replies (note int references public.notes on update cascade on delete set null);
    create function public.nothing() returns trigger language plpgsql as 'begin return new; end';
    create trigger audit after insert on public.notes execute function public.nothing();
    create rule quiet as on delete to public.notes do also select 1;
    create function public.leak(text) returns text language sql as 'select $1';`);
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const read = () => readCatalog(pgCatalogConnection(client));

test('relations, columns as format_type prints them, partitions', async () => {
  const catalog = await read();
  expect(catalog.relations.get(relationKey('public', 'customers'))).toEqual({
    schema: 'public',
    name: 'customers',
    relkind: 'r',
    builtIn: false,
    parents: [],
    definition: null,
    securityBarrier: false,
    onWrite: {
      ...NO_WRITE_EFFECTS,
      indexes: [
        {
          method: 'btree',
          compares: true,
          unique: true,
          keys: ['id'],
          columns: ['id'],
          expressions: [],
          nullsDistinct: true,
        },
      ],
      referencedBy: [
        {
          columns: ['id'],
          other: relationKey('public', 'notes'),
          otherColumns: ['customer'],
          onDelete: null,
          onUpdate: false,
        },
      ],
    },
    columns: [
      { name: 'id', type: 'integer', addedType: null, nondeterministic: false, generatedFrom: [] },
      {
        name: 'ssn',
        type: 'character varying(11)',
        addedType: null,
        nondeterministic: false,
        generatedFrom: [],
      },
      {
        name: 'feels',
        type: 'sales.mood',
        addedType: relationKey('sales', 'mood'),
        nondeterministic: false,
        generatedFrom: [],
      },
    ],
  });
  expect(catalog.relations.get(relationKey('sales', 'orders_1'))?.parents).toEqual([
    relationKey('sales', 'orders'),
  ]);
  expect(catalog.relations.get(relationKey('pg_catalog', 'pg_class'))?.builtIn).toBe(true);
  expect(catalog.searchPath).toEqual(['pg_catalog', 'public']);
  expect(catalog.types.get(relationKey('sales', 'mood'))).toMatchObject({
    schema: 'sales',
    extension: null,
    typtype: 'e',
    parts: [],
  });
  expect(catalog.addedFunctions.get('leak')).toEqual([{ schema: 'public', extension: null }]);
});

test('what runs along with a write', async () => {
  const { onWrite } = (await read()).relations.get(relationKey('public', 'notes')) ?? {};
  expect(onWrite?.calls).toEqual(['the rule quiet', 'the trigger audit']);
  expect(onWrite?.defaults).toEqual([
    { column: 'len', sql: 'length(body)', isGenerated: true },
    { column: 'id', sql: "nextval('public.notes_id_seq'::regclass)", isGenerated: false },
    { column: 'body', sql: "upper('x'::text)", isGenerated: false },
  ]);
  expect(onWrite?.checks).toEqual([{ sql: '(len < 100)', columns: ['len'], validated: true }]);
  expect(onWrite?.indexes).toMatchObject([
    { columns: ['id'] },
    {
      compares: false,
      keys: [],
      columns: ['customer', 'body'],
      expressions: ['lower(body)', '(customer > 0)'],
    },
  ]);
  expect(onWrite?.references).toMatchObject([
    { columns: ['customer'], other: relationKey('public', 'customers'), otherColumns: ['id'] },
  ]);
  expect(onWrite?.referencedBy).toEqual([
    {
      columns: ['id'],
      other: relationKey('public', 'replies'),
      otherColumns: ['note'],
      onDelete: 'update',
      onUpdate: true,
    },
  ]);
});

test('what a column is generated from', async () => {
  const columns = (await read()).relations.get(relationKey('public', 'notes'))?.columns ?? [];
  expect(columns.filter(({ generatedFrom }) => generatedFrom.length > 0)).toMatchObject([
    { name: 'len', generatedFrom: ['body'] },
  ]);
});

test('the version changes with what is in it, and with nothing else', async () => {
  const before = await read();
  await database.query('insert into customers values (1)');
  expect((await read()).version).toBe(before.version);
  await database.query('alter table customers add column passport text');
  expect((await read()).version).not.toBe(before.version);
});

test('what the server may run without its name in a statement', async () => {
  expect((await read()).silentCalls).toEqual([]);
  await database.query(`
    create function public.sly(boolean) returns date language sql as 'select null::date';
    create cast (boolean as date) with function public.sly(boolean) as implicit;`);
  expect((await read()).silentCalls).toEqual(['the cast (boolean AS date)']);
  await database.query(`
    drop cast (boolean as date);
    create cast (oid as bytea) with function pg_catalog.lo_get(oid);
    create function public.compared(sales.mood, sales.mood) returns int language sql as 'select 0';
    create operator class public.by_mood default for type sales.mood using btree as function 1 public.compared;`);
  expect((await read()).silentCalls).toEqual([
    'the cast (oid AS bytea)',
    'the operator class by_mood of type sales.mood',
  ]);
  await database.query('drop cast (oid as bytea); drop operator class public.by_mood using btree');
});

test('a range brings a cast that runs the code of the server, as long as nobody changes it', async () => {
  await database.query(`
    create extension citext;
    create function public.less(text, text) returns int language sql immutable as 'select 0';
    create operator class public.own for type text using btree as function 1 public.less(text, text),
      operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >;
    create function public.apart(float8, float8) returns float8 language sql immutable as 'select 0::float8';
    create type public.floats as range (subtype = float8, subtype_diff = float8mi, multirange_type_name = many);
    create type public.cased as range (subtype = citext);
    create type public.ordered as range (subtype = text, subtype_opclass = public.own);
    create type public.measured as range (subtype = float8, subtype_diff = public.apart);`);
  const { silentCalls, types } = await read();
  expect(silentCalls).toEqual([]);
  const calling = [...types].filter(([, type]) => type.rangeCalls).map(([key]) => key);
  expect(calling).toEqual(
    ['measured', 'measured_multirange', 'ordered', 'ordered_multirange'].map((name) =>
      relationKey('public', name),
    ),
  );
  await database.query(`
    create or replace function public.many(public.floats) returns public.many language sql immutable
      as 'select null::public.many'`);
  expect((await read()).silentCalls).toEqual(['the cast (public.floats AS public.many)']);
  await database.query(`
    drop type public.floats, public.cased, public.ordered, public.measured cascade;
    drop operator class public.own using btree;
    drop function public.less, public.apart;
    drop extension citext`);
});

test('the role of sessions must not be able to get around the judge', async () => {
  const entry = relationEntry('customers', {
    columns: [columnEntry('ssn', 'text', { labels: [{ label: 'pii', rules: [] }] })],
  });
  const relations = new Map([[relationKey('public', 'customers'), entry]]);
  expect(await checkUpstreamRole(pgCatalogConnection(client), relations)).toMatchObject([
    { severity: 'refuse', message: expect.stringContaining('is a superuser') },
  ]);

  const role = await database.createRole();
  const other = new pg.Client({
    user: role.name,
    password: role.password,
    host: database.host,
    port: database.port,
    database: database.name,
  });
  await other.connect();
  try {
    expect(await checkUpstreamRole(pgCatalogConnection(other), relations)).toEqual([]);
    await database.query(
      `grant pg_read_server_files to ${role.name}; alter table customers owner to ${role.name}`,
    );
    const problems = await checkUpstreamRole(pgCatalogConnection(other), relations);
    expect(problems.map((problem) => problem.message)).toEqual([
      `the upstream role "${role.name}" is a member of "pg_read_server_files", which reaches past relations`,
      `the upstream role "${role.name}" owns the protected relation "public.customers"`,
    ]);
  } finally {
    await database.query(`alter table customers owner to ${database.superuser}`);
    await other.end();
  }
});

test('nor the one that logged in, where another took its place', async () => {
  const [role, limited] = [await database.createRole(), await database.createRole()];
  await database.query(`
    grant pg_read_server_files, ${limited.name} to ${role.name};
    alter role ${role.name} set role = ${limited.name}`);
  const other = new pg.Client({
    user: role.name,
    password: role.password,
    host: database.host,
    port: database.port,
    database: database.name,
  });
  await other.connect();
  try {
    const problems = await checkUpstreamRole(pgCatalogConnection(other), new Map());
    expect(problems.map((problem) => problem.message)).toEqual([
      `the upstream role "${limited.name}" is a member of "pg_read_server_files", which reaches past relations`,
    ]);
  } finally {
    await other.end();
  }
});
