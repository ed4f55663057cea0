/**
 * The proxy beside a direct connection and pgbouncer, which judges nothing, each of these with the same masked SQL too: latency of one
 * row, rows per second, pgbench in its three protocols, and what stands between client and server costs of the processor.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MASK_KEY_SETTING } from '@dlpc/runtime/abi';
import pg from 'pg';
import { maskKeySetting } from '../../runtime/src/masks/mask-key.ts';
import { type ConnectionTarget, type CrmWorld, createWorld } from '../e2e/crm-world.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { runOrThrow } from '../support/programs.ts';
import { byteCounter } from './byte-counter.ts';
import { alternate, type Contestant, type Measured, milliseconds, summary } from './measure.ts';
import { transactions } from './pgbench.ts';
import { type Bouncer, startPgbouncer } from './pgbouncer.ts';
import { familyOf, processorMicroseconds } from './process-cost.ts';

const ROUNDS = 7;
const ONE_ROW = 'select id, full_name, email, ssn from customers where id = $1';
const THOUSAND_ROWS = 'select id, full_name, email, ssn from customers order by id limit 1000';
const PIPELINE = '{ kind: service, sub: "ci", groups: ["etl"] }';

/** One way to the database, and the statement that gives the same rows by it. */
interface Side {
  readonly name: string;
  readonly target: ConnectionTarget;
  readonly text: (sql: string) => string;
  /** Of what stands between; empty for a direct connection. */
  readonly pids: readonly number[];
}

export async function wireBenchmarks(scratch: string): Promise<readonly Measured[]> {
  // As it runs in production: a line of log for each statement costs more than the statement.
  const settings = { log: { level: 'info', format: 'json' } };
  const world = await createWorld({ settings });
  const two = await createWorld({ settings: { ...settings, workers: 2 } });
  // As the proxy gives it to its own sessions, so that the masked SQL runs past it too.
  for (const { server, maskKey } of [world, two])
    await server.query(
      `alter role ${server.superuser} set ${MASK_KEY_SETTING} = '${maskKeySetting(Buffer.from(maskKey, 'hex'))}'`,
    );
  const bouncer = await startPgbouncer(directTarget(world), scratch);
  try {
    const sides = await sidesOf(world, two, bouncer);
    return [
      await latency(sides),
      await leanLatency(sides, scratch),
      await rows('one thousand rows, four columns, three masked', THOUSAND_ROWS, 20, sides),
      await stream(sides),
      ...(await pgbench(sides, scratch)),
    ];
  } finally {
    await bouncer?.stop();
    await two.stop();
    await world.stop();
  }
}

async function sidesOf(world: CrmWorld, two: CrmWorld, bouncer: Bouncer | null): Promise<readonly Side[]> {
  const direct = directTarget(world);
  const texts = new Map<string, string>();
  for (const sql of [ONE_ROW, THOUSAND_ROWS]) texts.set(sql, await rewritten(sql));
  const same = (sql: string) => sql;
  const masked = (sql: string) => texts.get(sql) ?? sql;
  const between = bouncer === null ? [] : [{ target: bouncer.target, pids: [bouncer.pid] }];
  return [
    { name: 'direct', target: direct, text: same, pids: [] },
    { name: 'direct, the masked SQL', target: direct, text: masked, pids: [] },
    ...between.flatMap((side) => [
      { name: 'pgbouncer', text: same, ...side },
      { name: 'pgbouncer, the masked SQL', text: masked, ...side },
    ]),
    { name: 'proxy', target: world.target('pipeline'), text: same, pids: [world.proxy.pid] },
    { name: 'proxy, two workers', target: two.target('pipeline'), text: same, pids: familyOf(two.proxy.pid) },
  ];
}

/** What the proxy makes of a statement of the pipeline. */
async function rewritten(sql: string): Promise<string> {
  const report = await runOrThrow('dlpc', [
    'explain',
    '--as',
    PIPELINE,
    '--format',
    'json',
    sql,
    CRM_DIRECTORY,
  ]);
  const { text } = JSON.parse(report) as { readonly text: string | null };
  if (text === null) throw new Error('the pipeline may not read customers');
  return text;
}

