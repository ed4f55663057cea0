/** The demo's API: shows what the CRM stores, as it is stored, and deletes tickets, for whoever reaches it. Knows nothing of the proxy before it. */
import { createServer } from 'node:http';
import pg from 'pg';
import { REPOSITORY } from '../support/programs.ts';

/** Describes the API, labels its fields, and says who may ask. */
export const PORTAL_POLICY = `${REPOSITORY}test/demo/portal.dlp`;
export const PORTAL_DOCUMENT = `${REPOSITORY}test/demo/portal.openapi.yaml`;

export interface Portal {
  readonly origin: string;
  stop(): Promise<void>;
}

const CUSTOMERS = `
  select coalesce(json_agg(c order by c.id), '[]')::text as body
  from (select id, full_name, email, ssn, city from customers order by id limit 2) c`;

/** Starts it on a free port of this machine, with the rows of the database at `databaseUrl`. */
export async function startPortal(databaseUrl: string): Promise<Portal> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const answer = async (method = '', target = ''): Promise<{ status: number; body: string }> => {
    const [, ticket] = /^\/v1\/tickets\/(\d{1,9})$/.exec(target) ?? [];
    if (method === 'DELETE' && ticket !== undefined) {
      const { rowCount } = await database.query('delete from support_tickets where id = $1', [ticket]);
      return { status: rowCount === 1 ? 204 : 404, body: '' };
    }
    if (target !== '/v1/customers') return { status: 404, body: '{}' };
    const { rows } = await database.query<{ body: string }>(CUSTOMERS);
    return { status: 200, body: rows[0]?.body ?? '[]' };
  };
  const server = createServer((request, response) => {
    answer(request.method, request.url).then(
      ({ status, body }) =>
        response.writeHead(status, body === '' ? {} : { 'content-type': 'application/json' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the portal has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.end();
    },
  };
}
