/** What records cost: the same proxy with policies that ask for none, for metadata and for everything. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { compileExample, createWorld } from '../e2e/crm-world.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { alternate, type Contestant, type Measured, milliseconds } from './measure.ts';

const run = promisify(execFile);
const ROUNDS = 5;
const ONE_ROW = 'select id, full_name, email, ssn from customers where id = $1';
const THOUSAND_ROWS = 'select id, full_name, email, ssn from customers order by id limit 1000';
const LEVELS = ['none', 'metadata', 'everything'] as const;

export async function recordBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const world = await createWorld({
    record: 'none',
    settings: { log: { level: 'info', format: 'json' } },
  });
  const proxies: RunningProxy[] = [];
  try {
    const sides: { readonly name: string; readonly proxy: RunningProxy }[] = [];
    for (const level of LEVELS) {
      const directory = join(scratch, `records-${level}`);
      mkdirSync(directory);
      const config = JSON.parse(readFileSync(world.configFile, 'utf8')) as { records: { directory: string } };
      const records = { ...config.records, directory: join(directory, 'records') };
      const file = join(dirname(world.configFile), `${level}.json`);
      const bundle = await compileExample(directory, { record: level });
      // The proxy that the others are compared with can keep no records at all.
      const settings =
        level === 'none' ? { ...config, bundle, records: undefined } : { ...config, bundle, records };
      writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
      const proxy = await startProxy(file, dirname(file), ['crm']);
      proxies.push(proxy);
      sides.push({ name: `record ${level}`, proxy });
    }
    const target = (proxy: RunningProxy) => world.target('pipeline', proxy);
    const measured: Measured[] = [];
    for (const protocol of ['simple', 'extended', 'prepared']) {
      const script = join(scratch, 'recorded-row.sql');
      writeFileSync(script, `\\set id random(1, 2000)\n${ONE_ROW.replaceAll('$1', ':id')};\n`);
      const runs = sides.map(({ name, proxy }) => {
        const { host, port, user, password, database } = target(proxy);
        const load = ['-n', '-f', script, '-M', protocol, '-c', '8', '-j', '2', '-T', '3'];
        const where = ['-h', host, '-p', String(port), '-U', user, database];
        const env = { ...process.env, PGPASSWORD: password };
        const bench = async () => (await run('pgbench', [...load, ...where], { env })).stdout;
        return { name, pid: proxy.pid, bench };
      });
      const speed = runs.map(({ name, bench }): Contestant => {
        return { name, run: async () => Number(/tps = ([\d.]+)/.exec(await bench())?.[1]) };
      });
      const name = `pgbench, one row by key, 8 clients, ${protocol}, on record`;
      measured.push(await alternate(`${name} (transactions/s)`, speed, ROUNDS));
      if (process.platform !== 'linux') continue;
      // What a machine that is busy with other things tells, too.
      const cost = runs.map(({ name: side, pid, bench }): Contestant => {
        const measure = async () => {
          const before = processorMilliseconds(pid);
          const transactions = Number(/actually processed: (\d+)/.exec(await bench())?.[1]);
          return (1000 * (processorMilliseconds(pid) - before)) / transactions;
        };
        return { name: side, run: measure };
      });
      measured.push(await alternate(`${name} (processor time of the proxy for one, µs)`, cost, ROUNDS));
    }
    const clients = await Promise.all(
      sides.map(async ({ name, proxy }): Promise<Contestant> => {
        const client = new pg.Client(target(proxy));
        await client.connect();
        const ask = async () => {
          for (let i = 0; i < 20; i += 1) await client.query(THOUSAND_ROWS);
        };
        return { name, run: async () => (await milliseconds(ask)) / 20, end: () => client.end() };
      }),
    );
    measured.push(await alternate('one thousand rows, one client, on record (ms)', clients, ROUNDS));
    return measured;
  } finally {
    for (const proxy of proxies) await proxy.stop();
    await world.stop();
  }
}

/** That a process has used so far, in user and system mode (proc(5); a clock tick is 10 ms). */
function processorMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
