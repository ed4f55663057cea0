/** Runs the same tests on each server at hand: PostgreSQL 18 of the run, and Debian's 15 where it is installed. */
import { afterAll, beforeAll, describe } from 'vitest';
import { debianPostgres, type TestPostgres } from '../../../support/postgres.ts';
import { requires } from '../../../support/requires.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';

/** A database of its own on the server. Filled before the tests run. */
export interface Server {
  readonly database: () => TestDatabase;
}

/** `tests` once for each server, each with a database of its own. */
export function onEachServer(tests: (server: Server) => void): void {
  describe('on PostgreSQL 18', () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await testDatabase();
    });
    afterAll(() => database.drop());
    tests({ database: () => database });
  });

  requires('postgresql-15')('on PostgreSQL 15', () => {
    let server: TestPostgres;
    let database: TestDatabase;
    beforeAll(async () => {
      server = await debianPostgres();
      database = await testDatabase(server);
    });
    afterAll(() => server.stop());
    tests({ database: () => database });
  });
}
