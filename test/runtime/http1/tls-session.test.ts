/** Connections over TLS to a server that tells whether each was resumed. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type SecureVersion, type Server, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConnectionPool } from '../../../runtime/src/http1/connection-pool.ts';
import { LONGEST_RESUMED, TlsSession } from '../../../runtime/src/http1/tls-session.ts';
import { requires } from '../../support/requires.ts';
import { createCertificates, type TestCertificates } from '../../support/tls.ts';

requires('openssl')('a TLS session with a server', () => {
  let directory: string;
  let certificates: TestCertificates;
  let server: Server;
  let resumed: boolean[];

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-tls-session-'));
    certificates = createCertificates(directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  beforeEach(() => {
    resumed = [];
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function listen(version: SecureVersion): Promise<number> {
    server = createServer({
      ...{ cert: readFileSync(certificates.certFile), key: readFileSync(certificates.keyFile) },
      ...{ minVersion: version, maxVersion: version },
    });
    server.on('secureConnection', (socket) => {
      resumed.push(socket.isSessionReused());
      socket.on('error', () => socket.destroy());
      socket.on('data', () =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s', (version) => {
    test('is resumed by the connections of a pool, until the server takes it no more', async () => {
      const pool = new ConnectionPool({
        ...{ hostname: '127.0.0.1', port: await listen(version), host: 'localhost', connections: 1 },
        tls: { ca: certificates.ca, servername: 'localhost', client: null },
        ...{ connectMilliseconds: 30_000, headMilliseconds: 30_000, idleMilliseconds: 30_000 },
      });
      const ask = () =>
        new Promise<string>((resolve) => {
          pool.send(
            { method: 'GET', target: '/', fields: [], body: null, length: null },
            {
              ...{ begun: () => undefined, head: () => undefined, data: () => undefined },
              ...{ end: () => resolve('answered'), failed: (_isTimeout, reason) => resolve(reason) },
            },
          );
        });
      for (let count = 0; count < 3; count += 1) expect(await ask()).toBe('answered');
      server.setTicketKeys(randomBytes(48));
      for (let count = 0; count < 2; count += 1) expect(await ask()).toBe('answered');
      pool.close();
      expect(resumed).toEqual([false, true, true, false, true]);
    });

    test('is resumed no longer than the proof of the certificate may be old', async () => {
      const port = await listen(version);
      let now = 0;
      const session = new TlsSession(() => now);
      const visit = async (): Promise<void> => {
        const socket = connect({
          ...{ host: '127.0.0.1', port, servername: 'localhost', ca: certificates.ca },
          ...session.offered(),
        });
        session.follow(socket);
        await answered(socket);
      };
      await visit();
      now = LONGEST_RESUMED;
      // What comes of a resumed session is no younger than it.
      await visit();
      now += 1;
      await visit();
      await visit();
      expect(resumed).toEqual([false, true, false, true]);
    });

    test('is none where the server did not prove itself', async () => {
      const port = await listen(version);
      const session = new TlsSession();
      const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false });
      session.follow(socket);
      await answered(socket);
      expect(session.offered()).toEqual({});
    });
  });
});

/** Until the server has answered, and with that has given its session. */
function answered(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('secureConnect', () => socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n'));
    socket.on('data', () => socket.end());
    socket.on('close', () => resolve());
  });
}
