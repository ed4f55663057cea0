/** Sets the stage: a database full of customers, compiled policies, and the proxy between them and three callers. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CONSENT_POLICY, createUpstreamRole, fillCrm } from '../support/crm-database.ts';
import { type PostgresAddress, startPostgres, superuserUrl } from '../support/postgres.ts';
import { runOrThrow } from '../support/programs.ts';
import { writeProxyFiles } from '../support/proxy-files.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { recordedExample, writeRecordsKey } from '../support/recorded-example.ts';
import { type CallerName, type DemoCaller, demoApprover, demoCallers } from './callers.ts';
import type { Cleanup } from './cleanup.ts';
import { PORTAL_DOCUMENT, PORTAL_POLICY, startPortal } from './portal.ts';
import type { Progress } from './progress.ts';

const DATABASE = 'crm';

export interface Stage {
  readonly server: PostgresAddress;
  readonly database: string;
  readonly proxy: RunningProxy;
  readonly callers: Readonly<Record<CallerName, DemoCaller>>;
  /** Where the proxy is asked for the API. */
  readonly api: string;
  readonly office: Office;
  /** The file that says who may connect. */
  readonly credentials: string;
  /** Where everything goes on record, and the key that verifies it. */
  readonly records: { readonly directory: string; readonly publicKey: string };
}

/** Where approvals are decided, and by whom. */
export interface Office {
  readonly url: string;
  readonly approver: DemoCaller;
}

/** Prepares everything, step by step; what it starts is ended by `cleanup`. Rejects soon after `signal`. */
export async function setStage(progress: Progress, cleanup: Cleanup, signal: AbortSignal): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-demo-'));
  cleanup.defer(() => rmSync(directory, { recursive: true, force: true }));

  const server = await progress.step(
    'PostgreSQL, a server of its own',
    async () => {
      const postgres = await startPostgres();
      cleanup.defer(() => postgres.stop());
      return postgres;
    },
    ({ port, major }) => `version ${major} on port ${port}`,
  );
  const upstream = await progress.step(
    'A CRM full of people who do not exist',
    async () => {
      await server.query(`create database ${DATABASE}`);
      const counts = await fillCrm(server, DATABASE);
      return { counts, ...(await createUpstreamRole(server, DATABASE, 'dlp_proxy')) };
    },
    ({ counts }) => `${number(counts.customers)} customers, ${number(counts.orders)} orders`,
  );
  const portal = await progress.step('An API that shows the customers as JSON', async () => {
    const started = await startPortal(superuserUrl(server, DATABASE));
    cleanup.defer(() => started.stop());
    return started;
  });
  const bundle = join(directory, 'bundle');
  await progress.step('Policies of examples/crm, checked and compiled with dlpc', () =>
    runOrThrow('dlpc', ['compile', '-o', bundle, 'policies'], { cwd: demoProject(directory) }),
  );
  const callers = demoCallers();
  const approver = demoApprover();
  const { key, publicKey } = writeRecordsKey(directory);
  const records = { directory: join(directory, 'records'), publicKey };
  const proxy = await progress.step(
    'dlp-proxy, between the callers and both of them',
    async () => {
      const { counts: _, ...target } = upstream;
      const files = {
        source: 'crm',
        upstream: target,
        callers: [...Object.values(callers), approver],
        bundle,
        settings: {
          apis: { portal: { listen: { host: '127.0.0.1', port: 0 }, upstream: { url: portal.origin } } },
          log: { level: 'info', format: 'json' },
          admin: { listen: { port: 0 } },
          approvals: { directory: join(directory, 'approvals') },
          records: { directory: records.directory, key },
        },
      };
      const configFile = await writeProxyFiles(directory, files);
      const running = await startProxy(configFile, directory, ['crm'], signal);
      cleanup.defer(() => running.stop());
      return running;
    },
    ({ port }) => `port ${port}`,
  );
  const { port } = await proxy.event('admin-listening');
  const listening = await proxy.event('api-listening');
  const api = `http://${listening.host}:${listening.port}`;
  const office = { url: `http://127.0.0.1:${port}`, approver };
  const credentials = join(directory, 'credentials.json');
  return { server, database: DATABASE, proxy, callers, api, office, credentials, records };
}

/** The example with records, and what the demo adds to it: one project, so that rules are named by places within it. Gives its path. */
function demoProject(directory: string): string {
  const project = recordedExample(directory, 'everything');
  for (const path of [CONSENT_POLICY, PORTAL_POLICY, PORTAL_DOCUMENT])
    copyFileSync(path, join(project, 'policies', basename(path)));
  return project;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
