/**
 * One world of the attacks: a server of its own with several databases, and a proxy before it. A server of its own, since object ids
 * are counted per server: both worlds are set up by the same steps, so that names, ids and places agree.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianPostgres, olderPostgres, startPostgres, type TestPostgres } from '../../support/postgres.ts';
import type { OlderMajor } from '../../support/postgres-binaries.ts';
import { type StaticCaller, writeProxyFiles } from '../../support/proxy-files.ts';
import { type RunningProxy, startProxy } from '../../support/proxy-process.ts';
import { type Bundles, SCHEMA_FILE } from './bundles.ts';
import { ADDED, grantsSql } from './databases.ts';
import { DATABASES, type DatabaseName, type PolicyVariant } from './policy.ts';
import { rowsSql, type Side } from './rows.ts';

/** The majors that attacks run against. */
export type ServerMajor = 15 | 18 | OlderMajor;

export type AttackerName = 'contractor' | 'owner' | 'stranger';

/** A way to one of the databases: through the proxy, or past it as the role that the proxy uses. */
export interface WayIn {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface AttackWorld {
  readonly side: Side;
  readonly major: ServerMajor;
  readonly proxy: RunningProxy;
  through(attacker: AttackerName, database: DatabaseName): WayIn;
  past(database: DatabaseName): WayIn;
  /** Runs SQL as superuser, past the proxy. */
  admin(sql: string, database: DatabaseName): Promise<Record<string, unknown>[]>;
  /** Runs SQL that changes the catalog, and waits until the proxy has noticed. */
  change(sql: string, database: DatabaseName): Promise<void>;
  /** Puts a bundle in the place of the one in force. */
  setPolicy(variant: PolicyVariant): Promise<void>;
  /** Ends the contractor's credential, or makes it good again; waits until the proxy has noticed. */
  setCredential(ends: boolean): Promise<void>;
  stop(): Promise<void>;
}

const ROLE = 'dlp_proxy';
const MASK_KEY = '5a'.repeat(32);

/** The callers of all worlds: made once, so that all know the same passwords. */
export function makeAttackers(): Readonly<Record<AttackerName, StaticCaller>> {
  const caller = (user: string, group: string): StaticCaller => {
    const password = randomBytes(12).toString('base64url');
    return { user, password, sub: user, kind: 'service', groups: [group] };
  };
  return {
    contractor: caller('contractor', 'contractors'),
    owner: caller('owner', 'owners'),
    stranger: caller('stranger', 'nobody in particular'),
  };
}

function starterOf(major: ServerMajor): typeof startPostgres {
  if (major === 18) return startPostgres;
  return major === 15 ? debianPostgres : olderPostgres(major);
}

export interface WorldParts {
  readonly side: Side;
  readonly major: ServerMajor;
  readonly attackers: Readonly<Record<AttackerName, StaticCaller>>;
  readonly bundles: Bundles;
}

export async function startWorld({ side, major, attackers, bundles }: WorldParts): Promise<AttackWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-attacks-'));
  const server = await starterOf(major)();
  const open: (() => Promise<unknown>)[] = [() => server.stop()];
  const stop = async (): Promise<void> => {
    for (const end of open.splice(0).toReversed()) await end();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const password = await fill(server, side);
    const bundle = join(directory, 'bundle');
    cpSync(bundles.usual, bundle, { recursive: true });
    const configFile = await writeFiles(directory, server, password, Object.values(attackers), bundle);
    const proxy = await startProxy(configFile, directory, DATABASES);
    open.push(() => proxy.stop());
    const { host, port } = server;

    /** Does `work`, tells the proxy to look, and waits for the event that says that it saw. */
    async function noticed(event: string, work: () => Promise<unknown>): Promise<void> {
      const from = proxy.events.length;
      await work();
      process.kill(proxy.pid, 'SIGHUP');
      await proxy.event(event, from);
    }

    return {
      side,
      major,
      proxy,
      through: (attacker, database) => {
        const { user, password } = attackers[attacker];
        return { host: proxy.host, port: proxy.port, user, password, database };
      },
      past: (database) => ({ host, port, user: ROLE, password, database }),
      admin: (sql, database) => server.query(sql, database),
      change: (sql, database) => noticed('catalog-changed', () => server.query(sql, database)),
      setPolicy: (variant) =>
        noticed('policy-in-force', async () => {
          const next = join(directory, 'next');
          cpSync(bundles[variant], next, { recursive: true });
          renameSync(bundle, join(directory, 'previous'));
          renameSync(next, bundle);
          rmSync(join(directory, 'previous'), { recursive: true });
        }),
      setCredential: (ends) =>
        noticed('credentials-in-force', () => {
          const file = join(directory, 'credentials.json');
          const credentials = JSON.parse(readFileSync(file, 'utf8')) as {
            user: string;
            disabled?: boolean;
          }[];
          for (const credential of credentials)
            if (credential.user === 'contractor') credential.disabled = ends;
          writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
          return Promise.resolve();
        }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Creates the databases, and everything in them before any statistics: the larger ones of the one world would use up numbers that
 * objects of the other get. Gives the password of the proxy's role.
 */
async function fill(server: TestPostgres, side: Side): Promise<string> {
  const password = randomBytes(18).toString('base64url');
  await server.query(`create role ${ROLE} login password '${password}'`);
  // As docs/language.md advises where detectors search texts: their SQL is planned as costly, and compiling it takes longer than running it.
  await server.query(`alter role ${ROLE} set jit = off`);
  const schema = readFileSync(SCHEMA_FILE, 'utf8');
  for (const database of DATABASES) {
    await server.query(`create database ${database}`);
    await server.query(schema, database);
  }
  for (const database of DATABASES) await server.query(rowsSql(side), database);
  for (const database of DATABASES)
    await server.query(`${knownTo(server, ADDED[database])} ${grantsSql(ROLE)}`, database);
  for (const database of DATABASES) await server.query('analyze', database);
  return password;
}

/** Without what came with later versions; attacks by that say `since`. */
function knownTo({ major }: TestPostgres, sql: string): string {
  return major < 14 ? sql.replace(', multirange_type_name = many_spans', '') : sql;
}

async function writeFiles(
  directory: string,
  server: TestPostgres,
  password: string,
  callers: readonly StaticCaller[],
  bundle: string,
): Promise<string> {
  const upstream = { host: server.host, port: server.port, user: ROLE, password, ca: null };
  const sources = DATABASES.map((database) => [
    database,
    {
      upstream: {
        host: server.host,
        port: server.port,
        database,
        user: ROLE,
        password: { file: join(directory, 'upstream.password') },
      },
    },
  ]);
  return writeProxyFiles(directory, {
    source: DATABASES[0],
    upstream: { ...upstream, database: DATABASES[0] },
    callers,
    bundle,
    maskKey: MASK_KEY,
    // Read again only when told to: what attacks see must not depend on when they come.
    settings: {
      sources: Object.fromEntries(sources),
      limits: { drainSeconds: 0, catalogRefreshSeconds: 3600, catalogMaxAgeSeconds: 7200 },
    },
  });
}
