/** The compiler and the proxy cannot share a file; what each knows of functions is written down twice, and compared here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMPUTING_FUNCTIONS } from '../../../compiler/src/schema/query/computing-functions.ts';
import { functionColumns, isSetReturning } from '../../../compiler/src/schema/query/functions.ts';
import { harmlessFamilies } from '../../../runtime/src/judge/known/functions/harmless-families.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('a function that only computes is one that the proxy lets anybody call', () => {
  const harmless = harmlessFamilies.flatMap((family) => family.names);
  expect([...COMPUTING_FUNCTIONS].sort()).toEqual([...new Set(harmless)].sort());
});

test('those that give rows, and their columns, are as the server has them', async () => {
  const rows = await database.query(`
    select distinct proname, proretset, array(select n from unnest(proargnames, proargmodes) u (n, m) where m in ('o', 't')) outs
      from pg_proc where pronamespace = 'pg_catalog'::regnamespace and prokind in ('f', 'w')`);
  const known = rows.filter(({ proname }) => COMPUTING_FUNCTIONS.has(String(proname)));
  expect(known.length).toBeGreaterThan(1000);
  for (const { proname, proretset, outs } of known) {
    const name = String(proname);
    if (proretset === true) expect([name, isSetReturning(name)]).toEqual([name, true]);
    const columns = functionColumns(name);
    // Of `unnest(tsvector)` and the like the names are the server's own; everything else is as written down.
    if (Array.isArray(columns) && (outs as string[]).length > 0)
      expect([name, columns]).toEqual([name, outs]);
    if (columns === 'scalar' && name !== 'unnest')
      expect([name, (outs as string[]).length > 1]).toEqual([name, false]);
  }
});
