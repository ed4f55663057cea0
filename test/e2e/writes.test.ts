/** The pipeline writes what it enriched, through the proxy: masks, and nothing else, arrive in the table. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg, { DatabaseError } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROTECTED_COLUMNS } from '../demo/crm-data.ts';
import { readProtectedValues } from '../support/protected-values.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

const ENRICH = `
  insert into enriched_customers (customer_id, contact_key, ssn_last4, orders, lifetime_value, open_tickets)
  select c.id, c.email, right(c.ssn, 4), count(o.id), coalesce(sum(o.total), 0), 0
    from customers c left join orders o on o.customer_id = c.id
   group by c.id, c.email, c.ssn`;

const ROWS = `
  insert into enriched_customers (customer_id, contact_key, orders, lifetime_value, open_tickets)
  values (1, 'a', 0, 0, 0), (2, 'b', 0, 0, 0)`;

let world: CrmWorld;
let direct: pg.Client;
let job: pg.Client;

beforeAll(async () => {
  world = await createWorld();
  direct = await world.direct();
  job = new pg.Client(world.target('pipeline'));
  await job.connect();
});
afterAll(async () => {
  await job?.end();
  await world?.stop();
});
beforeEach(() => direct.query('truncate enriched_customers'));

describe('the pipeline', () => {
  it('stores masks where it enriches', async () => {
    const { rowCount } = await job.query(ENRICH);
    const { rows } = await direct.query('select * from enriched_customers order by customer_id');
    expect(rows).toHaveLength(rowCount ?? -1);
    expect(rows.length).toBeGreaterThan(1000);
    const raw = await readProtectedValues(direct, PROTECTED_COLUMNS);
    expect(raw.findIn(Buffer.from(JSON.stringify(rows)))).toEqual([]);
    expect(rows[0].contact_key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('locks rows and tables as it would without the proxy', async () => {
    await direct.query(ROWS);
    const other = await world.direct();
    const locked = 'select customer_id from enriched_customers where customer_id = 1 for update nowait';
    try {
      await job.query('begin');
      await job.query('lock table customers, enriched_customers in access share mode');
      expect((await job.query(locked)).rows).toEqual(
        (await direct.query(locked.replace('1 for update nowait', '1'))).rows,
      );
      await expect(other.query(locked)).rejects.toMatchObject({ code: '55P03' });
      await job.query('lock enriched_customers in row exclusive mode');
      await expect(other.query('begin; lock enriched_customers in share mode nowait')).rejects.toMatchObject({
        code: '55P03',
      });
      await other.query('rollback');
      await job.query('commit');
      await other.query('begin');
      await other.query(locked);
      await expect(job.query(locked)).rejects.toMatchObject({ code: '55P03' });
      await expect(job.query('select id from customers where id = 1 for update')).rejects.toMatchObject({
        code: '42501',
      });
    } finally {
      await other.end();
    }
  });

  it('copies in, updates, deletes, and reads back', async () => {
    const lines = Readable.from(['1,key one,1234,2,10.50,0\n', '2,key two,,0,0,1\n']);
    const columns = 'customer_id, contact_key, ssn_last4, orders, lifetime_value, open_tickets';
    await pipeline(
      lines,
      job.query(copyFrom(`copy enriched_customers (${columns}) from stdin with (format csv)`)),
    );
    const updated = await job.query({
      text: 'update enriched_customers set orders = orders + $1 where customer_id = $2 returning orders',
      values: [5, 1],
    });
    expect(updated.rows).toEqual([{ orders: 7 }]);
    expect((await job.query('delete from enriched_customers where orders = 0')).rowCount).toBe(1);
    expect((await job.query('select contact_key from enriched_customers')).rows).toEqual([
      { contact_key: 'key one' },
    ]);
  });

  it('learns of a mistake as without the proxy, and goes on', async () => {
    const insert = "insert into enriched_customers values (1, 'k', null, 0, 0, 0)";
    await job.query('begin');
    await job.query(insert);
    const error = await job.query(insert).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({
      code: '23505',
      message: expect.stringContaining('enriched_customers_pkey'),
    });
    await job.query('rollback');
    expect((await job.query('select count(*)::int as n from enriched_customers')).rows).toEqual([{ n: 0 }]);
  });
});

it.each([
  ['insert into customers (full_name) values (1)', /does not allow INSERT on "customers"/],
  ["update customers set city = 'x'", /does not allow UPDATE on "customers"/],
])('refuses what no policy allows: %s', async (sql, message) => {
  await expect(job.query(sql)).rejects.toMatchObject({
    code: '42501',
    message: expect.stringMatching(message),
  });
});

it('refuses the contractor, whose policy denies it', async () => {
  const contractor = new pg.Client(world.target('contractor'));
  await contractor.connect();
  try {
    await expect(contractor.query(ENRICH)).rejects.toMatchObject({
      code: '42501',
      detail: expect.stringContaining('offboarded_contractors'),
    });
  } finally {
    await contractor.end();
  }
});
