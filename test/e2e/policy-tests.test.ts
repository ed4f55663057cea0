/** What the tests of the example expect is what its proxy does: each case is sent to the running proxy, by the caller that it names. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeHost } from '../../compiler/src/host/node-host.ts';
import { compilePolicies } from '../../compiler/src/pipeline.ts';
import type { BoundCase } from '../../compiler/src/test-blocks/bound-test.ts';
import { type CallerName, demoCallers } from '../demo/callers.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

const { tests } = await compilePolicies(nodeHost, [`${CRM_DIRECTORY}/policies`]);

/** The cases of each caller of the demo; those of others have no credentials here. */
const cases = Object.entries(demoCallers()).map(([name, { kind, groups }]) => {
  const meant = tests.filter(({ asker: { caller } }) => {
    return caller.kind === kind && [...caller.groups].sort().join() === [...groups].sort().join();
  });
  return { caller: name as CallerName, cases: meant.flatMap((found) => found.cases) };
});

let world: CrmWorld;
beforeAll(async () => {
  world = await createWorld({ data: { customers: 60 } });
}, 60_000);
afterAll(() => world.stop());

test.each(cases)(
  '$caller',
  async ({ caller, cases }) => {
    expect(cases.length).toBeGreaterThan(4);
    const proxied = (await world.connect(caller)).client;
    const direct = await world.direct();
    for (const { sql, expected } of cases) {
      // Undone, so that no case depends on another.
      await proxied.query('begin');
      const answer = await proxied.query<Record<string, unknown>>(sql).catch((error: unknown) => error);
      await proxied.query('rollback');
      if (expected.kind === 'deny') {
        expect({ sql, answer }).toMatchObject({ sql, answer: { code: '42501' } });
        continue;
      }
      expect({ sql, answer }).not.toMatchObject({ answer: { code: expect.any(String) } });
      if (!sql.startsWith('select')) continue;
      const { rows } = answer as { rows: Record<string, unknown>[] };
      const { rows: raw } = await direct.query<Record<string, unknown>>(sql);
      for (const column of Object.keys(rows[0] ?? {})) {
        const isChanged = valuesOf(rows, column) !== valuesOf(raw, column);
        // What is computed from masks alone, such as a number of rows, changes without being masked.
        if (isMasked(expected, column))
          expect({ sql, column, isChanged }).toEqual({ sql, column, isChanged: true });
        else if (!/count\(|where/.test(sql))
          expect({ sql, column, isChanged }).toEqual({ sql, column, isChanged: false });
      }
    }
  },
  60_000,
);

function isMasked(expected: BoundCase['expected'], column: string): boolean {
  return expected.kind === 'mask' && expected.columns.has(column);
}

/** All values of a column, whatever the order of the rows. */
function valuesOf(rows: readonly Record<string, unknown>[], column: string): string {
  return JSON.stringify(rows.map((row) => textOf(row[column])).sort());
}

/** As the wire has it; the two clients read dates in different ways. */
function textOf(value: unknown): string {
  if (value instanceof Date)
    return new Date(value.getTime() - value.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  return String(value);
}
