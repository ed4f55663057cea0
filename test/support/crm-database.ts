/** The example CRM in a real database, and the role that the proxy connects as. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type CrmOptions, crmData } from '../demo/crm-data.ts';
import { loadTables } from '../demo/load.ts';
import { type PostgresAddress, superuserUrl } from './postgres.ts';
import { REPOSITORY } from './programs.ts';
import type { Upstream } from './proxy-files.ts';

export const CRM_DIRECTORY = `${REPOSITORY}examples/crm`;

/** What its support desk may do once somebody agrees. */
export const CONSENT_POLICY = `${REPOSITORY}test/demo/consent.dlp`;

export interface CrmCounts {
  readonly customers: number;
  readonly orders: number;
}

/** Fills the empty `database` with the example's schema and generated rows. */
export async function fillCrm(
  server: PostgresAddress,
  database: string,
  options: CrmOptions = {},
): Promise<CrmCounts> {
  const data = crmData(options);
  await asSuperuser(server, database, async (client) => {
    await client.query(readFileSync(`${CRM_DIRECTORY}/schema/crm.sql`, 'utf8'));
    await loadTables(client, data);
  });
  const count = (table: string) => data.find((rows) => rows.table === table)?.rows.length ?? 0;
  return { customers: count('customers'), orders: count('orders') };
}

/** Makes the role `user`, which may read and write as the pipeline needs, owns nothing and can become nobody else. */
export async function createUpstreamRole(
  server: PostgresAddress,
  database: string,
  user: string,
): Promise<Upstream> {
  const password = randomBytes(18).toString('base64url');
  await asSuperuser(server, database, (client) =>
    client.query(`
      create role ${user} login password '${password}' nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
      grant connect on database ${database} to ${user};
      grant usage on schema public to ${user};
      grant select on customers, orders, payments, support_tickets, enriched_customers to ${user};
      grant insert, update, delete on enriched_customers to ${user};
      grant delete on support_tickets to ${user};
    `),
  );
  return { host: server.host, port: server.port, database, user, password, ca: server.ca };
}

async function asSuperuser(
  server: PostgresAddress,
  database: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: superuserUrl(server, database),
    ssl: server.ca === null ? false : { ca: server.ca },
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
