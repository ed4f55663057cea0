/** A node-postgres client that keeps every byte it was sent. */
import { Socket } from 'node:net';
import pg from 'pg';

export interface TappedClient {
  readonly client: pg.Client;
  /** What was received since the last call. */
  take(): Buffer;
  /** Ends the connection. */
  end(): Promise<void>;
}

/** Connects; values come back as the text that the server sent, or as bytes where it sent binary. */
export async function connectTapped(config: pg.ClientConfig): Promise<TappedClient> {
  let chunks: Buffer[] = [];
  const client = new pg.Client({
    ...config,
    stream: () => {
      const socket = new Socket();
      socket.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
      return socket;
    },
    types: { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig,
  });
  // A connection that the server ends outside of a query must not end the process; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  return {
    client,
    take: () => {
      const taken = Buffer.concat(chunks);
      chunks = [];
      return taken;
    },
    end: () => client.end(),
  };
}
