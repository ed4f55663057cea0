/**
 * The HTTP data path: masking of large JSON by itself, and requests through the proxy with nginx beside it as a plain reverse proxy that masks
 * nothing. Where nginx is not installed the second is left out.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { JsonMasker } from '../../runtime/src/bodies/json/json-masker.ts';
import { ValuePlans } from '../../runtime/src/bodies/json/value-plan.ts';
import { fieldMasker } from '../../runtime/src/masks/field/field-masks.ts';
import { textSearch } from '../../runtime/src/masks/field/search-texts.ts';
import { makeScramVerifier } from '../../runtime/src/pgwire/scram/verifier.ts';
import { basic, compilePeople, credentialEntries, PASSWORD } from '../attacks-http/world/world.ts';
import { freePort } from '../support/free-port.ts';
import { startProxy } from '../support/proxy-process.ts';
import { askOverAndOver } from './http-load.ts';
import { alternate, type Contestant, type Measured, summary } from './measure.ts';
import { processorMicroseconds } from './process-cost.ts';

const NGINX = '/usr/sbin/nginx';
const ROUNDS = 5;
const CONNECTIONS = 32;
const MILLISECONDS = 2_000;
const WARM_MILLISECONDS = 10_000;

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
  return [masking, ...(await requests(scratch))];
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

async function requests(scratch: string): Promise<readonly Measured[]> {
  const directory = join(scratch, 'http');
  mkdirSync(directory);
  const [port, plain] = await Promise.all([freePort(), freePort()]);
  const api = await startNginx(directory, 'api', port, apiServer(port));
  const nginx = await startNginx(directory, 'plain', plain, plainProxy(port, plain));
  const bundle = await compilePeople(directory);
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  write('credentials.json', JSON.stringify(credentialEntries(await makeScramVerifier(PASSWORD))));
  write(
    'dlp-proxy.json',
    JSON.stringify({
      ...{ listen: { host: '127.0.0.1', port: 0 }, bundle, credentials: 'credentials.json' },
      apis: {
        people: { listen: { host: '127.0.0.1', port: 0 }, upstream: { url: `http://127.0.0.1:${port}` } },
      },
      log: { level: 'info', format: 'json' },
    }),
  );
  const proxy = await startProxy(join(directory, 'dlp-proxy.json'), directory, []);
  const listening = await proxy.event('api-listening');
  const sides = [
    new Asked('nginx, masking nothing', plain, nginx.pid),
    new Asked('dlp-proxy, two fields masked', Number(listening.port), proxy.pid),
    new Asked('the API itself', port, api.pid),
  ];
  try {
    // What is compiled while it runs is compiled before it is measured.
    for (const side of sides) await side.run(WARM_MILLISECONDS);
    const name = `GET of 2 kB of JSON, ${CONNECTIONS} connections`;
    const measured = await alternate(`${name} (requests per second)`, sides, ROUNDS);
    const costs = sides.map((side) => summary(side.name, side.microseconds.slice(-ROUNDS)));
    return [measured, { name: `${name} (µs of processor time for a request)`, sides: costs }];
  } finally {
    await proxy.stop();
    for (const child of [nginx, api]) child.kill('SIGTERM');
  }
}

/** One side, which is asked, and what its process takes for that. */
class Asked implements Contestant {
  readonly name: string;
  readonly #port: number;
  readonly #pids: readonly number[];
  /** For a request, of each run. */
  readonly microseconds: number[] = [];

  constructor(name: string, port: number, pid: number | undefined) {
    this.name = name;
    this.#port = port;
    this.#pids = pid === undefined ? [] : [pid];
  }

  async run(milliseconds = MILLISECONDS): Promise<number> {
    const head = ['GET /people/7 HTTP/1.1', 'host: api.example', `authorization: ${basic('contractor')}`];
    const request = Buffer.from(`${head.join('\r\n')}\r\n\r\n`);
    const before = processorMicroseconds(this.#pids);
    const start = performance.now();
    const count = await askOverAndOver({
      ...{ port: this.#port, request, connections: CONNECTIONS, milliseconds },
    });
    this.microseconds.push((processorMicroseconds(this.#pids) - before) / count);
    return count / ((performance.now() - start) / 1000);
  }
}

/** An API that says always the same. */
function apiServer(port: number): string {
  const tags = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`tag${index}`, `some text of a tag ${index}`]),
  );
  const person = JSON.stringify({ id: 7, name: 'Ada', email: 'ada@corp.example', ssn: '123-45-6789', tags });
  return `server { listen 127.0.0.1:${port}; default_type application/json; location / { return 200 '${person}'; } }`;
}

/** A reverse proxy before it. */
function plainProxy(api: number, port: number): string {
  return `upstream api { server 127.0.0.1:${api}; keepalive 64; keepalive_requests 10000000; }
    server {
      listen 127.0.0.1:${port};
      location / { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection ""; }
    }`;
}

/** One process, so that its processor time is all there is. */
async function startNginx(
  directory: string,
  name: string,
  port: number,
  server: string,
): Promise<ChildProcess> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${directory}/${name}-${kind};`)
    .join('\n');
  const log = join(directory, `${name}.log`);
  const config = `
    daemon off; master_process off; pid ${directory}/${name}.pid; error_log ${log};
    events { worker_connections 1024; }
    http { access_log off; ${temporary} keepalive_requests 10000000; ${server} }`;
  const file = join(directory, `${name}.conf`);
  writeFileSync(file, config);
  const child = spawn(NGINX, ['-p', directory, '-c', file, '-e', log], { stdio: 'inherit' });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await isOpen(port)) return child;
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