async function connected({ target }: Side): Promise<pg.Client> {
  const client = new pg.Client({ ...target });
  await client.connect();
  return client;
}

async function latency(sides: readonly Side[]): Promise<Measured> {
  const count = 1_000;
  const contestants = await Promise.all(
    sides.map(async (side): Promise<Contestant> => {
      const client = await connected(side);
      const text = side.text(ONE_ROW);
      const run = async () => {
        for (let i = 0; i < count; i += 1) await client.query({ name: 'one', text, values: [i + 1] });
      };
      return {
        name: side.name,
        run: async () => ((await milliseconds(run)) / count) * 1000,
        end: () => client.end(),
      };
    }),
  );
  return alternate('one row, prepared, one client (µs)', contestants, ROUNDS);
}

/** The same by a client that does next to nothing itself: what a busy event loop in the client adds to each wait is left out. */
async function leanLatency(sides: readonly Side[], scratch: string): Promise<Measured> {
  const contestants = sides.map((side, index): Contestant => {
    const script = scriptOf(side, join(scratch, `latency-${index}.sql`));
    const run = async () => {
      const load = { protocol: 'prepared', clients: 1, seconds: 2 };
      return 1e6 / (await transactions(side.target, script, load)).perSecond;
    };
    return { name: side.name, run };
  });
  return alternate('one row, prepared, one client of pgbench (µs)', contestants, ROUNDS);
}

/** Writes what pgbench asks by this way, some row by its key. */
function scriptOf(side: Side, script: string): string {
  writeFileSync(script, `\\set id random(1, 2000)\n${side.text(ONE_ROW).replaceAll('$1', ':id')};\n`);
  return script;
}

async function rows(name: string, sql: string, count: number, sides: readonly Side[]): Promise<Measured> {
  const contestants = await Promise.all(
    sides.map(async (side): Promise<Contestant> => {
      const client = await connected(side);
      const text = side.text(sql);
      const run = async () => {
        for (let i = 0; i < count; i += 1) await client.query(text);
      };
      return { name: side.name, run: async () => (await milliseconds(run)) / count, end: () => client.end() };
    }),
  );
  return alternate(`${name} (ms)`, contestants, ROUNDS);
}

/** A million rows that nothing is done to, up to their last byte. */
async function stream(sides: readonly Side[]): Promise<Measured> {
  const sql = 'select i, i * 2, md5(i::text) from generate_series(1, 1000000) i';
  const contestants = await Promise.all(
    sides
      .filter(({ name }) => !name.includes('masked'))
      .map(async ({ name, target }): Promise<Contestant> => {
        const client = await byteCounter(target);
        return { name, run: () => milliseconds(() => client.ask(sql)), end: async () => client.end() };
      }),
  );
  return alternate('one million rows, unmasked (ms)', contestants, 3);
}

async function pgbench(sides: readonly Side[], scratch: string): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const protocol of ['simple', 'extended', 'prepared']) {
    const used: Measured['sides'][number][] = [];
    const contestants = sides.map((side, index): Contestant => {
      const script = scriptOf(side, join(scratch, `one-row-${index}.sql`));
      const microseconds: number[] = [];
      return {
        name: side.name,
        run: async () => {
          const before = processorMicroseconds(side.pids);
          const { perSecond, count } = await transactions(side.target, script, { protocol });
          microseconds.push((processorMicroseconds(side.pids) - before) / count);
          return perSecond;
        },
        end: async () => {
          if (side.pids.length > 0) used.push(summary(side.name, microseconds.slice(1)));
        },
      };
    });
    const load = `pgbench, one row by key, 8 clients, ${protocol}`;
    measured.push(await alternate(`${load} (transactions/s)`, contestants, 3));
    if (used.length > 0)
      measured.push({
        name: `${load}, processor time between client and server (µs a transaction)`,
        sides: used,
      });
  }
  return measured;
}

function directTarget(world: CrmWorld): ConnectionTarget {
  const { host, port, superuser, password } = world.server;
  return { host, port, user: superuser, password, database: 'crm' };
}
