/** Clients that take up connections, or time: many of them, slow ones, and both. Real ones, of which all that are slow wait at the same time. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request } from '../../attacks-http/attack.ts';
import { type ApiWorld, apiWorld } from '../../attacks-http/world/world.ts';

interface Slow {
  readonly socket: Socket;
  /** All that came once the connection is over. */
  readonly over: Promise<string>;
}

function open(port: number, bytes: Buffer | string = '', reads = true): Slow {
  const socket = connect(port, '127.0.0.1');
  const over = new Promise<string>((resolve) => {
    let text = '';
    if (reads)
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(text));
  });
  if (bytes.length > 0) socket.write(bytes);
  return { socket, over };
}

describe('clients of APIs that are slow', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await apiWorld({ settings: { limits: { minBytesPerSecond: 1_000_000_000, drainSeconds: 0 } } });
  });
  afterAll(() => world?.stop());

  it('end, whatever it is that they do slowly', async () => {
    const piece = Buffer.alloc(65_536, '{"a":1}\n');
    world.upstream.answer((incoming, response) => {
      if (incoming.url?.startsWith('/files') !== true || incoming.method !== 'GET') return;
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const more = (): void => {
        while (!response.destroyed) if (!response.write(piece)) return void response.once('drain', more);
      };
      more();
    });
    const body = (method: string, target: string, type: string) =>
      request({ method, target, headers: [`Content-Type: ${type}`, 'Content-Length: 1000000'] });
    const judged = open(world.port, body('POST', '/people', 'application/json'));
    const passed = open(world.port, body('PUT', '/files/a', 'application/octet-stream'));
    const chunked = open(
      world.port,
      request({
        ...{ method: 'PUT', target: '/files/a' },
        headers: ['Content-Type: application/octet-stream', 'Transfer-Encoding: chunked'],
      }),
    );
    const reader = open(world.port, request({ target: '/files/a' }), false);
    reader.socket.pause();
    // A byte now and then is no progress.
    const timer = setInterval(() => {
      judged.socket.write(' ');
      passed.socket.write('x');
      chunked.socket.write('1\r\nx\r\n');
    }, 200);
    try {
      const texts = await Promise.all([judged.over, passed.over, chunked.over]);
      for (const text of texts) {
        expect(text).toMatch(/^HTTP\/1\.1 408 /);
        expect(text).toContain('too slowly');
      }
      await expect
        .poll(() => world.events('answer-cut').map(({ reason }) => reason), { timeout: 40_000 })
        .toEqual(['the client reads too slowly']);
    } finally {
      clearInterval(timer);
      for (const { socket } of [judged, passed, chunked, reader]) socket.destroy();
    }
  }, 90_000);
});

describe('connections of clients', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await apiWorld({
      settings: { limits: { maxConnections: 8, maxConnectionsPerAddress: 3, drainSeconds: 0 } },
    });
  });
  afterAll(() => world?.stop());

  it('are bounded for one address, and who is turned away is told so', async () => {
    const silent = Array.from({ length: 3 }, () => open(world.port));
    await Promise.all(silent.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
    const refused = await open(world.port, request({ target: '/status' })).over;
    expect(refused).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused).toContain('the proxy is at its limits');
    expect(world.upstream.seen).toEqual([]);
    expect(world.events('connection-turned-away')).toMatchObject([{ beyond: 'address', connections: 3 }]);
    for (const { socket } of silent) socket.destroy();
    await expect
      .poll(async () => (await open(world.port, request({ target: '/status' })).over).slice(0, 12), {
        timeout: 30_000,
      })
      .not.toBe('HTTP/1.1 503');
  }, 60_000);
});
