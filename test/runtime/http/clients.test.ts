/** Real clients over TLS, HTTP/1.1 and HTTP/2, and what happens to answers under way when something ends. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectH2 } from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { request } from '../../attacks-http/attack.ts';
import {
  type ApiWorld,
  apiWorld,
  basic,
  compilePeople,
  credentialEntries,
  PASSWORD,
} from '../../attacks-http/world/world.ts';
import { requires } from '../../support/requires.ts';
import { createCertificates, type TestCertificates } from '../../support/tls.ts';

const ADA = { id: 7, email: 'ada@corp.example', ssn: '123-45-6789' };
const MASKED = { id: 7, email: '[redacted]', ssn: '[redacted]' };

let directory: string;
let certificates: TestCertificates;
let plain: ApiWorld;
let secure: ApiWorld;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-clients-'));
  certificates = createCertificates(directory);
  const bundle = await compilePeople(directory);
  const files = {
    'tls.crt': readFileSync(certificates.certFile, 'utf8'),
    'tls.key': readFileSync(certificates.keyFile, 'utf8'),
  };
  [plain, secure] = await Promise.all([
    apiWorld({ bundle }),
    apiWorld({ bundle, files, settings: { tls: { cert: 'tls.crt', key: 'tls.key' } } }),
  ]);
});
afterAll(async () => {
  await Promise.all([plain?.stop(), secure?.stop()]);
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  for (const { upstream } of [plain, secure]) {
    upstream.forget();
    upstream.answerJson(ADA);
  }
});

const run = promisify(execFile);

requires('curl')('curl', () => {
  const curl = async (...args: string[]) =>
    (await run('curl', ['-sS', '-u', `contractor:${PASSWORD}`, ...args])).stdout;
  const url = () => `https://localhost:${secure.port}/people/7`;

  it('sees masks over HTTP/1.1, HTTP/2 and TLS', async () => {
    expect(JSON.parse(await curl(`${plain.origin}/people/7`))).toEqual(MASKED);
    const over = (...args: string[]) =>
      curl('--cacert', certificates.caFile, '-w', ' %{http_version}', ...args, url());
    expect(await over('--http1.1')).toBe(`${JSON.stringify(MASKED)} 1.1`);
    expect(await over('--http2')).toBe(`${JSON.stringify(MASKED)} 2`);
  });

  it('gets a body on, with and without waiting for 100', async () => {
    for (const expectation of ['Expect:', 'Expect: 100-continue'])
      for (const version of ['--http1.1', '--http2']) {
        secure.upstream.forget();
        secure.upstream.answer((_request, response) => response.writeHead(204).end());
        await curl(
          '--cacert',
          certificates.caFile,
          version,
          '-X',
          'PATCH',
          '-H',
          expectation,
          '--json',
          '{"name":"x"}',
          url(),
        );
        expect(secure.upstream.seen.map(({ body }) => body.toString())).toEqual(['{"name":"x"}']);
      }
    const denied = await curl(
      '--cacert',
      certificates.caFile,
      '--http2',
      '-X',
      'PATCH',
      '--json',
      '{"ssn":"x"}',
      url(),
    );
    expect(JSON.parse(denied)).toMatchObject({ status: 403 });
  });

  it('uploads and downloads what holds nothing labelled, byte for byte', async () => {
    const bytes = Buffer.alloc(3_000_000, 'binary\0\xff');
    secure.upstream.answer((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes),
    );
    const file = join(directory, 'file');
    const target = `https://localhost:${secure.port}/files/a`;
    for (const version of ['--http1.1', '--http2']) {
      await curl('--cacert', certificates.caFile, version, '-o', file, target);
      expect(readFileSync(file).equals(bytes)).toBe(true);
      secure.upstream.forget();
      await curl(
        '--cacert',
        certificates.caFile,
        version,
        '-T',
        file,
        '-H',
        'Content-Type: application/octet-stream',
        target,
      );
      expect(secure.upstream.seen[0]?.body.equals(bytes)).toBe(true);
    }
  });

  it('is refused with a problem document over HTTP/2 too', async () => {
    const { stdout } = await run('curl', ['-sS', '-i', '--cacert', certificates.caFile, '--http2', url()]);
    expect(stdout).toMatch(/^HTTP\/2 401 /);
    expect(stdout).toContain('content-type: application/problem+json');
    expect(stdout).toContain('www-authenticate: Basic');
  });
});

it('tells a client of HTTP/2 that an answer was cut off', async () => {
  secure.upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write('{"id":1}\n{"id":2}\nnonsense\n');
  });
  const session = connectH2(`https://localhost:${secure.port}`, { ca: certificates.ca });
  const stream = session.request({ ':path': '/people', authorization: basic('contractor') });
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const error = await new Promise<Error>((resolve) => stream.once('error', resolve));
  session.destroy();
  // What was still on its way may be lost.
  expect('{"id":1}\n{"id":2}\n'.startsWith(text)).toBe(true);
  expect(error.message).toContain('NGHTTP2_INTERNAL_ERROR');
});

it('waits for nobody who sends a head bit by bit', async () => {
  const world = await apiWorld({
    bundle: join(directory, 'bundle'),
    settings: { limits: { handshakeSeconds: 1, drainSeconds: 0 } },
  });
  const socket = connect(world.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.write('GET /people/7 HTTP/1.1\r\nHost: a\r\n');
  const timer = setInterval(() => socket.write('X-A: b\r\n'), 100);
  await new Promise((resolve) => socket.once('close', resolve).once('error', resolve));
  clearInterval(timer);
  expect(text).toMatch(/^HTTP\/1\.1 408 /);
  await world.stop();
});

it('says over HTTP/2 too why no tunnel is opened', async () => {
  const session = connectH2(`https://localhost:${secure.port}`, { ca: readFileSync(certificates.caFile) });
  const stream = session.request({ ':method': 'CONNECT', ':authority': 'internal.example:443' });
  const status = new Promise((resolve) => stream.once('response', (head) => resolve(head[':status'])));
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  await new Promise((resolve) => stream.once('close', resolve));
  expect(await status).toBe(403);
  expect(JSON.parse(text)).toMatchObject({
    detail: 'the proxy lets no connection become another protocol',
    hint: expect.stringContaining('No policy can allow it'),
  });
  expect(secure.upstream.seen).toEqual([]);
  session.destroy();
});

it('resumes a download of what holds nothing labelled', async () => {
  plain.upstream.answer((incoming, response) =>
    response
      .writeHead(incoming.headers.range === 'bytes=4-' ? 206 : 200, {
        ...{ 'content-type': 'application/octet-stream', 'content-range': 'bytes 4-7/8', etag: '"a"' },
      })
      .end('4567'),
  );
  const headers = { authorization: basic('contractor'), range: 'bytes=4-', 'if-range': '"a"' };
  const part = await fetch(`${plain.origin}/files/a`, { headers });
  expect([
    part.status,
    part.headers.get('content-range'),
    part.headers.get('etag'),
    await part.text(),
  ]).toEqual([206, 'bytes 4-7/8', '"a"', '4567']);
});

it('takes on no more than it may', async () => {
  const world = await apiWorld({
    bundle: join(directory, 'bundle'),
    settings: { limits: { maxRequests: 2, drainSeconds: 0 } },
  });
  const held: (() => void)[] = [];
  world.upstream.answer((_request, response) => void held.push(() => response.writeHead(204).end()));
  const ask = () => fetch(`${world.origin}/people/7`, { headers: { authorization: basic('contractor') } });
  const first = [ask(), ask()];
  await expect.poll(() => held.length, { timeout: 5_000 }).toBe(2);
  expect((await ask()).status).toBe(503);
  for (const answer of held.splice(0)) answer();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([204, 204]);
  await world.stop();
});

describe('an answer under way', () => {
  /** Events without end; resolves to what came once the connection is over. */
  function stream(world: ApiWorld): { readonly over: Promise<string>; readonly first: Promise<void> } {
    world.upstream.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write('data: {"id":1,"ssn":"123-45-6789"}\n\n'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const socket = connect(world.port, '127.0.0.1');
    let text = '';
    const first = Promise.withResolvers<void>();
    const over = new Promise<string>((resolve) => {
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (text.includes('[redacted]')) first.resolve();
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => resolve(text));
    });
    socket.write(request({ target: '/people' }));
    return { over, first: first.promise };
  }

  it('ends when the credential is taken away', async () => {
    const world = await apiWorld({ bundle: join(directory, 'bundle') });
    const { over, first } = stream(world);
    await first;
    const verifier = await makeScramVerifier(PASSWORD);
    world.writeCredentials(credentialEntries(verifier, { disabled: true }));
    const text = await over;
    expect(text).not.toContain('123-45');
    expect(text.endsWith('0\r\n\r\n')).toBe(false);
    expect(world.events('session-revoked')).toHaveLength(1);
    expect(
      (await fetch(`${world.origin}/people/7`, { headers: { authorization: basic('contractor') } })).status,
    ).toBe(401);
    await world.stop();
  });

  it('ends when the credential does', async () => {
    const world = await apiWorld({ bundle: join(directory, 'bundle') });
    const verifier = await makeScramVerifier(PASSWORD);
    world.writeCredentials(
      credentialEntries(verifier, { expires: new Date(Date.now() + 6_000).toISOString() }),
    );
    await expect.poll(() => world.events('credentials-in-force').length, { timeout: 5_000 }).toBe(2);
    const { over, first } = stream(world);
    await first;
    expect((await over).endsWith('0\r\n\r\n')).toBe(false);
    expect(world.events('answer-cut')).toMatchObject([{ reason: 'the proof of who asks has ended' }]);
    await world.stop();
  });

  it('is drained, and then cut, when the proxy stops', async () => {
    const world = await apiWorld({
      bundle: join(directory, 'bundle'),
      settings: { limits: { drainSeconds: 0 } },
    });
    const { over, first } = stream(world);
    await first;
    await world.stop();
    expect(await over).toContain('[redacted]');
  });

  it('takes no more memory than its pieces, however slowly its client reads', async () => {
    const row = Buffer.from(`${JSON.stringify({ ...ADA, name: 'x'.repeat(1000) })},`);
    const block = Buffer.concat(Array.from({ length: 60 }, () => row));
    let sent = 0;
    plain.upstream.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
      const more = () => {
        while (sent < 150_000_000) {
          sent += block.length;
          if (!response.write(block)) return void response.once('drain', more);
        }
        response.end('0]');
      };
      more();
    });
    const socket = connect(plain.port, '127.0.0.1');
    socket.write(request({ target: '/people' }));
    await new Promise((resolve) => socket.once('readable', resolve));
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Nobody reads: the API was stopped long before its end.
    expect(sent).toBeLessThan(40_000_000);
    const before = process.memoryUsage().rss;
    let most = 0;
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage().rss);
    });
    await new Promise((resolve) => socket.once('close', resolve));
    expect(bytes).toBeGreaterThan(140_000_000);
    expect(most - before).toBeLessThan(150_000_000);
  }, 120_000);
});
