/** A catalog connection over node-postgres: every value as the server's text. */
import type pg from 'pg';
import type { CatalogConnection } from '../../../runtime/src/pgwire/gate.ts';

const asText = { getTypeParser: () => (value: string | null) => value };

export function pgCatalogConnection(client: pg.Client): CatalogConnection {
  return {
    query: async (sql) => {
      const result = await client.query<(string | null)[]>({ text: sql, rowMode: 'array', types: asText });
      return result.rows;
    },
  };
}
