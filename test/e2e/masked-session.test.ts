/**
 * What the foundation promises a reader of its README: psql and drivers see masks, whichever way they ask, and a
 * refused statement leaves the connection alive. Every byte that arrives is searched for protected values.
 */
import { buffer as collect } from 'node:stream/consumers';
import pg, { DatabaseError } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallerName } from '../demo/callers.ts';
import { PROTECTED_COLUMNS } from '../demo/crm-data.ts';
import { type ProtectedValues, readProtectedValues } from '../support/protected-values.ts';
import { psql } from '../support/psql.ts';
import { type RecordingRelay, startRelay } from '../support/recording-relay.ts';
import { requires } from '../support/requires.ts';
import { AS_SENT } from '../support/tapped-client.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

let world: CrmWorld;
let relay: RecordingRelay;
let direct: pg.Client;
let everything: ProtectedValues;
/** What nobody at all is shown. */
let neverRevealed: ProtectedValues;

beforeAll(async () => {
  world = await createWorld({ postgres: { settings: { log_statement: 'all' } } });
  relay = await startRelay(world.proxy);
  direct = await world.direct();
  everything = await readProtectedValues(direct, PROTECTED_COLUMNS);
  neverRevealed = await readProtectedValues(direct, {
    customers: ['ssn', 'date_of_birth', 'last_login_from'],
    payments: ['card_number'],
  });
});
afterAll(async () => {
  await relay?.close();
  await world?.stop();
});
beforeEach(() => {
  relay.take();
});

/** Values of the database in what arrived since the test began, and proof that something did. */
function leaked(values = everything): readonly string[] {
  const bytes = relay.take();
  expect(bytes.length).toBeGreaterThan(500);
  return values.findIn(bytes);
}

async function connected<T>(caller: CallerName, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(world.target(caller, relay));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

it('the search finds a value where one is shown', async () => {
  await connected('support', (client) => client.query('select email from customers order by id limit 1'));
  const { rows } = await direct.query('select email from customers order by id limit 1');
  expect(leaked()).toContain(rows[0].email);
});

/** What psql shows of it. */
const NOTICED =
  'NOTICE:  masked: customers.ssn\n' +
  'DETAIL:  customers.ssn: keep_last(4), by policy support_desk, policies/examples/crm/policies/support.dlp:8\n' +
  'HINT:  SET dlp.notices = off ends these notices.\n';

requires('psql')('psql', () => {
  it('is told what is masked where it asks, and only then', async () => {
    const sql = 'select id, email, ssn from customers where id < 3';
    const target = world.target('support', relay);
    const quiet = await psql(target, sql);
    expect(quiet.stderr).toBe('');
    const asking = await psql(target, 'set dlp.notices = on', sql, 'reset dlp.notices', sql);
    expect(asking.stderr).toBe(NOTICED);
    expect(asking.stdout).toBe(`SET\n${quiet.stdout}RESET\n${quiet.stdout}`);
    expect(leaked(neverRevealed)).toEqual([]);
  });

  const run = (caller: CallerName, ...commands: string[]) => psql(world.target(caller, relay), ...commands);

  it.each(['contractor', 'pipeline', 'support'] as const)(
    '\\d customers describes the table to %s',
    async (caller) => {
      const { status, stdout, stderr } = await run(caller, '\\d customers');
      expect(stderr).toBe('');
      expect(status).toBe(0);
      for (const { column_name: name } of (
        await direct.query(
          "select column_name from information_schema.columns where table_name = 'customers'",
        )
      ).rows) {
        expect(stdout).toMatch(new RegExp(`^ ${name} +\\|`, 'm'));
      }
      expect(stdout).toContain('"customers_pkey" PRIMARY KEY, btree (id)');
      expect(leaked()).toEqual([]);
    },
  );

  it.each(['contractor', 'pipeline'] as const)('select * shows %s five masked rows', async (caller) => {
    const { status, stdout } = await run(caller, 'select * from customers limit 5');
    expect(status).toBe(0);
    expect(stdout).toContain('(5 rows)');
    expect(stdout.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(10);
    expect(leaked()).toEqual([]);
  });

  it('select * shows an agent what is revealed, and nothing else', async () => {
    const { stdout } = await run('support', 'select * from customers order by id limit 5');
    const { rows } = await direct.query('select full_name, email from customers order by id limit 5');
    for (const { full_name: name, email } of rows) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(email);
    }
    expect(leaked(neverRevealed)).toEqual([]);
  });

  it('a function of a masked column, grouped, is one group for the contractor', async () => {
    const { status, stdout } = await run(
      'contractor',
      '\\pset format unaligned',
      'select upper(ssn), count(*) from customers group by 1',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('[REDACTED]|2400\n(1 row)');
    expect(leaked()).toEqual([]);
  });

  it('a function of a masked column, grouped, keeps the last digits for the pipeline', async () => {
    const { stdout } = await run(
      'pipeline',
      '\\pset format unaligned',
      'select upper(ssn), count(*) from customers group by 1',
    );
    const { rows } = await direct.query(
      "select '****' || right(ssn, 4) as key, count(*) from customers group by 1",
    );
    const seen = stdout.split('\n').filter((line) => line.startsWith('****'));
    expect(seen.sort()).toEqual(rows.map(({ key, count }) => `${key}|${count}`).sort());
    expect(leaked()).toEqual([]);
  });

  it('is told why a statement is refused, and goes on', async () => {
    const { stdout, stderr } = await run(
      'contractor',
      'drop table customers',
      'select count(*) from customers',
    );
    expect(stderr).toMatch(/^ERROR: .*/);
    expect(stdout).toContain('2400');
    expect((await direct.query('select count(*)::int as count from customers')).rows).toEqual([
      { count: 2400 },
    ]);
  });
});

describe('node-postgres', () => {
  const binary = (values: unknown[] = [20]) => ({
    name: 'first customers',
    text: 'select id, email, ssn, date_of_birth, full_name from customers where id <= $1 order by id',
    values,
    binary: true,
    rowMode: 'array' as const,
    types: AS_SENT,
  });

  it.each(['contractor', 'pipeline'] as const)(
    'a prepared statement in binary is masked for %s',
    async (caller) => {
      const result = await connected(caller, async (client) => {
        await client.query(binary());
        return client.query<(string | null)[]>(binary([3]));
      });
      expect(result.fields.map(({ format }) => String(format))).toEqual(Array(5).fill('binary'));
      expect(result.rows.length).toBe(3);
      for (const [, email, ssn, birth, name] of result.rows) {
        expect(email).toMatch(caller === 'contractor' ? /^\[redacted\]$/ : /^[0-9a-f]{16,64}$/);
        expect(ssn).toMatch(caller === 'contractor' ? /^\[redacted\]$/ : /^\*{4}\d{4}$/);
        expect(birth).toBeNull();
        expect(name).toBe('[redacted]');
      }
      expect(leaked()).toEqual([]);
    },
  );

  it.each(['contractor', 'pipeline'] as const)(
    'COPY (select …) to stdout is masked for %s',
    async (caller) => {
      const text = await connected(caller, async (client) =>
        (
          await collect(
            client.query(copyTo('copy (select id, email, phone, ssn from customers order by id) to stdout')),
          )
        ).toString(),
      );
      const lines = text.trimEnd().split('\n');
      expect(lines.length).toBe(2400);
      const shape =
        caller === 'contractor'
          ? /^\d+(\t\[redacted\]){3}$/
          : /^\d+\t[0-9a-f]{16,64}\t(\\N|[0-9a-f]{16,64})\t\*{4}\d{4}$/;
      for (const line of lines) expect(line).toMatch(shape);
      expect(leaked()).toEqual([]);
    },
  );

  it('COPY in binary format is masked', async () => {
    await connected('contractor', (client) =>
      collect(client.query(copyTo('copy (select * from customers) to stdout (format binary)'))),
    ).catch((error: unknown) => expect(error).toBeInstanceOf(DatabaseError));
    expect(leaked()).toEqual([]);
  });

  it('hashes join, and join what is equal', async () => {
    const sql =
      'select count(*)::int as pairs, count(distinct c.email)::int as addresses from customers c join support_tickets t on t.contact_email = c.email';
    const seen = await connected('pipeline', async (client) => (await client.query(sql)).rows);
    expect(seen).toEqual((await direct.query(sql)).rows);
  });

  it('a refused statement is explained, and the connection lives on', async () => {
    await connected('contractor', async (client) => {
      const refused = await client.query('drop table customers').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(DatabaseError);
      expect(refused).toMatchObject({ severity: 'ERROR', code: '42501' });
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    });
  });

  it('a denial by a rule names the policy and its file', async () => {
    await connected('contractor', async (client) => {
      const refused = await client.query('select * from payments').catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: '42501' });
      expect((refused as DatabaseError).detail).toMatch(/offboarded_contractors.*contractors\.dlp:\d+/);
    });
  });

  it('a refusal inside a transaction leaves it to be rolled back', async () => {
    await connected('pipeline', async (client) => {
      await client.query('begin');
      await expect(client.query('truncate orders')).rejects.toMatchObject({ code: '42501' });
      await client.query('rollback');
      expect((await client.query('select count(*)::int as n from orders')).rows[0].n).toBeGreaterThan(2400);
    });
  });

  it('whoever gives a wrong password is turned away', async () => {
    const client = new pg.Client({ ...world.target('support'), password: 'guess' });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });
});

