/** A whole installation of the example: server, database, compiled policies, proxy. What the tests of this folder stand on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordLevel } from '@dlpc/runtime/abi';
import pg from 'pg';
import { type CallerName, type DemoCaller, demoApprover, demoCallers } from '../demo/callers.ts';
import type { CrmOptions } from '../demo/crm-data.ts';
import { CONSENT_POLICY, CRM_DIRECTORY, createUpstreamRole, fillCrm } from '../support/crm-database.ts';
import { type PostgresOptions, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { runOrThrow } from '../support/programs.ts';
import { writeProxyFiles } from '../support/proxy-files.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { recordedExample, writeRecordsKey } from '../support/recorded-example.ts';
import { type ConnectionTarget, connectTapped, type TappedClient } from '../support/tapped-client.ts';

export type { ConnectionTarget };

export interface CrmWorld {
  readonly server: TestPostgres;
  readonly proxy: RunningProxy;
  readonly maskKey: string;
  /** How `caller` connects to the proxy, or past it to something in front of it. */
  target(caller: CallerName, through?: { host: string; port: number }): ConnectionTarget;
  /** Connects as `caller`; ended with the world at the latest. */
  connect(caller: CallerName): Promise<TappedClient>;
  /** Connects past the proxy, as superuser. */
  direct(): Promise<pg.Client>;
  /** Where records are, and the public key that verifies them. */
  readonly records: { readonly directory: string; readonly publicKey: string };
  /** Who approves what others ask for. */
  readonly approver: DemoCaller;
  /** The proxy's configuration. */
  readonly configFile: string;
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly data?: CrmOptions;
  readonly postgres?: PostgresOptions;
  /** Which server; PostgreSQL 18 where nothing is said. */
  readonly start?: typeof startPostgres;
  readonly maskKey?: string;
  /** Merged over the rest of the proxy's configuration. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What every policy asks to be put on record; nothing is said where it is left out. */
  readonly record?: RecordLevel;
  /** One more policy file. */
  readonly policy?: string;
}

/** Compiles the example's policies into `directory`/bundle, each with `record` where one is given, and one more; gives that path. */
export async function compileExample(
  directory: string,
  { record, policy }: Pick<WorldOptions, 'record' | 'policy'> = {},
): Promise<string> {
  const bundle = join(directory, 'bundle');
  const policies = record === undefined ? CRM_DIRECTORY : recordedExample(directory, record);
  const added = join(directory, 'added.dlp');
  if (policy !== undefined) writeFileSync(added, policy);
  const paths = [join(policies, 'policies'), CONSENT_POLICY, ...(policy === undefined ? [] : [added])];
  await runOrThrow('dlpc', ['compile', '-o', bundle, ...paths]);
  return bundle;
}

export async function createWorld(options: WorldOptions = {}): Promise<CrmWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-world-'));
  const maskKey = options.maskKey ?? '5a'.repeat(32);
  const callers = demoCallers();
  const approver = demoApprover();
  const server = await (options.start ?? startPostgres)(options.postgres);
  const open: (() => Promise<unknown>)[] = [() => server.stop()];
  const stop = async (): Promise<void> => {
    for (const end of open.splice(0).toReversed()) await end();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await server.query('create database crm');
    await fillCrm(server, 'crm', options.data);
    await server.query('analyze', 'crm');
    const { key, publicKey } = writeRecordsKey(directory);
    const records = { directory: join(directory, 'records'), publicKey };
    const configFile = await writeProxyFiles(directory, {
      source: 'crm',
      upstream: await createUpstreamRole(server, 'crm', 'dlp_proxy'),
      callers: [...Object.values(callers), approver],
      bundle: await compileExample(directory, options),
      maskKey,
      settings: {
        ...(options.record !== undefined && { records: { directory: records.directory, key } }),
        ...options.settings,
      },
    });
    const proxy = await startProxy(configFile, directory, ['crm']);
    open.push(() => proxy.stop());
    const target: CrmWorld['target'] = (caller, through = proxy) => {
      const { user, password } = callers[caller];
      return { host: through.host, port: through.port, user, password, database: 'crm' };
    };
    return {
      server,
      proxy,
      maskKey,
      records,
      approver,
      configFile,
      target,
      connect: async (caller) => {
        const tapped = await connectTapped(target(caller));
        open.push(() => tapped.end());
        return tapped;
      },
      direct: async () => {
        const client = new pg.Client({ connectionString: server.url('crm') });
        await client.connect();
        open.push(() => client.end());
        return client;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
