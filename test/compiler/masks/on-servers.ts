/** Masks on real servers: the shared one of PostgreSQL 18, and Debian's 15 where it is installed. */
import { randomBytes } from 'node:crypto';
import { MASK_KEY_SETTING } from '@dlpc/runtime/abi';
import { maskKeySetting } from '@dlpc/runtime/masks/mask-key';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { findMask } from '../../../compiler/src/masks/catalog.ts';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { debianPostgres, type TestPostgres } from '../../support/postgres.ts';
import { requires } from '../../support/requires.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';

/** The mask key of every session that these helpers open. */
export const KEY = randomBytes(32);

export interface MaskServer {
  readonly database: TestDatabase;
  /** A session with the mask key. */
  readonly client: pg.Client;
}

/** Runs `tests` once on each server. What the argument returns is there once tests run. */
export function onServers(tests: (server: () => MaskServer) => void): void {
  describe('PostgreSQL 18', () => onOne(async () => testDatabase(), tests));
  requires('postgresql-15')('PostgreSQL 15', () => {
    let postgres: TestPostgres;
    beforeAll(async () => {
      postgres = await debianPostgres();
    });
    afterAll(() => postgres.stop());
    onOne(() => testDatabase(postgres), tests);
  });
}

function onOne(open: () => Promise<TestDatabase>, tests: (server: () => MaskServer) => void): void {
  let server: MaskServer;
  beforeAll(async () => {
    const database = await open();
    server = { database, client: await connect(database) };
  });
  afterAll(async () => {
    await server.client.end();
    await server.database.drop();
  });
  tests(() => server);
}

/** How a session with the mask key connects. */
export function options(database: TestDatabase): pg.ClientConfig {
  return {
    connectionString: database.superuserUrl,
    options: `-c ${MASK_KEY_SETTING}=${maskKeySetting(KEY)}`,
  };
}

/** A session with the mask key. */
export async function connect(database: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client(options(database));
  await client.connect();
  return client;
}

/** The SQL of a mask that must fit. */
export function maskSql(
  name: string,
  column: string,
  type: ColumnType,
  ...args: readonly MaskArgument[]
): string {
  const mask = findMask(name);
  if (mask === null || !mask.fits(type, args)) throw new Error(`${name} does not fit ${type.text}`);
  const { sql } = mask.treatment(column, type, args);
  if (sql === null) throw new Error(`${name} leaves the column as it is`);
  return sql;
}

/** What a mask makes of values of a type, given and returned as text: one for each, in their order. */
export async function maskedTexts(
  { client }: MaskServer,
  values: readonly (string | null)[],
  type: ColumnType,
  mask: string,
  ...args: readonly MaskArgument[]
): Promise<readonly (string | null)[]> {
  const sql = maskSql(mask, 'v', type, ...args);
  const { rows } = await client.query(
    `select (${sql})::text as masked
     from (select cast(text as ${type.base}) as v, place from unnest($1::text[]) with ordinality as given(text, place)) as t
     order by place`,
    [values],
  );
  return rows.map((row) => row.masked);
}
