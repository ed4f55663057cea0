/** Sessions on record, through the real program: whole, verifiable, and without a single stored value. */
import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer as collect } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordsFiles } from '../../runtime/src/records/journal/records-files.ts';
import { verifyRecords } from '../../runtime/src/records/verify/verify-records.ts';
import { PROTECTED_COLUMNS } from '../demo/crm-data.ts';
import { type ProtectedValues, readProtectedValues } from '../support/protected-values.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

let world: CrmWorld;
let values: ProtectedValues;
let known: { readonly ssn: string; readonly email: string };

beforeAll(async () => {
  world = await createWorld({ record: 'everything' });
  const direct = await world.direct();
  values = await readProtectedValues(direct, PROTECTED_COLUMNS);
  known = (await direct.query('select ssn, email from customers where id = 7')).rows[0];
});
afterAll(() => world?.stop());

/** Everything that is on record now, as it was before it was compressed. */
function recorded(): Buffer {
  const { directory } = world.records;
  const files = readdirSync(directory).map((name) => {
    const bytes = readFileSync(join(directory, name));
    return name.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes;
  });
  return Buffer.concat(files);
}

const verify = () =>
  verifyRecords(recordsFiles(world.records.directory), [
    createPublicKey(readFileSync(world.records.publicKey)),
  ]);

it('no stored value is on record, whoever asked and whatever was revealed', async () => {
  const ask = (client: pg.Client, text: string, parameters: unknown[] = []) =>
    client.query(text, parameters).catch(() => undefined);
  for (const caller of ['contractor', 'pipeline', 'support'] as const) {
    const { client } = await world.connect(caller);
    await ask(client, 'select * from customers order by id');
    await ask(client, 'select full_name, upper(email), c from customers c limit 50');
    await ask(client, 'select * from support_tickets limit 100');
    await ask(client, `select id from customers where ssn = '${known.ssn}' /* ${known.email} */`);
    await ask(client, 'select id from customers where email = $1 or ssn = $2', [known.email, known.ssn]);
    await ask(client, `update customers set email = '${known.email}' where id = 7`);
    await ask(client, `selct '${known.ssn}' from customers`);
    await ask(client, `select E'${known.email}', $x$${known.ssn}$x$ from customers limit 1`);
    await client.query({
      text: 'select id, email from customers where id < $1',
      values: [9],
      binary: true,
    } as object as pg.QueryConfig);
    await collect(client.query(copyTo('copy (select email, ssn from customers) to stdout')));
    await client.query('begin; declare c cursor for select email, full_name from customers');
    await client.query('fetch 20 from c');
    await client.query('commit');
  }
  const bytes = recorded();
  expect(bytes.length).toBeGreaterThan(100_000);
  expect(values.size).toBeGreaterThan(10_000);
  expect(values.findIn(bytes)).toEqual([]);
  expect(bytes.includes('****')).toBe(true);
});

it('a session that nobody closed is whole, and said to be open', async () => {
  const found = await verify();
  expect(found.problems).toEqual([]);
  expect(found.tails).toMatchObject([{ torn: false, attested: false }]);
  expect(found.tails[0]?.cutSessions.length).toBe(3);
});

it('nobody but the owner reads it', () => {
  const { directory } = world.records;
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
});
