/**
 * A real PostgreSQL server for one test run: own data directory, a port of 127.0.0.1, SCRAM with a password made
 * for it, gone without a trace when stopped or when the process that started it dies. Knows nothing of policies.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';
import {
  debianBinaries,
  embeddedBinaries,
  type OlderMajor,
  olderBinaries,
  type PostgresBinaries,
  reachableBinaries,
} from './postgres-binaries.ts';
import { createCertificates, type TestCertificates } from './tls.ts';
import { type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';
import { type Watchdog, watchOver } from './watchdog.ts';

/** How to reach a server, in a form that can be handed to another process. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  readonly password: string;
  /** Major version of the server. */
  readonly major: number;
  /** PEM text of the authority behind the server's certificate; null where it has none. */
  readonly ca: string | null;
}

export interface TestPostgres extends PostgresAddress {
  /** Of the server and its postmaster. */
  readonly pid: number;
  /** Connection URL of the superuser. */
  url(database?: string): string;
  /** Runs `sql` as superuser on a connection of its own; rows of the last statement. */
  query(sql: string, database?: string): Promise<Record<string, unknown>[]>;
  /** What the server logged so far. */
  log(): string;
  /** Ends it and removes its directory. May be called twice. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** `offered` to clients that ask for it, `required` of all, or `off`. Needs openssl. Default `off`. */
  readonly tls?: 'off' | 'offered' | 'required';
  /** Settings of the server by name, for example `log_statement: 'all'`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const SUPERUSER = 'postgres';

/** For speed: the data does not outlive the run. Without autovacuum, plans and row order stay as they are. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '120',
  shared_buffers: '64MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
};

/** Starts PostgreSQL 18 from npm. */
export function startPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  return start(embeddedBinaries(), options);
}

/** Starts Debian's PostgreSQL 15; guard its tests with `requires('postgresql-15')`. */
export function debianPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  const binaries = debianBinaries();
  if (binaries === null)
    throw new Error("Debian's PostgreSQL 15 is not installed: apt-get install postgresql-15");
  return start(binaries, options);
}

/** Starts one of the versions that npm brings beside its newest; guard its tests with `requires('postgresql-13')` and the like. */
export function olderPostgres(major: OlderMajor): typeof startPostgres {
  return async (options = {}) => {
    const binaries = olderBinaries(major);
    if (binaries === null) throw new Error(`PostgreSQL ${major} is not installed: npm ci, on Linux on x64`);
    return start(binaries, options);
  };
}

