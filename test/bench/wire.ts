/**
 * The proxy beside a direct connection, the same masked SQL on a direct connection, and pgbouncer, which judges nothing: latency of one
 * row, rows per second, pgbench in its three protocols.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MASK_KEY_SETTING } from '@dlpc/runtime/abi';
import pg from 'pg';
import { maskKeySetting } from '../../runtime/src/masks/mask-key.ts';
import { type ConnectionTarget, type CrmWorld, createWorld } from '../e2e/crm-world.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { runOrThrow } from '../support/programs.ts';
import { alternate, type Contestant, type Measured, milliseconds } from './measure.ts';
import { type Bouncer, startPgbouncer } from './pgbouncer.ts';

const run = promisify(execFile);
const ROUNDS = 7;
const ONE_ROW = 'select id, full_name, email, ssn from customers where id = $1';
const THOUSAND_ROWS = 'select id, full_name, email, ssn from customers order by id limit 1000';
const PIPELINE = '{ kind: service, sub: "ci", groups: ["etl"] }';

/** One way to the database, and the statement that gives the same rows by it. */
interface Side {
  readonly name: string;
  readonly target: ConnectionTarget;
  readonly text: (sql: string) => string;
  /** Settings that the session begins with. */
  readonly options?: string;
}

export async function wireBenchmarks(scratch: string): Promise<readonly Measured[]> {
  // As it runs in production: a line of log for each statement costs more than the statement.
  const world = await createWorld({ settings: { log: { level: 'info', format: 'json' } } });
  const bouncer = await startPgbouncer(directTarget(world), scratch);
  try {
    const sides = await sidesOf(world, bouncer);
    return [
      await latency(sides),
      await rows('one thousand rows, four columns, three masked', THOUSAND_ROWS, 20, sides),
      ...(await pgbench(sides, scratch)),
    ];
  } finally {
    await bouncer?.stop();
    await world.stop();
  }
}

async function sidesOf(world: CrmWorld, bouncer: Bouncer | null): Promise<readonly Side[]> {
  const direct = directTarget(world);
  const masked = new Map<string, string>();
  for (const sql of [ONE_ROW, THOUSAND_ROWS]) masked.set(sql, await rewritten(sql));
  const same = (sql: string) => sql;
  return [
    { name: 'direct', target: direct, text: same },
    {
      name: 'direct, the masked SQL',
      target: direct,
      text: (sql) => masked.get(sql) ?? sql,
      options: `-c ${MASK_KEY_SETTING}=${maskKeySetting(Buffer.from(world.maskKey, 'hex'))}`,
    },
    ...(bouncer === null ? [] : [{ name: 'pgbouncer', target: bouncer.target, text: same }]),
    { name: 'proxy', target: world.target('pipeline'), text: same },
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

async function connected({ target, options }: Side): Promise<pg.Client> {
  const client = new pg.Client({ ...target, ...(options !== undefined && { options }) });
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

async function pgbench(sides: readonly Side[], scratch: string): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const protocol of ['simple', 'extended', 'prepared']) {
    const contestants = sides.map((side, index): Contestant => {
      const script = join(scratch, `one-row-${index}.sql`);
      writeFileSync(script, `\\set id random(1, 2000)\n${side.text(ONE_ROW).replaceAll('$1', ':id')};\n`);
      return { name: side.name, run: () => transactions(side, script, protocol) };
    });
    measured.push(
      await alternate(`pgbench, one row by key, 8 clients, ${protocol} (transactions/s)`, contestants, 3),
    );
  }
  return measured;
}

async function transactions({ target, options }: Side, script: string, protocol: string): Promise<number> {
  const { host, port, user, password, database } = target;
  const load = ['-n', '-f', script, '-M', protocol, '-c', '8', '-j', '2', '-T', '3'];
  const { stdout } = await run('pgbench', [...load, '-h', host, '-p', String(port), '-U', user, database], {
    env: { ...process.env, PGPASSWORD: password, ...(options !== undefined && { PGOPTIONS: options }) },
  });
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
}

function directTarget(world: CrmWorld): ConnectionTarget {
  const { host, port, superuser, password } = world.server;
  return { host, port, user: superuser, password, database: 'crm' };
}
