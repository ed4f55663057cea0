/**
 * One PostgreSQL server for all test files of a run. It starts when the first of them asks, over a loopback address
 * that only they are told, so that a run without a database costs nothing.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type PostgresAddress, startPostgres, type TestPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file asks for the {@link PostgresAddress} of the shared server. */
    sharedPostgres: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<TestPostgres> | null = null;
  const path = `/${randomBytes(18).toString('base64url')}`;
  const desk = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    server ??= startPostgres();
    server.then(
      (postgres) => response.end(JSON.stringify(addressOf(postgres))),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    desk.once('error', reject);
    desk.listen(0, '127.0.0.1', resolve);
  });
  const { port } = desk.address() as AddressInfo;
  project.provide('sharedPostgres', `http://127.0.0.1:${port}${path}`);
  return async () => {
    desk.closeAllConnections();
    desk.close();
    if (server !== null) await (await server).stop();
  };
}

function addressOf(postgres: TestPostgres): PostgresAddress {
  const { host, port, superuser, password, major, ca } = postgres;
  return { host, port, superuser, password, major, ca };
}
