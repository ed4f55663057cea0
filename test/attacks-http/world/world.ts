/** A proxy before an API for tests, in this process: configuration, bundle, credentials and listener are the real ones. */
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../../runtime/src/cli/run-command.ts';
import { loadConfig } from '../../../runtime/src/config/load-config.ts';
import { problemText } from '../../../runtime/src/json-file/problem.ts';
import { readFile } from '../../../runtime/src/json-file/read-file.ts';
import type { EventName } from '../../../runtime/src/log/events.ts';
import { formatJson } from '../../../runtime/src/log/format-json.ts';
import { createLogger } from '../../../runtime/src/log/logger.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { type ProxyParts, realParts } from '../../../runtime/src/proxy/parts.ts';
import type { RunningProxy } from '../../../runtime/src/proxy/running-proxy.ts';
import { startProxy } from '../../../runtime/src/proxy/start-proxy.ts';
import { startTracing } from '../../../runtime/src/proxy/tracing/start-tracing.ts';
import { type ApiUpstream, apiUpstream } from '../../support/api-upstream.ts';
import { runOrThrow } from '../../support/programs.ts';

const SOURCES = fileURLToPath(new URL('.', import.meta.url));
/** The policy of values that detectors find. */
export const NOTES = fileURLToPath(new URL('../notes/', import.meta.url));

export const PASSWORD = 'correct horse';

/** What the proxy says to the API. */
export const UPSTREAM_TOKEN = 'the-proxy-itself';

export type CallerName = 'contractor' | 'clerk' | 'owner' | 'counted' | 'stranger';

const CALLERS: Readonly<Record<CallerName, readonly string[]>> = {
  contractor: ['contractors'],
  clerk: ['clerks'],
  owner: ['owners'],
  counted: ['counted'],
  stranger: [],
};

export interface LoggedEvent {
  readonly event: EventName;
  readonly [field: string]: unknown;
}

export interface ApiWorld {
  readonly proxy: RunningProxy;
  readonly upstream: ApiUpstream;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  readonly lines: readonly string[];
  events(name: EventName): readonly LoggedEvent[];
  /** Sends these bytes on a fresh connection; gives all that comes back until the connection ends or is silent. */
  raw(bytes: string | Buffer, options?: { readonly ends?: boolean }): Promise<Buffer>;
  writeCredentials(entries: readonly object[]): void;
  write(name: string, text: string): void;
  stop(): Promise<void>;
}

/** The value of Authorization for a caller. */
export function basic(caller: CallerName, password = PASSWORD): string {
  return `Basic ${Buffer.from(`${caller}:${password}`).toString('base64')}`;
}

export async function compilePeople(directory: string, sources = SOURCES): Promise<string> {
  const bundle = join(directory, 'bundle');
  await runOrThrow('dlpc', ['compile', '-o', bundle, sources]);
  return bundle;
}

/** The same policy, for the tokens of this issuer. */
export async function compilePeopleFor(issuer: string, directory: string): Promise<string> {
  const sources = join(directory, 'policies');
  cpSync(SOURCES, sources, { recursive: true });
  const policy = join(sources, 'people.dlp');
  writeFileSync(policy, readFileSync(policy, 'utf8').replace('https://login.corp.example', issuer));
  return compilePeople(directory, sources);
}

export function credentialEntries(verifier: string, changes: object = {}): readonly object[] {
  return Object.entries(CALLERS).map(([user, groups]) => ({
    ...{ user, verifier, expires: '2100-01-01T00:00:00Z' },
    caller: { sub: user, kind: 'service', groups },
    ...changes,
  }));
}

/** Whose tokens are trusted; nobody has the other half. */
const ISSUER = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();

const VERIFIER = await makeScramVerifier(PASSWORD);

