/**
 * pg_dump through the proxy: the definitions and the rows that it brings without it, and masks where the caller sees masks. What it asks for that
 * is not shown (sequences, large objects, snapshots for parallel jobs) is left out by its own options.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Shop, startShop } from '../everyday/world/world.ts';
import { requires } from '../support/requires.ts';
import type { ConnectionTarget } from '../support/tapped-client.ts';
import { runClient } from './run-client.ts';

const WITHOUT_SEQUENCES = '--exclude-table-data=*_seq';

/** Each a set of options. */
const SAME: readonly (readonly string[])[] = [
  ['--schema-only'],
  ['--no-blobs', WITHOUT_SEQUENCES, '--exclude-table-data=ticket_numbers'],
  ['--table=orders', '--table=order_items', WITHOUT_SEQUENCES, '--inserts'],
  ['--table=patients'],
  ['--table=products', WITHOUT_SEQUENCES, '--column-inserts', '--rows-per-insert=10', '--no-comments'],
  ['--schema-only', '--schema=public', '--clean', '--if-exists', '--no-owner', '--no-privileges'],
];

requires('pg_dump', 'postgresql-15')('pg_dump', () => {
  let shop: Shop;
  const direct: string[] = [];
  let way: (sender: 'staff' | 'clerk') => ConnectionTarget;

  // It takes no server that is newer than itself.
  beforeAll(async () => {
    shop = await startShop(15);
    for (const options of SAME) direct.push(await dumped(shop.direct, options));
    way = await shop.startProxy();
  }, 120_000);
  afterAll(() => shop?.stop());

  it.each(SAME.map((options, index) => [options.join(' '), options, index] as const))(
    '%s is what it is without the proxy',
    async (_, options, index) => {
      expect(await dumped(way('staff'), options)).toBe(direct[index]);
    },
    60_000,
  );

  it('of a table with labels holds what its caller sees', async () => {
    const dump = await dumped(way('clerk'), ['--table=patients']);
    expect(dump).toContain('CREATE TABLE public.patients');
    expect(dump).toContain('1\tB\t2024-01-02\t[redacted]\t[redacted]\t[redacted]\n');
    expect(dump).not.toMatch(/900-00|Patient \d|note \d/);
  }, 60_000);

  it.each([
    [['--table=orders'], 'sequence "orders_id_seq" cannot be read'],
    [[WITHOUT_SEQUENCES], 'relation "pg_largeobject_metadata" cannot be read'],
  ])(
    'of what is not shown is refused in words: %s',
    async (options, words) => {
      const { status, stderr } = await runClient(way('staff'), 'pg_dump', ...options);
      expect(status).toBe(1);
      expect(stderr).toContain(words);
    },
    60_000,
  );
});

/** What it prints, without the random words that keep psql's meta-commands out of a restore. */
async function dumped(target: ConnectionTarget, options: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await runClient(target, 'pg_dump', ...options);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.replaceAll(/^\\(un)?restrict .*$/gm, '');
}
