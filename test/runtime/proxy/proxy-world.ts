/**
 * A whole proxy in this process, in front of a real database: files, wire, judge and log are the real ones, only the
 * bundle is given by the test.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Matcher } from '@dlpc/runtime/abi';
import pg from 'pg';
import { Metrics } from '../../../runtime/src/admin/metrics.ts';
import type { BundleLoadResult } from '../../../runtime/src/bundle/load-bundle.ts';
import { runCommand } from '../../../runtime/src/cli/run-command.ts';
import { loadConfig } from '../../../runtime/src/config/load-config.ts';
import { problemText } from '../../../runtime/src/json-file/problem.ts';
import { readFile } from '../../../runtime/src/json-file/read-file.ts';
import type { EventName } from '../../../runtime/src/log/events.ts';
import { formatJson } from '../../../runtime/src/log/format-json.ts';
import { createLogger } from '../../../runtime/src/log/logger.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { countedLog } from '../../../runtime/src/proxy/counted-log.ts';
import { realParts } from '../../../runtime/src/proxy/parts.ts';
import type { RunningProxy } from '../../../runtime/src/proxy/running-proxy.ts';
import { type Office, type OfficeParts, startOffice } from '../../../runtime/src/proxy/start-office.ts';
import { startProxy } from '../../../runtime/src/proxy/start-proxy.ts';
import { startTracing } from '../../../runtime/src/proxy/tracing/start-tracing.ts';
import { type TestDatabase, type TestRole, testDatabase } from '../../support/test-database.ts';
import { matcher } from '../judge/fixture.ts';
import { bundleOf } from './proxy-fixture.ts';

export const PASSWORD = 'correct horse';
export const MASK_KEY = '5a'.repeat(32);

export const VERIFIER = await makeScramVerifier(PASSWORD);

/** An entry of the file of credentials; the user is in the groups. */
export function entry(user: string, groups: readonly string[], changes: object = {}): object {
  const caller = { sub: user, kind: 'service', groups };
  return { user, verifier: VERIFIER, expires: '2100-01-01T00:00:00Z', caller, ...changes };
}

export const CONTRACTOR = entry('contractor', ['contractors']);
export const SUPPORT = entry('support', ['support']);
const STRANGER = entry('stranger', []);

export interface LoggedEvent {
  readonly event: EventName;
  readonly [field: string]: unknown;
}

export interface ProxyWorld {
  readonly proxy: RunningProxy;
  readonly office: Office;
  /** The lines of the log, down to `debug`. */
  readonly lines: readonly string[];
  /** The first event of that name that fits, now or in future. */
  event(name: EventName, fits?: (event: LoggedEvent) => boolean): Promise<LoggedEvent>;
  /** The first event of that name from now on. */
  next(name: EventName): Promise<LoggedEvent>;
  /** A connected client. `over` is how its connection ended, once it has. */
  connect(
    user: string,
    changes?: pg.ClientConfig,
  ): Promise<{ client: pg.Client; over: Promise<Error & { code?: string }> }>;
  /** The SQLSTATE and message with which connecting fails. */
  refusal(user: string, changes?: pg.ClientConfig): Promise<string>;
  writeCredentials(content: string | readonly object[]): void;
  /** Writes any file beside the configuration, as its owner alone can read it. */
  write(name: string, text: string): void;
  /** Rolls out another bundle. */
  rollOut(loading: BundleLoadResult): void;
}

export interface WorldOptions {
  readonly upstream?: object;
  /** In place of that of the proxy's own role. */
  readonly upstreamPassword?: string;
  readonly limits?: object;
  /** Merged over the rest of the configuration. */
  readonly settings?: object;
  readonly matcher?: Matcher;
  /** Further files beside the configuration. */
  readonly files?: Readonly<Record<string, string>>;
  /** The clock by which policies are judged. */
  readonly now?: () => number;
}

/** The fixture's relations in a real database, with a role for the proxy. */
export async function crmDatabase(): Promise<TestDatabase & { readonly role: TestRole }> {
  const database = await testDatabase();
  const role = await database.createRole();
  await database.query(`
    create table customers (id int, name text, ssn text);
    create table orders (id int, customer_id int);
    create table unknown_to_policy (x text);
    create view summary as select count(*) n from orders;
    insert into customers values (1, 'Ann', '123-45-6789');
    insert into orders values (10, 1);
    grant select on all tables in schema public to ${role.name}`);
  return { ...database, role };
}

