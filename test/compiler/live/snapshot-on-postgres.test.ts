/** What is pulled from a live server reads back to what that server's catalog says. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { debianPostgres, type TestPostgres } from '../../support/postgres.ts';
import { requires } from '../../support/requires.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { liveSchema, plainSchema } from '../schema/live-schema.ts';
import { MORE, pull } from './live-fixture.ts';

const HAND_WRITTEN = readFileSync(new URL('../schema/fixtures/hand-written.sql', import.meta.url), 'utf8');

async function expectRoundTrip(database: TestDatabase): Promise<string> {
  const snapshot = await pull(database);
  const { schema, problems } = await loadSchema('snapshot.sql', snapshot);
  expect(problems).toEqual([]);
  if (schema === null) throw new Error('nothing was read');
  const live = await liveSchema(database.query);
  const read = plainSchema(schema, live);
  expect([...read.keys()].toSorted()).toEqual([...live.keys()].toSorted());
  for (const [key, relation] of live) expect([key, read.get(key)]).toEqual([key, relation]);
  return snapshot;
}

describe('PostgreSQL 18', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('pulls an empty database', async () => {
    expect(await expectRoundTrip(database)).toMatch(
      /^-- A snapshot .*\n-- PostgreSQL 18\.\d+\n\nSET search_path = '';\n$/,
    );
  });

  it('pulls what the catalog says', async () => {
    await database.query(HAND_WRITTEN);
    await database.query(`reset search_path; ${MORE}`);
    await database.query('create table virtual (a int, b int generated always as (a + 1) virtual not null)');
    const snapshot = await expectRoundTrip(database);
    expect(snapshot).toContain('b integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL NOT NULL');
  });

  it('gives the same bytes again, whoever asks', async () => {
    const before = await pull(database);
    await database.query('create table passing (a int); drop table passing');
    await database.query('vacuum full pg_class');
    expect(await pull(database)).toBe(before);
    const { name, password } = await database.createRole();
    expect(
      await pull({
        ...database,
        superuserUrl: database.superuserUrl.replace(/\/\/.*@/, `//${name}:${password}@`),
      }),
    ).toBe(before);
  });

  it('gives the same relations to a server that runs it', async () => {
    const restored = await testDatabase();
    const source = await testDatabase();
    try {
      await source.query(
        readFileSync(new URL('../schema/fixtures/pg-dump-18.sql', import.meta.url), 'utf8').replace(
          /^\\(?:un)?restrict .*$/gm,
          '',
        ),
      );
      const snapshot = await pull(source);
      await restored.query(snapshot);
      expect(await pull(restored)).toBe(snapshot);
    } finally {
      await restored.drop();
      await source.drop();
    }
  });

  it('keeps what may be secret to itself, and what is invisible visible', async () => {
    const snapshot = await pull(database);
    for (const secret of ['in a default', 'in a check', 'in a body', 'in an option'])
      expect(snapshot).not.toContain(secret);
    expect(snapshot).toContain(
      "COMMENT ON TABLE public.empty IS E'first line\\nCREATE TABLE forged (a int); -- \\u202e ''quoted'' \\\\ end';",
    );
    expect(snapshot).toContain(
      `CREATE TYPE public."it's" AS ENUM (E'a\\nb', E'back\\\\slash', 'quo''te', E'\\u202e🔒');`,
    );
    expect(snapshot).not.toMatch(/[^\P{C}\n]/u);
  });
});

requires('postgresql-15')('PostgreSQL 15', () => {
  let server: TestPostgres;
  let database: TestDatabase;
  beforeAll(async () => {
    server = await debianPostgres();
    database = await testDatabase(server);
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
  });

  it('pulls what the catalog says', async () => {
    await database.query(HAND_WRITTEN);
    await database.query(`reset search_path; ${MORE}`);
    expect(await expectRoundTrip(database)).toMatch(/^-- PostgreSQL 15\.\d+$/m);
  });
});