describe('postgres.js', () => {
  it.each(['contractor', 'pipeline'] as const)(
    'prepares, pipelines and streams masks to %s',
    async (caller) => {
      const sql = postgres({ ...world.target(caller, relay), username: world.target(caller).user, max: 1 });
      try {
        const all = await Promise.all(
          [1, 2, 3].map((id) => sql`select id, email, ssn from customers where id = ${id}`),
        );
        expect(all.map((rows) => rows.length)).toEqual([1, 1, 1]);
        let seen = 0;
        await sql`select id, email from customers order by id`.cursor(100, (rows) => {
          seen += rows.length;
        });
        expect(seen).toBe(2400);
        await expect(sql`truncate customers`).rejects.toMatchObject({ code: '42501' });
        expect((await sql`select count(*)::int as count from customers`)[0]).toEqual({ count: 2400 });
      } finally {
        await sql.end();
      }
      expect(leaked()).toEqual([]);
    },
  );
});

it('the key of the masks stands in no log, neither of the server nor of the proxy', async () => {
  await connected('pipeline', (client) => client.query('select email from customers limit 1'));
  expect(world.server.log()).toContain('customers');
  expect(world.server.log()).not.toContain(world.maskKey);
  // What the server holds is derived from the key: its first bytes, masked with HMAC's inner pad.
  const inner = Buffer.from(world.maskKey, 'hex').map((byte) => byte ^ 0x36);
  expect(world.server.log()).not.toContain(Buffer.from(inner).toString('hex'));
  expect(JSON.stringify(world.proxy.events)).not.toContain(world.maskKey);
});

it('the log of the proxy holds no protected value', () => {
  expect(everything.findIn(Buffer.from(JSON.stringify(world.proxy.events)))).toEqual([]);
});
