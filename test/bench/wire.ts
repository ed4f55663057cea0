/** The proxy beside a direct connection: latency of one row, rows per second, pgbench in its three protocols. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type ConnectionTarget, type CrmWorld, createWorld } from '../e2e/crm-world.ts';
import { alternate, type Contestant, type Measured, milliseconds } from './measure.ts';

const run = promisify(execFile);
const ROUNDS = 7;
const ONE_ROW = 'select id, full_name, email, ssn from customers where id = $1';
const THOUSAND_ROWS = 'select id, full_name, email, ssn from customers order by id limit 1000';

export async function wireBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const world = await createWorld();
  try {
    return [
      await latency(world),
      await rows(world, 'one thousand rows, four columns, three masked', THOUSAND_ROWS, 20),
      ...(await pgbench(world, scratch)),
    ];
  } finally {
    await world.stop();
  }
}

async function latency(world: CrmWorld): Promise<Measured> {
  const side = async (name: string, target: ConnectionTarget): Promise<Contestant> => {
    const client = new pg.Client(target);
    await client.connect();
    return {
      name,
      run: async () => {
        const count = 1_000;
        const total = await milliseconds(async () => {
          for (let i = 0; i < count; i += 1)
            await client.query({ name: 'one', text: ONE_ROW, values: [i + 1] });
        });
        return (total / count) * 1000;
      },
      end: () => client.end(),
    };
  };
  const contestants = [
    await side('direct', directTarget(world)),
    await side('proxy', world.target('pipeline')),
  ];
  return alternate('one row, prepared, one client (µs)', contestants, ROUNDS);
}

/** The direct side shows the values as they are: what the masks cost the server is part of the difference. */
async function rows(world: CrmWorld, name: string, sql: string, count: number): Promise<Measured> {
  const side = async (label: string, target: ConnectionTarget, text: string): Promise<Contestant> => {
    const client = new pg.Client(target);
    await client.connect();
    await client.query(`set application_name = 'bench'`);
    return {
      name: label,
      run: () =>
        milliseconds(async () => {
          for (let i = 0; i < count; i += 1) await client.query(text);
        }).then((total) => total / count),
      end: () => client.end(),
    };
  };
  const contestants = [
    await side('direct, unmasked', directTarget(world), sql),
    await side('proxy', world.target('pipeline'), sql),
  ];
  return alternate(`${name} (ms)`, contestants, ROUNDS);
}

async function pgbench(world: CrmWorld, scratch: string): Promise<readonly Measured[]> {
  const script = join(scratch, 'one-row.sql');
  writeFileSync(
    script,
    '\\set id random(1, 2000)\nselect id, full_name, email, ssn from customers where id = :id;\n',
  );
  const measured: Measured[] = [];
  for (const protocol of ['simple', 'extended', 'prepared']) {
    const side = (name: string, target: ConnectionTarget): Contestant => ({
      name,
      run: async () => {
        const { stdout } = await run(
          'pgbench',
          [
            '-n',
            '-f',
            script,
            '-M',
            protocol,
            '-c',
            '8',
            '-j',
            '2',
            '-T',
            '3',
            '-h',
            target.host,
            '-p',
            String(target.port),
            '-U',
            target.user,
            target.database,
          ],
          { env: { ...process.env, PGPASSWORD: target.password } },
        );
        return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
      },
    });
    const contestants = [side('direct', directTarget(world)), side('proxy', world.target('pipeline'))];
    measured.push(
      await alternate(`pgbench, one row by key, 8 clients, ${protocol} (transactions/s)`, contestants, 3),
    );
  }
  return measured;
}

function directTarget(world: CrmWorld): ConnectionTarget {
  const { host, port, superuser, password } = world.server;
  return { host, port, user: superuser, password, database: 'crm' };
}
