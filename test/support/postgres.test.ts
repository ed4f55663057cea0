import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianPostgres, startPostgres, type TestPostgres } from './postgres.ts';
import { requires } from './requires.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

describe('the embedded server', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres({ settings: { log_statement: 'all' } });
  });
  afterAll(() => server.stop());

  it('is PostgreSQL 18, in Unicode, on the loopback address only', async () => {
    const [row] = await server.query(
      "select current_setting('server_version_num')::int / 10000 as major, upper('é') as upper, current_setting('listen_addresses') as listens",
    );
    expect(row).toEqual({ major: 18, upper: 'É', listens: '127.0.0.1' });
  });

  it('asks for the password', async () => {
    const client = new pg.Client({
      host: server.host,
      port: server.port,
      user: 'postgres',
      password: 'wrong',
    });
    await expect(client.connect()).rejects.toThrow(/password authentication failed/);
  });

  it('shows its log', async () => {
    await server.query("select 'a line for the log'");
    expect(server.log()).toContain('a line for the log');
  });
});

it('a stopped server leaves no process and no files', async () => {
  const server = await startPostgres();
  const [row] = await server.query("select current_setting('data_directory') as directory");
  await server.stop();
  expect(existsSync(String(row?.directory))).toBe(false);
  expect(isRunning(server.pid)).toBe(false);
});

it('a server whose starter is killed leaves no process and no files', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./start-and-wait.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { pid, directory } = JSON.parse(line.toString()) as { pid: number; directory: string };
  expect(existsSync(directory)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => existsSync(dirname(directory)), { timeout: 20_000 }).toBe(false);
  await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
});

requires('openssl')('a server that requires TLS', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres({ tls: 'required' });
  });
  afterAll(() => server.stop());

  it('has a certificate that its authority vouches for', async () => {
    const [row] = await server.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    expect(row).toEqual({ ssl: true });
  });

  it('refuses a connection without TLS', async () => {
    const client = new pg.Client({ connectionString: server.url() });
    await expect(client.connect()).rejects.toThrow(/no encryption/);
  });
});

requires('postgresql-15')("Debian's server", () => {
  it('is PostgreSQL 15', async () => {
    const server = await debianPostgres();
    try {
      const [row] = await server.query("select current_setting('server_version_num')::int / 10000 as major");
      expect(row).toEqual({ major: 15 });
    } finally {
      await server.stop();
    }
  });
});

describe('a database on the shared server', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('is another one for each call', async () => {
    const other = await testDatabase();
    await other.query('create table only_there ()');
    expect(await database.query("select to_regclass('only_there') as found")).toEqual([{ found: null }]);
    await other.drop();
  });

  it('has roles that may log in and own nothing', async () => {
    const role = await database.createRole();
    const client = new pg.Client({
      ...database,
      database: database.name,
      user: role.name,
      password: role.password,
    });
    await client.connect();
    const { rows } = await client.query(
      'select current_user as name, rolsuper from pg_roles where rolname = current_user',
    );
    await client.end();
    expect(rows).toEqual([{ name: role.name, rolsuper: false }]);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
