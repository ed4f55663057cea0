/** An API that speaks HTTP/2, over TLS and without, and trailers on either version: what passes is what passes over HTTP/1.1. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp1 } from 'node:http';
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { request } from '../../attacks-http/attack.ts';
import { type ApiWorld, apiWorld, basic, compilePeople } from '../../attacks-http/world/world.ts';
import { createCertificates, type TestCertificates } from '../../support/tls.ts';

const ADA = { id: 7, email: 'ada@corp.example', ssn: '123-45-6789' };
const MASKED = { id: 7, email: '[redacted]', ssn: '[redacted]' };

type Respond = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

interface Http2Api {
  readonly server: Http2Server | Http2SecureServer;
  readonly world: ApiWorld;
  readonly seen: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
}

let directory: string;
let certificates: TestCertificates;
let respond: Respond;
let apis: readonly Http2Api[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-http2-'));
  certificates = createCertificates(directory);
  const bundle = await compilePeople(directory);
  const tls = { cert: readFileSync(certificates.certFile), key: readFileSync(certificates.keyFile) };
  const start = async (server: Http2Server | Http2SecureServer, scheme: string): Promise<Http2Api> => {
    const seen: Http2Api['seen'] = [];
    server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      const chunks: Buffer[] = [];
      stream.on('error', () => stream.close());
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        seen.push({ headers, body: Buffer.concat(chunks).toString() });
        respond(stream, headers);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `${scheme}://localhost:${port}/base`;
    const files = { 'ca.crt': certificates.ca };
    const upstream = {
      ...{ url, http2: true, credential: { bearer: { file: 'upstream.token' } } },
      ...(scheme === 'https' ? { tls: { ca: 'ca.crt' } } : {}),
    };
    return { server, seen, world: await apiWorld({ bundle, files, api: { upstream } }) };
  };
  apis = await Promise.all([start(createServer(), 'http'), start(createSecureServer(tls), 'https')]);
});
afterAll(async () => {
  await Promise.all(apis.map(({ world }) => world.stop()));
  for (const { server } of apis) server.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  for (const { seen } of apis) seen.length = 0;
});

function answer(body: string | Buffer, headers: Record<string, string> = {}): Respond {
  return (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/json', ...headers });
    stream.end(body);
  };
}

function ask({ world }: Http2Api, target: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: basic('contractor'), ...(init.headers as Record<string, string>) };
  return fetch(world.origin + target, { ...init, headers });
}

describe.each([
  ['without TLS', 0],
  ['over TLS', 1],
])('HTTP/2 %s', (_name, index) => {
  const api = () => apis[index] ?? Promise.reject(new Error('no API'));

  it('masks answers, packed or not, and says who asks', async () => {
    const it = await api();
    respond = answer(JSON.stringify(ADA), { etag: '"ada"', 'x-leak': ADA.ssn });
    const response = await ask(it, '/people/7');
    expect(await response.json()).toEqual(MASKED);
    expect([response.headers.get('etag'), response.headers.get('x-leak')]).toEqual([null, null]);
    expect(it.seen[0]?.headers).toMatchObject({
      ...{ ':method': 'GET', ':path': '/base/people/7', authorization: 'Bearer the-proxy-itself' },
    });
    respond = answer(gzipSync(JSON.stringify([ADA])), { 'content-encoding': 'gzip' });
    expect(await (await ask(it, '/people')).json()).toEqual([MASKED]);
  });

  it('sends judged bodies, and those that stream', async () => {
    const it = await api();
    respond = (stream) => {
      stream.respond({ ':status': 204 });
      stream.end();
    };
    const patch = await ask(it, '/people/7', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"x"}',
    });
    expect(patch.status).toBe(204);
    const bytes = 'binary '.repeat(300_000);
    const put = await ask(it, '/files/a', {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    });
    expect(put.status).toBe(204);
    expect(it.seen.map(({ body }) => body)).toEqual(['{"name":"x"}', bytes]);
  });

  it('asks many things at a time', async () => {
    const it = await api();
    respond = (stream, headers) =>
      answer(JSON.stringify({ ...ADA, name: headers[':path'] }))(stream, headers);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, number) => (await ask(it, `/people/${number}`)).json()),
    );
    expect(answers).toEqual(answers.map((_, number) => ({ ...MASKED, name: `/base/people/${number}` })));
  });

  it('ends an answer that breaks off so that nobody takes it for whole', async () => {
    const it = await api();
    respond = (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/x-ndjson' });
      stream.write(`${JSON.stringify(ADA)}\n`, () => stream.destroy(new Error('broken')));
    };
    const text = await rawText(it.world, request({ target: '/people' }));
    expect(text).not.toContain('123-45');
    expect(text.endsWith('0\r\n\r\n')).toBe(false);
    respond = (stream) => void stream.destroy(new Error('broken'));
    expect((await ask(it, '/people/7')).status).toBe(502);
    // The next one finds the connection in order.
    respond = answer(JSON.stringify(ADA));
    expect(await (await ask(it, '/people/7')).json()).toEqual(MASKED);
  });

  it('slows an answer down that nobody reads', async () => {
    const it = await api();
    let sent = 0;
    const block = Buffer.from(`${JSON.stringify({ ...ADA, name: 'x'.repeat(1000) })},`.repeat(60));
    respond = (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/json' });
      stream.write('[');
      const more = (): void => {
        while (sent < 60_000_000) {
          sent += block.length;
          if (!stream.write(block)) return void stream.once('drain', more);
        }
        stream.end('0]');
      };
      more();
    };
    const socket = connect(it.world.port, '127.0.0.1');
    socket.write(request({ target: '/people' }));
    await new Promise((resolve) => socket.once('readable', resolve));
    // Others are answered while nobody reads this one, whose API has stopped.
    const before = respond;
    respond = answer(JSON.stringify(ADA));
    expect(await (await ask(it, '/people/7')).json()).toEqual(MASKED);
    respond = before;
    let last = -1;
    await expect
      .poll(
        () => {
          const isStill = sent === last;
          last = sent;
          return isStill;
        },
        { timeout: 30_000, interval: 300 },
      )
      .toBe(true);
    expect(sent).toBeLessThan(40_000_000);
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    await new Promise((resolve) => socket.once('close', resolve));
    expect(bytes).toBeGreaterThan(50_000_000);
  }, 120_000);

  it('passes trailers that are described, and no others', async () => {
    const it = await api();
    respond = (stream) => {
      const trailer = 'X-Version, X-Email, X-Leak, Content-Type';
      stream.respond(
        { ':status': 200, 'content-type': 'application/json', trailer },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () =>
        stream.sendTrailers({
          'x-version': '3',
          'x-email': ADA.email,
          'x-leak': ADA.ssn,
          'x-unannounced': '1',
        }),
      );
      stream.end(JSON.stringify(ADA));
    };
    const asked = await rawText(it.world, request({ headers: ['TE: gzip, trailers'] }));
    expect(asked.toLowerCase()).toContain('\r\ntrailer: x-version\r\n');
    expect(asked.toLowerCase()).toMatch(/\r\n0\r\nx-version: 3\r\n\r\n$/);
    const unasked = await rawText(it.world, request({}));
    expect(unasked).toMatch(/content-length: \d+/);
    expect(unasked.toLowerCase()).not.toContain('x-version');
  });
});

it('falls back to HTTP/1.1 where an API over TLS speaks nothing else', async () => {
  const { createServer: createHttps } = await import('node:https');
  const tls = { cert: readFileSync(certificates.certFile), key: readFileSync(certificates.keyFile) };
  const server = createHttps(tls, (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ADA)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const world = await apiWorld({
    bundle: join(directory, 'bundle'),
    files: { 'ca.crt': certificates.ca },
    api: {
      upstream: {
        ...{ url: `https://localhost:${port}`, http2: true, tls: { ca: 'ca.crt' } },
        credential: { bearer: { file: 'upstream.token' } },
      },
    },
  });
  const response = await fetch(`${world.origin}/people/7`, {
    headers: { authorization: basic('contractor') },
  });
  expect(await response.json()).toEqual(MASKED);
  await world.stop();
  server.close();
});

it('passes trailers of HTTP/1.1 by the same rule, and drops those of requests', async () => {
  const seen: string[] = [];
  const server = createHttp1((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      seen.push(JSON.stringify([incoming.headers, incoming.trailers]));
      response.writeHead(200, { 'content-type': 'application/json', trailer: 'x-version, x-email' });
      response.write(JSON.stringify(ADA));
      response.addTrailers({ 'x-version': '3', 'x-email': ADA.email });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const world = await apiWorld({
    bundle: join(directory, 'bundle'),
    upstreamUrl: `http://127.0.0.1:${port}`,
  });
  const masked = await rawText(world, request({ headers: ['TE: trailers'] }));
  expect(masked).toMatch(/\r\n0\r\nx-version: 3\r\n\r\n$/i);
  expect(masked).not.toContain('ada@');
  const body = '2\r\n{}\r\n0\r\nX-Tenant: other\r\nAuthorization: Basic eDp4\r\n\r\n';
  await rawText(
    world,
    request({
      ...{ method: 'PUT', target: '/files/a', body, headers: ['Trailer: X-Tenant, Authorization'] },
      head: [
        ...['Host: a', 'Connection: close', `Authorization: ${basic('contractor')}`],
        ...['Transfer-Encoding: chunked', 'Content-Type: application/octet-stream'],
      ],
    }),
  );
  expect(seen).toHaveLength(2);
  expect(seen[1]).not.toContain('other');
  expect(seen[1]).not.toContain('eDp4');
  await world.stop();
  server.close();
});

/** What comes back until the connection ends. */
async function rawText(world: ApiWorld, bytes: Buffer): Promise<string> {
  return (await world.raw(bytes)).toString('latin1');
}
