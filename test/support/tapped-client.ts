/**
 * A node-postgres client that keeps every byte it was sent. They are kept on the way to it: listening in on its own
 * socket would change how some of its streams behave.
 */
import pg from 'pg';
import { startRelay } from './recording-relay.ts';

export interface TappedClient {
  readonly client: pg.Client;
  /** What was received since the last call. */
  take(): Buffer;
  /** Ends the connection. */
  end(): Promise<void>;
}

export interface ConnectionTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Values stay as they came: the text that the server sent, or bytes where it sent binary. */
export const AS_SENT = {
  getTypeParser: () => (value: unknown) => value,
} as unknown as pg.CustomTypesConfig;

/** Connects, without TLS. */
export async function connectTapped(target: ConnectionTarget): Promise<TappedClient> {
  const relay = await startRelay(target);
  const client = new pg.Client({ ...target, host: relay.host, port: relay.port, types: AS_SENT });
  // A connection that the server ends outside of a query must not end the process; the next query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await relay.close();
    throw error;
  }
  return {
    client,
    take: relay.take,
    end: async () => {
      await client.end();
      await relay.close();
    },
  };
}
