/** The model of a text against the catalog of a server that ran the same text. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { QUOTED_KEYWORDS } from '../../../compiler/src/schema/types/quoted-keywords.ts';
import { debianPostgres, type TestPostgres } from '../../support/postgres.ts';
import { requires } from '../../support/requires.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { liveSchema, plainSchema } from './live-schema.ts';

const run = promisify(execFile);

const handWritten = fixture('hand-written.sql');

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

/** Reads `text`, and compares what comes out with the database. */
async function expectSame(database: TestDatabase, text: string): Promise<void> {
  const { schema, problems } = await loadSchema('schema.sql', text);
  expect(problems).toEqual([]);
  if (schema === null) throw new Error('nothing was read');
  const live = await liveSchema(database.query);
  const read = plainSchema(schema, live);
  expect([...read.keys()].toSorted()).toEqual([...live.keys()].toSorted());
  for (const [key, relation] of live) expect([key, read.get(key)]).toEqual([key, relation]);
}

describe('PostgreSQL 18', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('runs the hand-written text to the same catalog', async () => {
    await database.query(handWritten);
    await expectSame(database, handWritten);
  });

  it('runs a dump in the style of version 18 to the same catalog', async () => {
    const dump = fixture('pg-dump-18.sql');
    const restored = await testDatabase();
    try {
      await restored.query(dump.replace(/^\\(?:un)?restrict .*$/gm, ''));
      await expectSame(restored, dump);
    } finally {
      await restored.drop();
    }
  });

  it('quotes the same keywords', async () => {
    const rows = await database.query(
      "select word from pg_get_keywords() where catcode <> 'U' order by word",
    );
    expect([...QUOTED_KEYWORDS].toSorted()).toEqual(rows.map(({ word }) => word).toSorted());
  });
});

requires(
  'postgresql-15',
  'pg_dump',
  'psql',
)('PostgreSQL 15', () => {
  let server: TestPostgres;
  let database: TestDatabase;
  beforeAll(async () => {
    server = await debianPostgres();
    database = await testDatabase(server);
    await database.query(handWritten);
    await database.query(`
      insert into keyed values (1, 2);
      insert into quoting (a) values (E'a line;\\nCREATE TABLE not_one (a int);\\n\\\\.\\nstill data');
    `);
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
  });

  it('runs the hand-written text to the same catalog', () => expectSame(database, handWritten));

  it.each([
    ['of the schema', '--schema-only'],
    ['with data', '--column-inserts'],
    ['with data for COPY', '--no-comments'],
    ['that drops first', '--clean'],
  ])('runs a dump %s to the same catalog', async (_, option) => {
    // Not that of the dumped database: a dump moves inherited columns before a table's own.
    const dump = await pgDump(database, option);
    const restored = await testDatabase(server);
    try {
      await psql(restored, dump);
      await expectSame(restored, dump);
    } finally {
      await restored.drop();
    }
  });

  it('reads a dump that creates the database like any other', async () => {
    const [plain, creating] = [
      await pgDump(database, '--schema-only'),
      await pgDump(database, '--create', '--schema-only'),
    ];
    expect(creating).toContain('\\connect');
    expect(await loadSchema('dump.sql', creating)).toEqual(await loadSchema('dump.sql', plain));
  });
});

async function pgDump(database: TestDatabase, ...options: readonly string[]): Promise<string> {
  const { stdout } = await run('pg_dump', [...options, '--dbname', database.superuserUrl], {
    maxBuffer: 1 << 24,
  });
  return stdout;
}

/** Runs `script`; statements that fail are passed over, as those of `--clean` do in an empty database. */
async function psql(database: TestDatabase, script: string): Promise<void> {
  const running = run('psql', ['--quiet', '--no-psqlrc', '--dbname', database.superuserUrl]);
  running.child.stdin?.end(script);
  await running;
}