async function start(found: PostgresBinaries, options: PostgresOptions): Promise<TestPostgres> {
  const user = unprivilegedUser();
  const directory = mkdtempSync(join(tmpdir(), 'dlp-postgres-'));
  const password = randomBytes(18).toString('base64url');
  try {
    give(directory, 0o700, user);
    const binaries = reachableBinaries(found, user, directory);
    const tls = (options.tls ?? 'off') === 'off' ? null : createCertificates(directory);
    if (tls !== null) give(tls.keyFile, 0o600, user);
    await initialise(binaries, directory, password, user);
    if (options.tls === 'required') requireTls(directory);
    return await launch({ binaries, directory, password, user, tls, settings: options.settings ?? {} });
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

async function initialise(
  binaries: PostgresBinaries,
  directory: string,
  password: string,
  user: UnprivilegedUser | null,
): Promise<void> {
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  give(passwordFile, 0o600, user);
  // The built-in provider knows Unicode without the system's locales, which differ from machine to machine.
  const locale =
    binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8'];
  const args = [
    ...['-D', join(directory, 'data'), '-U', SUPERUSER, `--pwfile=${passwordFile}`],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--no-sync', ...locale],
  ];
  await promisify(execFile)(binaries.initdb, args, { ...user, cwd: directory, env: environment() });
  rmSync(passwordFile);
}

interface Prepared {
  readonly binaries: PostgresBinaries;
  readonly directory: string;
  readonly password: string;
  readonly user: UnprivilegedUser | null;
  readonly tls: TestCertificates | null;
  readonly settings: Readonly<Record<string, string>>;
}

async function launch(prepared: Prepared): Promise<TestPostgres> {
  const { binaries, directory, password, user, tls } = prepared;
  const pidFile = join(directory, 'data', 'postmaster.pid');
  // Another process can take the port between asking for it and binding it; the server then ends at once.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = spawnServer(prepared, port);
    const pid = server.pid;
    if (pid === undefined) throw new Error(`${binaries.postgres} could not be started`);
    const watchdog = watchOver(pid, pidFile, directory, user);
    if (await ready(server, pidFile)) {
      const address = {
        host: '127.0.0.1',
        port,
        superuser: SUPERUSER,
        password,
        major: binaries.major,
        ca: tls?.ca ?? null,
      };
      return running(address, server, pid, watchdog, directory);
    }
    await watchdog.dismiss();
    if (attempt === 5) throw new Error(`PostgreSQL did not start:\n${readLog(directory)}`);
  }
}

function spawnServer(prepared: Prepared, port: number): ChildProcess {
  const { directory, tls } = prepared;
  const settings: Record<string, string> = { ...SETTINGS, port: String(port), ...prepared.settings };
  if (tls !== null) {
    Object.assign(settings, { ssl: 'on', ssl_cert_file: tls.certFile, ssl_key_file: tls.keyFile });
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(directory, 'postgres.log'), 'a');
  try {
    const server = spawn(prepared.binaries.postgres, ['-D', join(directory, 'data'), ...flags], {
      ...prepared.user,
      cwd: directory,
      env: environment(),
      stdio: ['ignore', log, log],
      // Ctrl-C on the terminal is for the process that started it, which then ends the server in order.
      detached: true,
    });
    server.unref();
    return server;
  } finally {
    closeSync(log);
  }
}

/** As pg_ctl does: the last line of the pid file says `ready`. False when the server ended before. */
async function ready(server: ChildProcess, pidFile: string): Promise<boolean> {
  for (;;) {
    if (server.exitCode !== null || server.signalCode !== null) return false;
    if (statusIn(pidFile) === 'ready') return true;
    await sleep(10);
  }
}

function statusIn(pidFile: string): string | undefined {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    return lines[7]?.trim();
  } catch {
    return undefined;
  }
}

function running(
  address: PostgresAddress,
  server: ChildProcess,
  pid: number,
  watchdog: Watchdog,
  directory: string,
): TestPostgres {
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    await end(server);
    await watchdog.dismiss();
    rmSync(directory, { recursive: true, force: true });
  };
  return {
    ...address,
    pid,
    url: (database) => superuserUrl(address, database),
    query: (sql, database) => superuserQuery(address, sql, database),
    log: () => readLog(directory),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Fast shutdown, then immediate, then none too polite. */
async function end(server: ChildProcess): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    for (let waited = 0; waited < 5_000; waited += 10) {
      if (server.exitCode !== null || server.signalCode !== null) return;
      await sleep(10);
    }
  }
}

/** Connection URL of the superuser of the server at `address`. */
export function superuserUrl(address: PostgresAddress, database = 'postgres'): string {
  const { superuser, password, host, port } = address;
  return `postgres://${superuser}:${password}@${host}:${port}/${encodeURIComponent(database)}`;
}

/** Runs `sql` as superuser of the server at `address`, on a connection of its own; rows of the last statement. */
export async function superuserQuery(
  address: PostgresAddress,
  sql: string,
  database = 'postgres',
): Promise<Record<string, unknown>[]> {
  const ssl = address.ca === null ? false : { ca: address.ca };
  const client = new pg.Client({ connectionString: superuserUrl(address, database), ssl });
  await client.connect();
  try {
    const result: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
    return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
  } finally {
    await client.end();
  }
}

function requireTls(directory: string): void {
  const file = join(directory, 'data', 'pg_hba.conf');
  writeFileSync(file, 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
}

function readLog(directory: string): string {
  return readFileSync(join(directory, 'postgres.log'), 'utf8');
}

function give(path: string, mode: number, user: UnprivilegedUser | null): void {
  chmodSync(path, mode);
  if (user !== null) chownSync(path, user.uid, user.gid);
}

/** Without PGDATA, PGPORT and their like, which belong to some other server of this machine. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
