/** How the proxy proves itself to an API: by certificate, password, token or key, over HTTP/1.1 and HTTP/2; never by what its client says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ApiWorld, apiWorld, basic, compilePeople } from '../../attacks-http/world/world.ts';
import { createCertificates, type TestCertificates } from '../../support/tls.ts';

interface Seen {
  readonly httpVersion: string;
  readonly authorization: string | undefined;
  readonly key: string | string[] | undefined;
  /** Who the certificate is of; null where none was shown that the API trusts. */
  readonly certificate: string | null;
}

let directory: string;
let certificates: TestCertificates;
let bundle: string;
let url: string;
let stopApi: () => void;
const seen: Seen[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-upstream-'));
  certificates = createCertificates(directory);
  bundle = await compilePeople(directory);
  const api = createSecureServer(
    {
      ...{ cert: readFileSync(certificates.certFile), key: readFileSync(certificates.keyFile) },
      ...{ ca: certificates.ca, requestCert: true, rejectUnauthorized: false, allowHTTP1: true },
    },
    (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => {
      const { httpVersion, headers } = request;
      const socket = 'stream' in request ? request.stream.session?.socket : request.socket;
      const peer = socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate() : null;
      const name = peer?.subject?.CN;
      const certificate = typeof name === 'string' ? name : null;
      seen.push({
        httpVersion,
        authorization: headers.authorization,
        key: headers['x-api-key'],
        certificate,
      });
      response.statusCode = 200;
      response.setHeader('content-type', 'application/json');
      response.end('{"ok":true}');
    },
  );
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const address = api.address();
  url = `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`;
  stopApi = () => api.close();
}, 60_000);
afterAll(() => {
  stopApi?.();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  seen.length = 0;
});

async function withUpstream(
  upstream: Readonly<Record<string, unknown>>,
  then: (world: ApiWorld) => Promise<void>,
): Promise<void> {
  const world = await apiWorld({
    bundle,
    api: { upstream: { url, ...upstream } },
    files: {
      ...{
        'ca.crt': certificates.ca,
        'api.key': 'key-of-the-proxy',
        'api.password': 'password-of-the-proxy',
      },
      'proxy.crt': readFileSync(certificates.certFile, 'utf8'),
      'proxy.key': readFileSync(certificates.keyFile, 'utf8'),
    },
  });
  try {
    await then(world);
  } finally {
    await world.stop();
  }
}

/** The client says of itself all that a client can. */
const ask = (world: ApiWorld) =>
  fetch(`${world.origin}/status`, {
    headers: { authorization: basic('contractor'), 'x-api-key': 'key-of-the-client' },
  });

const MUTUAL = { ca: 'ca.crt', cert: 'proxy.crt', key: 'proxy.key' };

it.each([
  [false, '1.1'],
  [true, '2.0'],
])(
  'shows its certificate, again and again (HTTP/2: %s)',
  async (http2, httpVersion) => {
    await withUpstream({ http2, tls: MUTUAL }, async (world) => {
      for (let count = 0; count < 3; count += 1) expect((await ask(world)).status).toBe(200);
    });
    const proved = { httpVersion, authorization: undefined, key: undefined, certificate: 'localhost' };
    expect(seen).toEqual([proved, proved, proved]);
  },
  60_000,
);

it.each([
  [{ bearer: { file: 'upstream.token' } }, { authorization: 'Bearer the-proxy-itself' }],
  [
    { basic: { user: 'proxy', password: { file: 'api.password' } } },
    { authorization: `Basic ${Buffer.from('proxy:password-of-the-proxy').toString('base64')}` },
  ],
  [{ header: { name: 'X-API-Key', value: { file: 'api.key' } } }, { key: 'key-of-the-proxy' }],
])(
  'says %j and nothing of its client',
  async (credential, said) => {
    for (const http2 of [false, true])
      await withUpstream({ http2, credential, tls: { ca: 'ca.crt' } }, async (world) => {
        expect((await ask(world)).status).toBe(200);
      });
    const nothing = { authorization: undefined, key: undefined, certificate: null, ...said };
    expect(seen).toEqual([
      { httpVersion: '1.1', ...nothing },
      { httpVersion: '2.0', ...nothing },
    ]);
  },
  60_000,
);

it('says nothing to an API whose certificate it does not trust', async () => {
  for (const http2 of [false, true])
    await withUpstream({ http2, credential: { bearer: { file: 'upstream.token' } } }, async (world) => {
      expect((await ask(world)).status).toBe(502);
    });
  expect(seen).toEqual([]);
}, 60_000);
