/** What records cost: the same proxy with policies that ask for none, for metadata and for everything. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { compileExample, createWorld } from '../e2e/crm-world.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { boundByDisk, syncMicroseconds } from './disk.ts';
import { alternate, type Contestant, type Measured, milliseconds, summary } from './measure.ts';
import { transactions } from './pgbench.ts';
import { processorMicroseconds } from './process-cost.ts';

/** Short: sides take turns, so that a machine that gets slower does so for all of them. */
const SECONDS = 1;
const ROUNDS = 4;
const ONE_ROW = 'select id, full_name, email, ssn from customers where id = $1';
const THOUSAND_ROWS = 'select id, full_name, email, ssn from customers order by id limit 1000';
/** Of a thousand rows, in one run. */
const QUERIES = 50;
const WARMING_QUERIES = 500;
const LEVELS = [
  { name: 'none', level: 'none', survives: 'machine' },
  { name: 'metadata', level: 'metadata', survives: 'machine' },
  { name: 'everything, surviving the process', level: 'everything', survives: 'process' },
  { name: 'everything, surviving the machine', level: 'everything', survives: 'machine' },
] as const;
const LOADS = [
  { protocol: 'simple', clients: 8 },
  { protocol: 'extended', clients: 8 },
  { protocol: 'prepared', clients: 8 },
  { protocol: 'prepared', clients: 32 },
] as const;

export async function recordBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const world = await createWorld({
    record: 'none',
    settings: { log: { level: 'info', format: 'json' } },
  });
  const proxies: RunningProxy[] = [];
  try {
    const sides: { readonly name: string; readonly proxy: RunningProxy }[] = [];
    for (const [index, { name, level, survives }] of LEVELS.entries()) {
      const directory = join(scratch, `records-${index}`);
      mkdirSync(directory);
      const config = JSON.parse(readFileSync(world.configFile, 'utf8')) as { records: { directory: string } };
      const records = { ...config.records, survives, directory: join(directory, 'records') };
      const file = join(dirname(world.configFile), `records-${index}.json`);
      const bundle = await compileExample(directory, { record: level });
      // The proxy that the others are compared with can keep no records at all.
      const settings =
        level === 'none' ? { ...config, bundle, records: undefined } : { ...config, bundle, records };
      writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
      const proxy = await startProxy(file, dirname(file), ['crm']);
      proxies.push(proxy);
      sides.push({ name, proxy });
    }
    const target = (proxy: RunningProxy) => world.target('pipeline', proxy);
    const measured: Measured[] = [];
    for (const { protocol, clients } of LOADS) {
      const script = join(scratch, 'recorded-row.sql');
      writeFileSync(script, `\\set id random(1, 2000)\n${ONE_ROW.replaceAll('$1', ':id')};\n`);
      // Of the same runs: what a machine that is busy with other things tells, too.
      const used: Measured['sides'][number][] = [];
      const speed = sides.map(({ name, proxy }): Contestant => {
        const microseconds: number[] = [];
        return {
          name,
          run: async () => {
            const before = processorMicroseconds([proxy.pid]);
            const { perSecond, count } = await transactions(target(proxy), script, {
              protocol,
              clients,
              seconds: SECONDS,
            });
            microseconds.push((processorMicroseconds([proxy.pid]) - before) / count);
            return perSecond;
          },
          end: async () => {
            used.push(summary(name, microseconds.slice(1)));
          },
        };
      });
      const name = `pgbench, one row by key, ${clients} clients, ${protocol}, on record`;
      const disk = summary('one write of 2 kB', await syncMicroseconds(scratch));
      const rates = await alternate(`${name} (transactions/s)`, speed, ROUNDS);
      const without = rates.sides.find((side) => side.name === 'none')?.median ?? Number.NaN;
      const bound = boundByDisk(clients, without, disk.median);
      measured.push({
        ...rates,
        sides: [...rates.sides, { name: 'what the disk allows', median: bound, least: bound, most: bound }],
      });
      measured.push({ name: `to the disk, before ${name} (µs)`, sides: [disk] });
      measured.push({ name: `${name} (processor time of the proxy for one, µs)`, sides: used });
    }
    const asking = await Promise.all(
      sides.map(async ({ name, proxy }): Promise<Contestant> => {
        const client = new pg.Client(target(proxy));
        await client.connect();
        const ask = async (times: number) => {
          for (let i = 0; i < times; i += 1) await client.query(THOUSAND_ROWS);
        };
        // Until then, what is measured is mostly how much of the proxy is compiled.
        await ask(WARMING_QUERIES);
        const run = async () => (await milliseconds(() => ask(QUERIES))) / QUERIES;
        return { name, run, end: () => client.end() };
      }),
    );
    measured.push(await alternate('one thousand rows, one client, on record (ms)', asking, 2 * ROUNDS));
    return measured;
  } finally {
    for (const proxy of proxies) await proxy.stop();
    await world.stop();
  }
}
