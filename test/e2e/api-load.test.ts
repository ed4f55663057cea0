/**
 * Bodies without end and thousands of connections, through the real program: its memory stays where it is. Modest here; by hand with
 * DLPC_MEGABYTES=1024 and DLPC_CONNECTIONS=5000.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeScramVerifier } from '../../runtime/src/pgwire/scram/verifier.ts';
import { basic, compilePeople, credentialEntries, PASSWORD } from '../attacks-http/world/world.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { requires } from '../support/requires.ts';

const MEGABYTE = 1024 * 1024;
const BYTES = Number(process.env.DLPC_MEGABYTES ?? 256) * MEGABYTE;
const CONNECTIONS = Number(process.env.DLPC_CONNECTIONS ?? 600);

/** What a body of any size may add, masked or not. */
const MOST_ADDED = 64 * MEGABYTE;

requires('procfs')('the proxy of an API', () => {
  let directory: string;
  let proxy: RunningProxy;
  let api: Server;
  let port: number;
  let uploaded = 0;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-api-load-'));
    const bundle = await compilePeople(directory);
    api = createServer((incoming, response) => {
      incoming.on('data', (chunk: Buffer) => {
        uploaded += chunk.length;
      });
      incoming.on('end', () => {
        if (incoming.method === 'PUT') response.writeHead(204).end();
        else if (incoming.url === '/people') sendPeople(response);
        else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
      });
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const address = api.address();
    const upstream = typeof address === 'object' && address !== null ? address.port : 0;
    const write = (name: string, value: unknown) =>
      writeFileSync(join(directory, name), JSON.stringify(value), { mode: 0o600 });
    write('credentials.json', credentialEntries(await makeScramVerifier(PASSWORD)));
    writeFileSync(join(directory, 'mask.key'), '5a'.repeat(32), { mode: 0o600 });
    write('dlp-proxy.json', {
      ...{ listen: { host: '127.0.0.1', port: 0 }, bundle, credentials: 'credentials.json' },
      apis: {
        people: {
          listen: { host: '127.0.0.1', port: 0 },
          upstream: { url: `http://127.0.0.1:${upstream}` },
        },
      },
      ...{
        maskKey: { file: 'mask.key' },
        log: { level: 'info', format: 'json' },
        limits: { drainSeconds: 1, maxConnectionsPerAddress: CONNECTIONS + 100 },
      },
    });
    proxy = await startProxy(join(directory, 'dlp-proxy.json'), directory, []);
    port = Number((await proxy.event('api-listening')).port);
    // What is made when it is first needed is no part of a body.
    await ask('GET', '/status');
  }, 120_000);
  afterAll(async () => {
    await proxy?.stop();
    api?.closeAllConnections();
    api?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  function sendPeople(response: ServerResponse): void {
    const one = { id: 7, name: 'x'.repeat(200), email: 'ada@corp.example', ssn: '123-45-6789' };
    const block = Buffer.from(`${JSON.stringify(one)},`.repeat(200));
    let sent = 0;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('[');
    const more = (): void => {
      while (sent < BYTES) {
        sent += block.length;
        if (!response.write(block)) return void response.once('drain', more);
      }
      response.end(`${JSON.stringify(one)}]`);
    };
    more();
  }

  interface Came {
    readonly status: number;
    readonly bytes: number;
    readonly end: string;
  }

  /** `bytes`: how long a body is sent. */
  function ask(method: string, path: string, agent?: Agent, bytes = 0): Promise<Came> {
    const { promise, resolve, reject } = Promise.withResolvers<Came>();
    const headers = {
      authorization: basic('contractor'),
      ...(bytes === 0 ? {} : { 'content-type': 'application/octet-stream' }),
    };
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent }, (incoming) => {
      let came = 0;
      let end = '';
      incoming.on('data', (chunk: Buffer) => {
        came += chunk.length;
        end = chunk.subarray(-100).toString();
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, bytes: came, end }));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    const block = Buffer.alloc(65_536, 'x');
    let sent = 0;
    const more = (): void => {
      while (sent < bytes) {
        sent += block.length;
        if (!outgoing.write(block)) return void outgoing.once('drain', more);
      }
      outgoing.end();
    };
    more();
    return promise;
  }

  function memory(): number {
    const status = readFileSync(`/proc/${proxy.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }

  /** The most that the proxy held while something went on, above what it held before. */
  async function added(during: () => Promise<unknown>): Promise<number> {
    const before = memory();
    let most = before;
    const timer = setInterval(() => {
      most = Math.max(most, memory());
    }, 20);
    try {
      await during();
    } finally {
      clearInterval(timer);
    }
    return most - before;
  }

  it('masks a body of any size in bounded memory', async () => {
    let came: Came | undefined;
    const more = await added(async () => {
      came = await ask('GET', '/people');
    });
    expect(came?.status).toBe(200);
    expect(came?.bytes).toBeGreaterThan(BYTES * 0.9);
    expect(came?.end).toContain('"ssn":"[redacted]"}]');
    expect(more).toBeLessThan(MOST_ADDED);
  }, 300_000);

  it('passes one on in bounded memory', async () => {
    uploaded = 0;
    let came: Came | undefined;
    const more = await added(async () => {
      came = await ask('PUT', '/files/a', undefined, BYTES);
    });
    expect([came?.status, uploaded]).toEqual([204, BYTES]);
    expect(more).toBeLessThan(MOST_ADDED);
  }, 300_000);

  it('keeps thousands of connections, each of which asks again', async () => {
    const agents = Array.from({ length: CONNECTIONS }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const more = await added(async () => {
      for (const _ of [1, 2])
        for (let at = 0; at < agents.length; at += 200) {
          const came = await Promise.all(
            agents.slice(at, at + 200).map((agent) => ask('GET', '/status', agent)),
          );
          expect(new Set(came.map(({ status }) => status))).toEqual(new Set([200]));
        }
    });
    // Few of them are connections to the API.
    const reached = await new Promise<number>((resolve) =>
      api.getConnections((_error, count) => resolve(count)),
    );
    expect(reached).toBeLessThanOrEqual(256);
    expect(more).toBeLessThan(MOST_ADDED + CONNECTIONS * 40_000);
    for (const agent of agents) agent.destroy();
  }, 300_000);
});
