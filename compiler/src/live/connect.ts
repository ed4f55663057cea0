/** Connects to a live PostgreSQL. The only file of the compiler that imports a database driver; only `dlpc schema` loads it. */
import pg from 'pg';
import { type Host, HostError } from '../host/host.ts';
import type { ConnectionTarget } from './connection-target.ts';

/** Rows of one statement. */
export type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Most bytes of a certificate or key. */
const MOST_PEM = 1024 * 1024;

/** No statement that reads a catalog takes longer. */
const STATEMENT_TIMEOUT_MS = 120_000;

/** What the operating system says before there is a connection, in words. */
const UNREACHABLE: ReadonlyMap<unknown, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there, or a firewall refuses'],
  ['ENOTFOUND', 'its name cannot be resolved'],
  ['EAI_AGAIN', 'its name cannot be resolved at the moment'],
  ['ETIMEDOUT', 'it does not answer'],
  ['EHOSTUNREACH', 'there is no way to that machine'],
  ['ENETUNREACH', 'there is no way to that network'],
]);

/**
 * Runs `work` in one transaction that reads only and sees one moment, with an empty search_path. Rejects with a
 * {@link HostError} where the server cannot be reached or refuses.
 */
export async function withLiveDatabase<T>(
  host: Host,
  target: ConnectionTarget,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    user: target.user,
    database: target.database,
    // Without one, the driver looks into .pgpass.
    ...(target.password === null ? {} : { password: target.password }),
    ssl: await tlsOptions(host, target),
    application_name: 'dlpc',
    connectionTimeoutMillis: target.connectTimeoutSeconds * 1000,
    query_timeout: STATEMENT_TIMEOUT_MS + 5000,
  });
  // A connection that is lost rejects the statement that waits; without a listener it would end the process too.
  client.on('error', () => undefined);
  try {
    await attempt(`cannot connect to \`${target.host}:${target.port}\``, () => client.connect());
    return await attempt(`the catalog of \`${target.database}\` cannot be read`, async () => {
      // Not as a start-up parameter, which a pooler may refuse.
      await client.query(
        'begin isolation level repeatable read read only; ' +
          `set local search_path = ''; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`,
      );
      return work(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
    });
  } finally {
    // Whether it still says goodbye changes nothing any more.
    await client.end().catch(() => undefined);
  }
}

async function tlsOptions(host: Host, target: ConnectionTarget): Promise<pg.ClientConfig['ssl']> {
  const { tls, rootCertificate, clientCertificate, clientKey } = target;
  if (tls === 'disable') return false;
  const [ca, cert, key] = await Promise.all(
    [rootCertificate, clientCertificate, clientKey].map((path) =>
      path === null ? null : readPem(host, path),
    ),
  );
  return {
    // As libpq does: whoever names an authority wants it to be asked.
    rejectUnauthorized: tls !== 'require' || rootCertificate !== null,
    ...(tls === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(ca == null ? {} : { ca }),
    ...(cert == null ? {} : { cert }),
    ...(key == null ? {} : { key }),
  };
}

async function readPem(host: Host, path: string): Promise<string> {
  const read = await host.readText(path, MOST_PEM);
  if (!read.ok) throw new HostError(`\`${path}\` cannot be read: ${read.failure.reason}`);
  return read.text;
}

async function attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    // A bug of ours is no refusal of the server.
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    throw new HostError(`${what}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  // Each address of a name is tried; the first failure tells enough.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  const unreachable = error instanceof Error && 'code' in error ? UNREACHABLE.get(error.code) : undefined;
  if (unreachable !== undefined) return unreachable;
  if (/password must be a string/.test(message))
    return 'the server asks for a password: set PGPASSWORD, use .pgpass, or put the whole URL into a variable and write `env:NAME`';
  if (/self-signed certificate|unable to (?:get|verify)/.test(message))
    return `${message}; name the authority behind its certificate with \`sslrootcert\``;
  return message;
}
