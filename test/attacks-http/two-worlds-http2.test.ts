/** The promise over HTTP/2, from the client to the API: the same masks, whatever the frames in which an answer comes, and the same fields behind it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type ClientHttp2Session, connect, createServer, type Http2Server } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificates } from '../support/tls.ts';
import { person, type Secrets } from './attack.ts';
import { SECRETS } from './replay.ts';
import { type ApiWorld, apiWorld, basic, compilePeople } from './world/world.ts';

interface Http2World {
  readonly world: ApiWorld;
  readonly api: Http2Server;
  readonly client: ClientHttp2Session;
}

interface Style {
  readonly type: string;
  readonly write: (secrets: Secrets) => string;
  readonly frame: number;
  readonly trailers: readonly (keyof Secrets)[];
  readonly breaks: boolean;
}

let directory: string;
let style: Style;
let worlds: readonly Http2World[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-two-worlds-h2-'));
  const certificates = createCertificates(directory);
  const bundle = await compilePeople(directory);
  const files = {
    'tls.crt': readFileSync(certificates.certFile, 'utf8'),
    'tls.key': readFileSync(certificates.keyFile, 'utf8'),
  };
  worlds = await Promise.all(
    SECRETS.map(async (secrets) => {
      const api = createServer();
      api.on('stream', (stream) => {
        stream.on('error', () => stream.close());
        const { type, write, frame, trailers, breaks } = style;
        const trailer = ['x-version', 'x-email', ...trailers.map((name) => `x-${name}`)].join(', ');
        stream.respond({ ':status': 200, 'content-type': type, trailer }, { waitForTrailers: true });
        stream.on('wantTrailers', () =>
          stream.sendTrailers({
            ...{ 'x-version': '3', 'x-email': secrets.email },
            ...Object.fromEntries(trailers.map((name) => [`x-${name}`, String(secrets[name])])),
          }),
        );
        const bytes = Buffer.from(write(secrets));
        for (let at = 0; at < bytes.length; at += frame) stream.write(bytes.subarray(at, at + frame));
        if (breaks) stream.write(' ', () => stream.destroy(new Error('broken')));
        else stream.end();
      });
      await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
      const address = api.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const upstream = { url: `http://127.0.0.1:${port}`, http2: true };
      const settings = { tls: { cert: 'tls.crt', key: 'tls.key' } };
      const world = await apiWorld({ bundle, files, settings, api: { upstream } });
      const client = connect(`https://localhost:${world.port}`, { ca: certificates.ca });
      return { world, api, client };
    }),
  );
});
afterAll(async () => {
  for (const { client } of worlds) client.destroy();
  await Promise.all(worlds.map(({ world }) => world.stop()));
  for (const { api } of worlds) api.close();
  rmSync(directory, { recursive: true, force: true });
});

/** All that a client is told: fields, bytes, fields behind them, and how it ends. */
async function told({ client }: Http2World, target: string): Promise<string> {
  const stream = client.request({ ':path': target, authorization: basic('contractor'), te: 'trailers' });
  const said: string[] = [];
  let body = '';
  stream.on('response', ({ date: _, ...fields }) => said.push(JSON.stringify(fields)));
  stream.on('trailers', (fields) => said.push(JSON.stringify(fields)));
  stream.on('data', (chunk: Buffer) => {
    body += chunk.toString('latin1');
  });
  stream.on('error', (error) => said.push(error.message));
  await new Promise((resolve) => stream.once('close', resolve));
  // Of an answer that was cut, how much has crossed is a matter of moments.
  return [...said, stream.rstCode, stream.rstCode === 0 ? body : ''].join('\n');
}

it('holds for answers in any frames', async () => {
  const forms = [
    { type: 'application/json', target: '/people/7', write: (s: Secrets) => JSON.stringify(person(s)) },
    {
      type: 'application/x-ndjson',
      target: '/people',
      write: (s: Secrets) => `${JSON.stringify(person(s))}\n`.repeat(3),
    },
    { type: 'text/csv', target: '/people', write: (s: Secrets) => `id,ssn\r\n7,${s.ssn}\r\n` },
    { type: 'text/csv', target: '/people', write: (s: Secrets) => `7,${s.ssn}\r\n` },
    {
      type: 'text/event-stream',
      target: '/people',
      write: (s: Secrets) => `data: ${JSON.stringify(person(s))}\n\n`,
    },
    { type: 'application/xml', target: '/people', write: (s: Secrets) => `<ssn>${s.ssn}</ssn>` },
  ];
  let masked = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...forms),
      fc.integer({ min: 1, max: 300 }),
      fc.subarray<keyof Secrets>(['ssn', 'phone', 'card']),
      fc.boolean(),
      async ({ type, target, write }, frame, trailers, breaks) => {
        style = { type, write, frame, trailers, breaks };
        const [first, second] = await Promise.all(worlds.map((world) => told(world, target)));
        expect(first).toBe(second);
        for (const secret of SECRETS.flatMap((secrets) => Object.values(secrets)))
          expect(first).not.toContain(String(secret));
        if (first?.includes('redacted')) masked += 1;
      },
    ),
    { numRuns: 80 },
  );
  expect(masked).toBeGreaterThan(10);
}, 120_000);
