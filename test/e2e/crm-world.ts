/** A whole installation of the example: server, database, compiled policies, proxy. What the tests of this folder stand on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type CallerName, demoCallers } from '../demo/callers.ts';
import type { CrmOptions } from '../demo/crm-data.ts';
import { CRM_DIRECTORY, createUpstreamRole, fillCrm } from '../support/crm-database.ts';
import { type PostgresOptions, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { runOrThrow } from '../support/programs.ts';
import { writeProxyFiles } from '../support/proxy-files.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
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
}

/** Compiles the example's policies into `directory`/bundle; gives that path. */
export async function compileExample(directory: string): Promise<string> {
  const bundle = join(directory, 'bundle');
  await runOrThrow('dlpc', ['compile', '-o', bundle, join(CRM_DIRECTORY, 'policies')]);
  return bundle;
}

export async function createWorld(options: WorldOptions = {}): Promise<CrmWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-world-'));
  const maskKey = options.maskKey ?? '5a'.repeat(32);
  const callers = demoCallers();
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
    const configFile = await writeProxyFiles(directory, {
      source: 'crm',
      upstream: await createUpstreamRole(server, 'crm', 'dlp_proxy'),
      callers: Object.values(callers),
      bundle: await compileExample(directory),
      maskKey,
      ...(options.settings !== undefined && { settings: options.settings }),
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