/** Starts the proxy; `end` everything with the function that comes along. */
export async function startWorld(
  database: TestDatabase & { readonly role: TestRole },
  options: WorldOptions = {},
): Promise<ProxyWorld & { end(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-proxy-'));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  const writeCredentials: ProxyWorld['writeCredentials'] = (content) =>
    write('credentials.json', typeof content === 'string' ? content : JSON.stringify(content));
  writeCredentials([CONTRACTOR, SUPPORT, STRANGER]);
  for (const [name, text] of Object.entries(options.files ?? {})) write(name, text);
  write('upstream.password', options.upstreamPassword ?? database.role.password);
  write('mask.key', MASK_KEY);
  write('manifest.json', '1');
  const upstream = {
    ...{ host: database.host, port: database.port, database: database.name, user: database.role.name },
    ...{ password: { file: 'upstream.password' }, ...options.upstream },
  };
  const settings = {
    ...{ listen: { port: 0 }, bundle: '.', credentials: 'credentials.json', maskKey: { file: 'mask.key' } },
    ...{ sources: { crm: { upstream } }, limits: { drainSeconds: 600, ...options.limits } },
    ...options.settings,
  };
  write('proxy.json', JSON.stringify(settings));

  const file = join(directory, 'proxy.json');
  const loading = await loadConfig(file, { readFile, runCommand, env: {}, now: Date.now });
  if (!loading.ok) throw new Error(loading.problems.map((problem) => problemText(file, problem)).join('\n'));

  const log = watchedLog();
  let bundle: BundleLoadResult = { ok: true, bundle: bundleOf('r1', { crm: options.matcher ?? matcher }) };
  const parts = {
    ...(await realParts(log.log)),
    ...{ loadBundle: async () => bundle, pollMilliseconds: 20, now: options.now ?? Date.now },
  };
  const metrics = new Metrics();
  const counted = { ...parts, log: countedLog(parts.log, metrics) };
  let live: OfficeParts['live'] = () => [];
  let states: OfficeParts['states'] = () => [];
  const opening = await startOffice(loading.config, {
    ...{ ...counted, metrics, missing: () => [], live: () => live() },
    ...{ states: () => states(), version: 'of the tests' },
  });
  if (!opening.ok) throw new Error(opening.reasons.join('\n'));
  const { office } = opening;
  const tracing = startTracing(loading.config.traces, { ...counted, fetch }, { version: '0', worker: 1 });
  const start = await startProxy(loading.config, {
    ...{ ...counted, approvals: office.service, tracer: tracing?.tracer ?? null },
  });
  if (!start.ok) throw new Error(start.reasons.join('\n'));
  const { proxy } = start;
  live = proxy.live;
  states = () => [proxy.state()];

  const clients: pg.Client[] = [];
  const configOf = (user: string, changes: pg.ClientConfig = {}): pg.ClientConfig => ({
    ...{ host: proxy.host, port: proxy.port, user, password: PASSWORD, database: 'crm' },
    ...changes,
  });
  return {
    ...{ proxy, office, lines: log.lines, event: log.event, next: log.next, writeCredentials, write },
    connect: async (user, changes) => {
      const client = new pg.Client(configOf(user, changes));
      const over = new Promise<Error & { code?: string }>((resolve) => client.once('error', resolve));
      client.on('error', () => undefined);
      await client.connect();
      clients.push(client);
      return { client, over };
    },
    refusal: async (user, changes) => {
      const client = new pg.Client(configOf(user, changes));
      try {
        await client.connect();
      } catch (error) {
        return error instanceof pg.DatabaseError ? `${error.code} ${error.message}` : String(error);
      }
      await client.end();
      return 'connected';
    },
    rollOut: (next) => {
      bundle = next;
      write('manifest.json', `${Math.random()}`);
    },
    end: async () => {
      proxy.cut();
      await proxy.stop('the end of the test');
      await tracing?.close();
      await office.close();
      for (const client of clients) await client.end().catch(() => undefined);
      rmSync(directory, { recursive: true });
    },
  };
}

function watchedLog() {
  const lines: string[] = [];
  const events: LoggedEvent[] = [];
  const listeners = new Set<() => void>();
  const log = createLogger({
    ...{ level: 'debug', format: formatJson, now: Date.now },
    write: (line) => {
      lines.push(line);
      events.push(JSON.parse(line) as LoggedEvent);
      for (const listener of listeners) listener();
    },
  });
  const find = (from: number, fits: (event: LoggedEvent) => boolean): Promise<LoggedEvent> =>
    new Promise((resolve) => {
      const look = () => {
        const found = events.slice(from).find(fits);
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });
  const event: ProxyWorld['event'] = (name, fits = () => true) =>
    find(0, (candidate) => candidate.event === name && fits(candidate));
  const next: ProxyWorld['next'] = (name) => find(events.length, (candidate) => candidate.event === name);
  return { log, lines, event, next };
}
