import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext, connect as tlsConnect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodeSslRequest, encodeStartup } from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import type { UpstreamTls } from '../../../../runtime/src/pgwire/upstream-target.ts';
import { startPostgres, type TestPostgres } from '../../../support/postgres.ts';
import { psql } from '../../../support/psql.ts';
import { has, requires } from '../../../support/requires.ts';
import { createCertificates, type TestCertificates } from '../../../support/tls.ts';
import * as client from '../frontend.ts';
import { connectRaw } from '../raw-client.ts';
import { PASSWORD, startWireProxy, USER, type WireProxy, type WireProxyOptions } from '../wire-proxy.ts';

requires('openssl')('TLS', () => {
  let directory: string;
  let certificates: TestCertificates;
  let context: SecureContext;
  let server: TestPostgres;
  let proxy: WireProxy;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-wire-'));
    certificates = createCertificates(directory);
    context = createSecureContext({
      cert: readFileSync(certificates.certFile),
      key: readFileSync(certificates.keyFile),
    });
    server = await startPostgres({ tls: 'required' });
  });
  afterEach(() => proxy?.stop());
  afterAll(async () => {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function start(
    tls: Partial<UpstreamTls> = {},
    options: Partial<WireProxyOptions> = {},
  ): Promise<void> {
    const { host, port, superuser, password, ca } = server;
    proxy = await startWireProxy({
      upstream: {
        host,
        port,
        database: 'postgres',
        user: superuser,
        password: () => password,
        tls: { ca, verify: 'full', servername: '127.0.0.1', ...tls },
        parameters: {},
      },
      tls: context,
      ...options,
    });
  }

  /** How a client trusts the proxy. */
  const trusting = (): { tls: UpstreamTls } => ({
    tls: { ca: certificates.ca, verify: 'full', servername: 'localhost' },
  });

  describe('on both sides', () => {
    it('carries a session, whose authentication is bound to it', async () => {
      await start({}, { requireTls: true });
      const near = await connectRaw(proxy, trusting());
      near.send(client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()'));
      expect((await near.until()).find((line) => line.startsWith('D'))).toContain('t');
      expect(await proxy.event('authenticated')).toMatchObject({ tls: 'TLSv1.3', channelBound: true });
      near.close();
    });

    it('carries a large result', async () => {
      await start();
      const near = await connectRaw(proxy, trusting());
      near.send(client.query("select repeat('x', 1000) from generate_series(1, 20000)"));
      expect(await near.until()).toHaveLength(20_003);
      near.close();
    });

    it('carries the request to cancel', async () => {
      await start();
      const near = await connectRaw(proxy, trusting());
      near.send(client.query('select pg_sleep(600)'));
      await expect
        .poll(
          async () =>
            (await server.query("select 1 from pg_stat_activity where query like 'select pg_sleep%'")).length,
        )
        .toBe(1);
      await proxy.cancels.find(near.greeting.key ?? { processId: 0, secret: Buffer.alloc(0) })?.cancel();
      expect((await near.until()).join('\n')).toContain('C57014');
      near.close();
    });
  });

  describe('towards clients', () => {
    if (has('psql')) {
      it('psql verifies the certificate', async () => {
        await start({}, { requireTls: true });
        const target = { host: 'localhost', port: proxy.port, user: USER, password: PASSWORD };
        const database = `sslmode=verify-full sslrootcert=${certificates.caFile} channel_binding=require dbname=x`;
        const { status, stdout } = await psql({ ...target, database }, 'select 6 * 7');
        expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('42') });
      });
    }

    it('is required where it is required', async () => {
      await start({}, { requireTls: true });
      await expect(connectRaw(proxy)).rejects.toMatchObject({ reason: expect.stringContaining('28000') });
    });

    it('is not needed where it is not', async () => {
      await start();
      const near = await connectRaw(proxy);
      expect(await proxy.event('authenticated')).toMatchObject({ tls: null, channelBound: false });
      near.close();
    });

    it('is not begun with bytes that came before it', async () => {
      await start();
      const socket = connect(proxy.port, proxy.host);
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.write(Buffer.concat([encodeSslRequest(), encodeStartup([['user', USER]])]));
      await new Promise((resolve) => socket.on('close', resolve));
      expect(Buffer.concat(chunks).toString('latin1')).toContain('data that is not encrypted followed');
    });

    it('can be the first thing on the connection, if the protocol is named', async () => {
      await start();
      const secured = (protocols: string[]) =>
        new Promise<string>((resolve) => {
          const socket = tlsConnect({
            port: proxy.port,
            host: proxy.host,
            ca: certificates.ca,
            servername: 'localhost',
            ALPNProtocols: protocols,
          });
          socket.on('secureConnect', () => socket.write(encodeStartup([['user', USER]])));
          socket.on('data', (chunk: Buffer) => {
            resolve(chunk.toString('latin1'));
            socket.destroy();
          });
          socket.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
        });
      expect(await secured(['postgresql'])).toContain('SCRAM-SHA-256-PLUS');
      expect(await secured([])).toContain('must name `postgresql` by ALPN');
      expect(await secured(['http/1.1'])).toContain('ERR_SSL');
    });

    it('a handshake that fails ends the connection', async () => {
      await start();
      const socket = connect(proxy.port, proxy.host);
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write('this is no TLS handshake'));
      socket.write(encodeSslRequest());
      await new Promise((resolve) => socket.on('close', resolve));
      await proxy.sessions[0]?.closed;
      expect(await proxy.event('session-refused')).toMatchObject({ cause: expect.stringContaining('TLS') });
    });
  });

  describe('towards the server', () => {
    const refused = async () => {
      await expect(connectRaw(proxy)).rejects.toMatchObject({ reason: expect.stringContaining('08006') });
      return (await proxy.event('session-refused')).cause;
    };

    it('refuses an authority that it does not know', async () => {
      await start({ ca: certificates.ca });
      expect(await refused()).toMatch(/TLS handshake failed/);
    });

    it('refuses a name that the certificate does not carry', async () => {
      await start({ servername: 'db.example' });
      expect(await refused()).toBe('the TLS handshake failed (ERR_TLS_CERT_ALTNAME_INVALID)');
    });

    it('looks at the chain alone where that is what was asked for', async () => {
      await start({ servername: 'db.example', verify: 'ca' });
      (await connectRaw(proxy)).close();
    });

    it('still looks at the chain then', async () => {
      await start({ ca: certificates.ca, servername: 'db.example', verify: 'ca' });
      expect(await refused()).toMatch(/TLS handshake failed/);
    });

    it('does not go on without it', async () => {
      const plain = await startPostgres();
      try {
        const { host, port, superuser, password } = plain;
        proxy = await startWireProxy({
          upstream: {
            ...{
              host,
              port,
              database: 'postgres',
              user: superuser,
              password: () => password,
              parameters: {},
            },
            tls: { ca: certificates.ca, verify: 'full', servername: '127.0.0.1' },
          },
        });
        expect(await refused()).toBe('the server does not accept TLS');
      } finally {
        await plain.stop();
      }
    });

    it('is not left out where the server asks for it', async () => {
      const { host, port, superuser, password } = server;
      proxy = await startWireProxy({
        upstream: {
          ...{ host, port, database: 'postgres', user: superuser, password: () => password, parameters: {} },
          tls: 'disable',
        },
      });
      await expect(connectRaw(proxy)).rejects.toMatchObject({ reason: expect.stringContaining('08004') });
    });
  });

  it('the test certificate is one that can be bound to', () => {
    const certificate = new X509Certificate(readFileSync(certificates.certFile));
    expect(certificate.signatureAlgorithm).toMatch(/sha256/i);
  });
});
