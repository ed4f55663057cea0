/** psql on the libpq of PostgreSQL 18: protocol 3.2 with its long keys, TLS from the first byte, verified names, channel binding. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIBPQ_18 } from '../../../support/postgres-binaries.ts';
import { requires } from '../../../support/requires.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';
import { createCertificates, type TestCertificates } from '../../../support/tls.ts';
import { PASSWORD, startWireProxy, USER, type WireProxy } from '../wire-proxy.ts';
import { targetOf } from './against.ts';

requires(
  'psql',
  'openssl',
  'libpq 18',
)('psql on libpq 18', () => {
  let directory: string;
  let certificates: TestCertificates;
  let database: TestDatabase;
  let proxy: WireProxy;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-libpq-'));
    certificates = createCertificates(directory);
    database = await testDatabase();
    const { certFile, keyFile } = certificates;
    const tls = createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
    proxy = await startWireProxy({ upstream: targetOf(database), tls });
  });
  afterAll(async () => {
    await proxy?.stop();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Runs `sql` with these connection parameters besides the usual ones; `interrupt` once the proxy has the session. */
  async function run(parameters: Readonly<Record<string, string>>, sql: string, interrupt = false) {
    const all = { hostaddr: '127.0.0.1', port: String(proxy.port), user: USER, dbname: 'x', ...parameters };
    const conninfo = Object.entries(all).map(([name, value]) => `${name}='${value}'`);
    const child = spawn('psql', ['-X', '-A', '-t', '-c', sql, conninfo.join(' ')], {
      env: { PATH: process.env.PATH, PGPASSWORD: PASSWORD, LC_ALL: 'C.UTF-8', LD_LIBRARY_PATH: LIBPQ_18 },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (interrupt) {
      await expect.poll(() => proxy.sessions.at(-1)?.snapshot().phase, { timeout: 20_000 }).toBe('active');
      child.kill('SIGINT');
    }
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { stdout, stderr };
  }

  const ANSWERED = { stdout: '1\n', stderr: '' };
  const verified = () => ({ host: 'localhost', sslmode: 'verify-full', sslrootcert: certificates.caFile });

  it('insists on protocol 3.2', async () => {
    const parameters = { sslmode: 'disable', min_protocol_version: '3.2' };
    expect(await run(parameters, 'select 1')).toEqual(ANSWERED);
  });

  it.each(['3.0', '3.2'])('cancels by the key of protocol %s', async (version) => {
    const only = { min_protocol_version: version, max_protocol_version: version };
    const { stderr } = await run({ sslmode: 'disable', ...only }, 'select pg_sleep(60)', true);
    expect(stderr).toContain('canceling statement due to user request');
    const [asked] = proxy.events.filter((event) => event.kind === 'cancel-requested').slice(-1);
    expect(asked).toMatchObject({ sessionId: proxy.sessions.at(-2)?.id });
  });

  it.each(['postgres', 'direct'])(
    'verifies the name, and binds to the channel (%s negotiation)',
    async (sslnegotiation) => {
      const parameters = { ...verified(), sslnegotiation, channel_binding: 'require' };
      expect(await run(parameters, 'select 1')).toEqual(ANSWERED);
      expect(proxy.events.findLast((event) => event.kind === 'authenticated')).toMatchObject({
        channelBound: true,
        tls: 'TLSv1.3',
      });
    },
  );

  it.each(['postgres', 'direct'])(
    'does not talk to another name (%s negotiation)',
    async (sslnegotiation) => {
      const { stderr } = await run({ ...verified(), sslnegotiation, host: 'elsewhere' }, 'select 1');
      expect(stderr).toContain('does not match host name "elsewhere"');
    },
  );
});
