/**
 * Programs as people write them with the drivers of other languages: each prints all that it gets, and prints the same past the proxy and
 * through it. Both times the database begins as it was.
 */

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Shop, startShop } from '../everyday/world/world.ts';
import type { Outcome } from '../support/programs.ts';
import { has, JDBC_JARS, PYTHON, type RequirementName, requires } from '../support/requires.ts';
import type { ConnectionTarget } from '../support/tapped-client.ts';
import { programFile, runClient } from './run-client.ts';

interface Application {
  readonly name: string;
  readonly needs: readonly RequirementName[];
  readonly run: (target: ConnectionTarget) => Promise<Outcome>;
  /** What is sure to be printed where it works. */
  readonly prints: string;
}

const python = (file: string) => (target: ConnectionTarget) => runClient(target, PYTHON, programFile(file));

const APPLICATIONS: readonly Application[] = [
  {
    name: 'psycopg 3',
    needs: ['psycopg 3'],
    run: python('everyday.psycopg3.py'),
    prints: 'cursor 120',
  },
  { name: 'psycopg2', needs: ['psycopg2'], run: python('everyday.psycopg2.py'), prints: 'cursor 120' },
  {
    name: 'pgJDBC',
    needs: ['JDBC'],
    run: (target) =>
      runClient(target, 'java', '-cp', JDBC_JARS.join(':'), 'bsh.Interpreter', programFile('everyday.bsh')),
    prints: 'fetched 120',
  },
  { name: 'node-postgres', needs: [], run: printed(nodePostgres), prints: '"fetched":120' },
  { name: 'postgres.js', needs: [], run: printed(postgresJs), prints: '"fetched":120' },
];

let shop: Shop;
const direct = new Map<Application, Outcome>();
const proxied = new Map<Application, Outcome>();
let way: (sender: 'staff' | 'clerk') => ConnectionTarget;

beforeAll(async () => {
  shop = await startShop(18);
  const present = APPLICATIONS.filter(({ needs }) => needs.every((name) => has(name)));
  for (const application of present) direct.set(application, await application.run(shop.direct));
  way = await shop.startProxy();
  for (const application of present) proxied.set(application, await application.run(way('staff')));
}, 240_000);
afterAll(() => shop?.stop());

for (const application of APPLICATIONS) {
  requires(...application.needs)(application.name, () => {
    it('gets what it gets without the proxy', () => {
      expect(direct.get(application)).toMatchObject({ status: 0, stderr: '' });
      expect(direct.get(application)?.stdout).toContain(application.prints);
      expect(proxied.get(application)).toEqual(direct.get(application));
    });
  });
}

requires('pgbench')('pgbench', () => {
  describe.each(['simple', 'extended', 'prepared'])('%s', (protocol) => {
    it('runs transactions of several clients, and none fails', async () => {
      const load = ['-n', '-c', '4', '-t', '25', '-M', protocol, '-f', programFile('load.pgbench.sql')];
      const { status, stdout, stderr } = await runClient(way('staff'), 'pgbench', ...load);
      expect(stderr).not.toContain('ERROR');
      expect(status).toBe(0);
      expect(stdout).toContain('number of transactions actually processed: 100/100');
    }, 60_000);
  });
});

/** A conversation in this process, as if a program had printed its outcome. */
function printed(converse: (target: ConnectionTarget) => Promise<unknown>): Application['run'] {
  return async (target) => ({ status: 0, stdout: JSON.stringify(await converse(target)), stderr: '' });
}

async function nodePostgres(target: ConnectionTarget): Promise<unknown> {
  const client = new pg.Client(target);
  await client.connect();
  try {
    const byId = { name: 'by id', text: 'select * from customers where id = $1' };
    const customers = [];
    for (const id of [1, 2, 3]) customers.push((await client.query({ ...byId, values: [id] })).rows);
    const cursor = client.query(new Cursor('select id, status from orders order by id'));
    let fetched = 0;
    for (let rows = await cursor.read(50); rows.length > 0; rows = await cursor.read(50))
      fetched += rows.length;
    await cursor.close();
    await client.query('begin');
    await pipeline(
      Readable.from(['90\tninety\n', '91\tx\n']),
      client.query(copyFrom('copy categories (id, name) from stdin')),
    );
    const copied = await text(client.query(copyTo('copy categories to stdout with csv')));
    await client.query('rollback');
    const wrong = await client.query('select * from nowhere').catch((error: pg.DatabaseError) => error);
    const { code, position } = wrong as pg.DatabaseError;
    const { fields } = await client.query(
      'select o.id, c.name from orders o join customers c on true limit 1',
    );
    return { customers, fetched, copied, code, position, fields };
  } finally {
    await client.end();
  }
}

async function postgresJs(target: ConnectionTarget): Promise<unknown> {
  const { host, port, user, password, database } = target;
  const sql = postgres({ host, port, username: user, password, database, max: 1, onnotice: () => undefined });
  try {
    const ids = Array.from({ length: 30 }, (_, index) => index + 1);
    const pipelined = await Promise.all(ids.map((id) => sql`select * from customers where id = ${id}`));
    let fetched = 0;
    await sql`select id from orders`.cursor(25, (rows) => {
      fetched += rows.length;
    });
    const written = await sql
      .begin(async (within) => {
        const rows = [
          { key: 'a', value: { n: 1 } },
          { key: 'b', value: [] },
        ];
        await within`insert into settings ${within(rows)}`;
        const some =
          await within`select key, value from settings where key = any (${['a', 'b']}) order by key`;
        await within
          .savepoint((inner) => inner`insert into settings (key) values ('a')`)
          .catch(() => undefined);
        throw Object.assign(new Error('to be undone'), { some });
      })
      .catch(({ some }: { some: unknown }) => some);
    const listed =
      await sql`select ${sql(['id', 'name'])} from categories where id in ${sql([1, 2])} order by id`;
    const { columns } = await sql`select id, total from orders where id = 1`;
    return { pipelined, fetched, written, listed, columns };
  } finally {
    await sql.end();
  }
}
