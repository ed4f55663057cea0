/**
 * The HTTP data path: masking of large JSON by itself, and requests through the proxy with nginx beside it as a plain reverse proxy that masks
 * nothing. Where nginx is not installed the second is left out.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { Pool } from 'undici';
import { JsonMasker } from '../../runtime/src/bodies/json/json-masker.ts';
import { ValuePlans } from '../../runtime/src/bodies/json/value-plan.ts';
import { fieldMasker } from '../../runtime/src/masks/field/field-masks.ts';
import { textSearch } from '../../runtime/src/masks/field/search-texts.ts';
import { makeScramVerifier } from '../../runtime/src/pgwire/scram/verifier.ts';
import { basic, compilePeople, credentialEntries, PASSWORD } from '../attacks-http/world/world.ts';
import { freePort } from '../support/free-port.ts';
import { startProxy } from '../support/proxy-process.ts';
import { alternate, type Contestant, type Measured } from './measure.ts';

const NGINX = '/usr/sbin/nginx';
const ROUNDS = 5;
const CONNECTIONS = 32;
const MILLISECONDS = 2_000;

export async function httpBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const masking = await alternate(
    'masking JSON of 37 MB, two of seven fields (MB per second of processor time)',
    [masker(), parser()],
    ROUNDS,
  );
  if (!existsSync(NGINX)) {
    process.stderr.write('requests are not measured: nginx is missing (apt-get install nginx-light)\n');
    return [masking];
  }
  return [masking, await requests(scratch)];
}

function rows(): Buffer {
  const row = (index: number) => ({
    ...{ id: index, name: `Customer number ${index}`, email: `user${index}@example.com`, ssn: '123-45-6789' },
    address: { street: `Some street ${index}`, city: 'Berlin', zip: '10115' },
    notes: 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor '.repeat(2),
    created: '2026-11-22T00:00:00Z',
  });
  return Buffer.from(JSON.stringify(Array.from({ length: 100_000 }, (_, index) => row(index))));
}

const PIECE = 64 * 1024;

function masker(): Contestant {
  const text = rows();
  const shape = {
    ...{ types: [], fields: [], properties: new Map<string, number>(), additional: null, items: null },
    ...{ undeclared: 'hide' as const, searches: [], isProtected: true },
  };
  const plain = { ...shape, undeclared: 'show' as const, isProtected: false };
  const properties = new Map([
    ...['id', 'name', 'address', 'notes', 'created'].map((name) => [name, 2] as const),
    ['email', 3],
    ['ssn', 4],
  ]);
  const shapes = [{ ...shape, items: 1 }, { ...shape, properties }, plain, shape, shape];
  const masks = new Map([
    [3, { name: 'keep_last', args: [4], type: 'text' }],
    [4, { name: 'redact', args: [], type: 'text' }],
  ]);
  const view = {
    treatmentOf: (index: number) => ({ mask: masks.get(index) ?? null }),
    hides: (index: number) => index !== 2,
    partsOf: () => [],
  };
  const plans = new ValuePlans(
    { shapes },
    view,
    (mask) => fieldMasker(mask, { key: null, detectors: [] }),
    (parts) => textSearch(parts, { key: null, detectors: [] }),
  );
  return {
    name: 'the masker',
    run: async () =>
      perSecond(text.length, () => {
        const masked = new JsonMasker(plans, plans.of(0));
        for (let at = 0; at < text.length; at += PIECE) masked.push(text.subarray(at, at + PIECE));
        masked.end();
        if (masked.fault !== null) throw new Error(masked.fault);
      }),
  };
}

/** What a proxy would do that holds bodies whole. */
function parser(): Contestant {
  const text = rows();
  return {
    name: 'JSON.parse and JSON.stringify alone',
    run: async () =>
      perSecond(text.length, () => void Buffer.from(JSON.stringify(JSON.parse(text.toString())))),
  };
}

function perSecond(bytes: number, work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return bytes / (user + system);
}

async function requests(scratch: string): Promise<Measured> {
  const directory = join(scratch, 'http');
  mkdirSync(directory);
  const [api, plain] = await Promise.all([freePort(), freePort()]);
  const nginx = await startNginx(directory, api, plain);
  const bundle = await compilePeople(directory);
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  write('credentials.json', JSON.stringify(credentialEntries(await makeScramVerifier(PASSWORD))));
  write(
    'dlp-proxy.json',
    JSON.stringify({
      ...{ listen: { host: '127.0.0.1', port: 0 }, bundle, credentials: 'credentials.json' },
      apis: {
        people: { listen: { host: '127.0.0.1', port: 0 }, upstream: { url: `http://127.0.0.1:${api}` } },
      },
      log: { level: 'info', format: 'json' },
    }),
  );
  const proxy = await startProxy(join(directory, 'dlp-proxy.json'), directory, []);
  const { port } = await proxy.event('api-listening');
  const contestants = [
    contestant('nginx, masking nothing', plain),
    contestant('dlp-proxy, two fields masked', Number(port)),
    contestant('the API itself', api),
  ];
  try {
    return await alternate('GET of 2 kB of JSON, 32 connections (requests per second)', contestants, ROUNDS);
  } finally {
    await proxy.stop();
    nginx.kill('SIGTERM');
  }
}

function contestant(name: string, port: number): Contestant {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
  const headers = { authorization: basic('contractor') };
  return {
    name,
    run: async () => {
      const start = performance.now();
      let count = 0;
      const client = async () => {
        while (performance.now() - start < MILLISECONDS) {
          const { statusCode, body } = await pool.request({ method: 'GET', path: '/people/7', headers });
          await body.dump();
          if (statusCode !== 200) throw new Error(`${name} answers ${statusCode}`);
          count += 1;
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, client));
      return count / ((performance.now() - start) / 1000);
    },
    end: () => pool.close(),
  };
}

/** Both an API that says always the same, and a reverse proxy before it. */
async function startNginx(directory: string, api: number, plain: number): Promise<ChildProcess> {
  const tags = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`tag${index}`, `some text of a tag ${index}`]),
  );
  const person = JSON.stringify({ id: 7, name: 'Ada', email: 'ada@corp.example', ssn: '123-45-6789', tags });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join('\n');
  const config = `
    daemon off; pid ${directory}/nginx.pid; error_log ${directory}/error.log; worker_processes 1;
    events { worker_connections 1024; }
    http {
      access_log off; ${temporary}
      keepalive_requests 1000000;
      upstream api { server 127.0.0.1:${api}; keepalive 64; }
      server { listen 127.0.0.1:${api}; default_type application/json; location / { return 200 '${person}'; } }
      server {
        listen 127.0.0.1:${plain};
        location / { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection ""; }
      }
    }`;
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, config);
  const child = spawn(NGINX, ['-p', directory, '-c', file, '-e', join(directory, 'error.log')], {
    stdio: 'inherit',
  });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await isOpen(plain)) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('nginx does not start');
}

function isOpen(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection(port, '127.0.0.1');
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  void promise.then(() => socket.destroy());
  return promise;
}