export interface WorldOptions {
  /** Directory of a bundle; the policy of the attacks where nothing is said. */
  readonly bundle?: string;
  /** Merged over the configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Merged over that of the API. */
  readonly api?: Readonly<Record<string, unknown>>;
  /** In place of a new one. */
  readonly upstreamUrl?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly maskKey?: string;
  /** In place of parts of the proxy. */
  readonly parts?: Partial<ProxyParts>;
}

export async function apiWorld(options: WorldOptions = {}): Promise<ApiWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-api-'));
  const upstream = await apiUpstream();
  const write = (name: string, text: string) => {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
  };
  const writeCredentials = (entries: readonly object[]) => write('credentials.json', JSON.stringify(entries));
  writeCredentials(credentialEntries(VERIFIER));
  write('mask.key', options.maskKey ?? '5a'.repeat(32));
  write('upstream.token', UPSTREAM_TOKEN);
  write('issuer.pub', ISSUER);
  for (const [name, text] of Object.entries(options.files ?? {})) write(name, text);
  const bundle = options.bundle ?? (await compilePeople(directory));
  write(
    'dlp-proxy.json',
    JSON.stringify({
      listen: { host: '127.0.0.1', port: 0 },
      ...{ bundle, credentials: 'credentials.json', maskKey: { file: 'mask.key' } },
      apis: {
        people: {
          listen: { host: '127.0.0.1', port: 0 },
          upstream: {
            url: options.upstreamUrl ?? `http://127.0.0.1:${upstream.port}`,
            credential: { bearer: { file: 'upstream.token' } },
          },
          ...options.api,
        },
      },
      tokens: { keys: ['issuer.pub'] },
      limits: { drainSeconds: 2 },
      ...options.settings,
    }),
  );
  const loading = await loadConfig(join(directory, 'dlp-proxy.json'), {
    readFile,
    runCommand,
    env: {},
    now: Date.now,
  });
  if (!loading.ok) throw new Error(loading.problems.map((each) => problemText('config', each)).join('\n'));
  const lines: string[] = [];
  const log = createLogger({
    ...{ level: 'debug' as const, format: formatJson, now: Date.now },
    write: (line: string) => void lines.push(line),
  });
  const parts = await realParts(log);
  const tracing = startTracing(loading.config.traces, { ...parts, fetch }, { version: '0', worker: 1 });
  const start = await startProxy(loading.config, {
    ...{ ...parts, tracer: tracing?.tracer ?? null, ...options.parts },
  });
  if (!start.ok) throw new Error(start.reasons.join('\n'));
  const { proxy } = start;
  const { port } = proxy.apis.get('people') ?? { port: 0 };
  return {
    ...{ proxy, upstream, port, lines, write, writeCredentials, origin: `http://127.0.0.1:${port}` },
    events: (name) =>
      lines.map((line): LoggedEvent => JSON.parse(line)).filter(({ event }) => event === name),
    raw: (bytes, { ends = false } = {}) => exchange(port, bytes, ends),
    stop: async () => {
      await proxy.stop('the test');
      await tracing?.close();
      await upstream.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Longer than any answer takes here; what waits for more bytes is silent for good. Counted in ticks between which the process has read
 * what there is: the clock alone goes on while a busy machine lets it wait.
 */
const SILENT_TICKS = 10;
const TICK_MILLISECONDS = 50;

/** Sends these bytes on a fresh connection; see {@link ApiWorld.raw}. */
export function exchange(port: number, bytes: string | Buffer, ends: boolean): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  let silent = 0;
  const ticks = setInterval(() => {
    silent += 1;
    if (silent >= SILENT_TICKS) socket.destroy();
  }, TICK_MILLISECONDS);
  socket.on('data', (chunk) => {
    silent = 0;
    chunks.push(chunk);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearInterval(ticks);
    resolve(Buffer.concat(chunks));
  });
  socket.on('end', () => socket.destroy());
  const sent = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  if (ends) socket.end(sent);
  else socket.write(sent);
  return promise;
}
