/**
 * The shop on one server: first alone, then from the same start once more, behind a proxy. Both times the database is a copy of one
 * template and has the same id, so that ids, row places, statistics and sequences agree.
 */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianPostgres, startPostgres } from '../../support/postgres.ts';
import { runOrThrow } from '../../support/programs.ts';
import { type StaticCaller, writeProxyFiles } from '../../support/proxy-files.ts';
import { startProxy } from '../../support/proxy-process.ts';
import type { ConnectionTarget } from '../../support/tapped-client.ts';
import type { Sender } from '../statement.ts';

export interface Shop {
  /** Past the proxy, as the role that the proxy uses. */
  readonly direct: ConnectionTarget;
  /** Lays the shop out again, as it was at first, and puts a proxy before it. Nothing may be connected. */
  startProxy(): Promise<(sender: Sender) => ConnectionTarget>;
  stop(): Promise<void>;
}

const DATABASE = 'shop';
const TEMPLATE = 'shop_as_it_was';
const ROLE = 'dlp_proxy';
/** Of the database; above whatever initdb and the schema take. */
const DATABASE_ID = 90_000;

const FILES = ['schema.sql', 'shop.dlp'].map((name) => fileURLToPath(new URL(name, import.meta.url)));

/** On PostgreSQL 15 or 18. */
export async function startShop(major: 15 | 18): Promise<Shop> {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-shop-'));
  const server = await (major === 18 ? startPostgres() : debianPostgres());
  const open: (() => Promise<unknown>)[] = [() => server.stop()];
  const stop = async (): Promise<void> => {
    for (const end of open.splice(0).toReversed()) await end();
    rmSync(directory, { recursive: true, force: true });
  };
  const { host, port } = server;
  const password = randomBytes(18).toString('base64url');
  const layOut = async (): Promise<void> => {
    await server.query(`drop database if exists ${DATABASE}`);
    await server.query(`create database ${DATABASE} template ${TEMPLATE} oid ${DATABASE_ID}`);
  };
  try {
    await server.query(`create role ${ROLE} login password '${password}'`);
    await server.query(`create database ${TEMPLATE}`);
    await server.query(readFileSync(FILES[0] ?? '', 'utf8'), TEMPLATE);
    await server.query(GRANTS, TEMPLATE);
    await server.query('analyze', TEMPLATE);
    await layOut();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    direct: { host, port, user: ROLE, password, database: DATABASE },
    startProxy: async () => {
      await layOut();
      const callers = { staff: caller('staff', 'staff'), clerk: caller('clerk', 'clerks') };
      const configFile = await writeProxyFiles(directory, {
        source: DATABASE,
        upstream: { host, port, user: ROLE, password, database: DATABASE, ca: null },
        callers: Object.values(callers),
        bundle: await compileShop(directory),
      });
      const proxy = await startProxy(configFile, directory, [DATABASE]);
      open.push(() => proxy.stop());
      return (sender) => {
        const { user, password } = callers[sender];
        return { host: proxy.host, port: proxy.port, user, password, database: DATABASE };
      };
    },
    stop,
  };
}

const GRANTS = `
  grant usage on schema public to ${ROLE};
  grant select, insert, update, delete, truncate on all tables in schema public to ${ROLE};
  grant select, usage, update on all sequences in schema public to ${ROLE}`;

function caller(user: string, group: string): StaticCaller {
  const password = randomBytes(12).toString('base64url');
  return { user, password, sub: user, kind: 'service', groups: [group] };
}

/** Gives the directory of the bundle. */
async function compileShop(directory: string): Promise<string> {
  const sources = join(directory, 'policies');
  mkdirSync(sources);
  for (const file of FILES) copyFileSync(file, join(sources, file.slice(file.lastIndexOf('/') + 1)));
  const bundle = join(directory, 'bundle');
  await runOrThrow('dlpc', ['compile', '-o', bundle, sources]);
  return bundle;
}
