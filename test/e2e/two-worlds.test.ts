/**
 * The promise itself: two databases that differ only in what the contractor may not see, the same traffic to both, and
 * every byte that comes back is the same.
 */
import Cursor from 'pg-cursor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackendMessage, describeMessage } from '../support/backend-messages.ts';
import { debianPostgres, startPostgres } from '../support/postgres.ts';
import { requires } from '../support/requires.ts';
import type { TappedClient } from '../support/tapped-client.ts';
import { CUSTOMERS, copied, createTwoWorlds, inBinary, type TwoWorlds, WAYS } from './two-worlds.ts';
import { type Asked, OTHERS, READS } from './two-worlds-statements.ts';

function expectAlike([left = [], right = []]: BackendMessage[][], outcome: Asked['outcome']): void {
  expect(right.map(describeMessage)).toEqual(left.map(describeMessage));
  expect(left.at(-1)?.type).toBe('Z');
  if (outcome === 'answered')
    expect(left.filter(({ type }) => type === 'E').map(describeMessage)).toEqual([]);
}

describe('PostgreSQL 18', () => theSameInBothWorlds(startPostgres));
requires('postgresql-15')('PostgreSQL 15', () => theSameInBothWorlds(debianPostgres));

function theSameInBothWorlds(start: typeof startPostgres): void {
  let both: TwoWorlds;
  beforeAll(async () => {
    both = await createTwoWorlds(start);
  });
  afterAll(() => both?.stop());

  it('the worlds differ, and in protected values only', async () => {
    const [left, right] = await Promise.all(both.worlds.map((world) => world.direct()));
    const read = async (columns: string) =>
      Promise.all(
        [left, right].map(
          async (client) => (await client?.query(`select ${columns} from customers order by id`))?.rows,
        ),
      );
    const [open, otherOpen] = await read(
      'id, public_id, city, country, segment, credit_limit, preferences, created_at',
    );
    expect(otherOpen).toEqual(open);
    for (const column of [
      'full_name',
      'email',
      'phone',
      'ssn',
      'date_of_birth',
      'street',
      'last_login_from',
    ]) {
      const [values, others] = await read(column);
      expect(others).not.toEqual(values);
    }
  });

  it('an agent, to whom values are revealed, can tell them apart', async () => {
    const seen = await Promise.all(
      both.worlds.map(async (world) => {
        const { client } = await world.connect('support');
        return (await client.query('select email from customers order by id')).rows;
      }),
    );
    expect(seen[0]?.length).toBe(CUSTOMERS);
    expect(seen[1]).not.toEqual(seen[0]);
  });

  describe.each(Object.entries(WAYS))('%s', (way, ask) => {
    it.each(READS)('$sql', async ({ sql, outcome }) => {
      // COPY takes some statements only that a query may hold: the answer must be the same, be it an error.
      expectAlike(await both.answers(ask(sql)), way.startsWith('copy') ? 'alike' : outcome);
    });
  });

  describe('other statements', () => {
    it.each(OTHERS)('$sql', async ({ sql, outcome }) => {
      const send = async (tap: TappedClient): Promise<unknown> =>
        /^copy /.test(sql) ? copied(tap, sql) : tap.client.query(sql);
      expectAlike(await both.answers(send), outcome);
      // Whatever was left open, the next statement starts afresh.
      expectAlike(await both.answers((tap) => tap.client.query('rollback')), 'alike');
    });
  });

  it('pipelined statements, one of them refused, are answered alike', async () => {
    const answers = await both.answers((tap) =>
      Promise.allSettled([
        tap.client.query({ text: 'select ssn from customers where id = $1', values: [1] }),
        tap.client.query({ text: 'drop table customers' }),
        tap.client.query(inBinary('select email from customers where id = $1', [2])),
      ]),
    );
    expectAlike(answers, 'alike');
  });

  it('a few rows at a time from a portal that is closed early are answered alike', async () => {
    const answers = await both.answers(async (tap) => {
      const cursor = tap.client.query(new Cursor('select id, email, ssn from customers order by id'));
      expect((await cursor.read(7)).length).toBe(7);
      expect((await cursor.read(7)).length).toBe(7);
      await cursor.close();
      // Comes after everything that belongs to the portal.
      await tap.client.query('select 1');
    });
    expectAlike(answers, 'answered');
  });
}
