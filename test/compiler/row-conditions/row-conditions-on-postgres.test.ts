/**
 * Row conditions on real servers: what they become holds for the rows for which the author's own text does, and for which the
 * naive reading of their tree does; and it raises no error for any row.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type MaskServer, onServers } from '../masks/on-servers.ts';
import { arbitraryAsker, arbitraryConditionText, arbitraryRow } from './arbitrary-condition-text.ts';
import { type Row, truthOf } from './evaluate.ts';
import { type AskerValues, filled, hole, readCondition, TABLE } from './read-conditions.ts';

const ROWS = 60;

/** The author's text with literals in place of fields; no operator of the server's takes two types of arrays. */
function substituted(text: string, asker: AskerValues): string {
  return text
    .replaceAll('vtags', 'vtags::text[]')
    .replaceAll(/(?:caller|task)\.(?:claims\.|actor\.)?(?:"[^"]+"|\w+)/g, (name) => {
      const field = name.replaceAll('"', '');
      return `(${hole({ type: typeOf(field) }, asker[field] ?? null)})`;
    });
}

function typeOf(field: string) {
  if (field.endsWith('.groups') || field === 'caller.claims.teams') return 'text[]';
  if (field === 'caller.claims.clearance' || field === 'caller.claims.budget') return 'bigint';
  return field === 'caller.claims.admin' || field === 'caller.claims.beta' ? 'boolean' : 'text';
}

/** A row as the interpreter sees it. */
function asSeen(row: Row): Row {
  const tz = typeof row.tz === 'string' ? Date.parse(row.tz) : null;
  const f4 = typeof row.f4 === 'number' ? Math.fround(row.f4) : row.f4;
  return { ...row, tz, f4 };
}

onServers((server) => {
  let rows: readonly Row[];
  beforeAll(async () => {
    rows = fc.sample(arbitraryRow, { numRuns: ROWS, seed: 7 });
    await fill(server(), rows);
  });

  test('hold for the rows that author and interpreter mean', async () => {
    let [some, held] = [0, 0];
    await fc.assert(
      fc.asyncProperty(arbitraryConditionText, arbitraryAsker, async (text, asker) => {
        const { condition, sql, found, unread } = await readCondition(text);
        expect(unread).toBeNull();
        expect(found.map(({ message }) => message)).toEqual([]);
        if (condition === null || sql === null) throw new Error('nothing was read');
        const ours = await idsWhere(server(), filled(sql, asker));
        const meant = rows.flatMap((row, id) =>
          truthOf(condition, asSeen(row), asker) === true ? [id] : [],
        );
        expect(ours).toEqual(meant);
        expect(ours).toEqual(await idsWhere(server(), substituted(text, asker)));
        some += 1;
        if (ours.length > 0 && ours.length < ROWS) held += 1;
      }),
      { numRuns: 400 },
    );
    // Most tell rows apart, or nothing was tested.
    expect(held).toBeGreaterThan(some / 4);
  }, 120_000);

  test('whatever search path, operators and settings a session has', async () => {
    const { client } = server();
    await client.query(`
      create schema evil;
      create function evil.eq(text, text) returns boolean language sql as 'select true';
      create operator evil.= (leftarg = text, rightarg = text, function = evil.eq);
      create function evil.starts_with(text, text) returns boolean language sql as 'select true';
      create domain evil.text as pg_catalog.int4;
      create domain evil.date as pg_catalog.int4;`);
    const texts = ["t = 'north'", "starts_with(t, 'no')", "d = '2000-02-29'", "t in ('a', 'north')"];
    const plain = await allEmitted(server(), texts);
    await client.query(
      "set search_path = evil, pg_catalog, public; set datestyle = 'German, DMY'; set timezone = 'Asia/Tokyo'",
    );
    try {
      expect(await allEmitted(server(), texts)).toEqual(plain);
    } finally {
      await client.query('reset all; drop schema evil cascade');
    }
  });
});

async function allEmitted(server: MaskServer, texts: readonly string[]): Promise<readonly unknown[]> {
  const ids: unknown[] = [];
  for (const text of texts) {
    const { sql } = await readCondition(text);
    ids.push(await idsWhere(server, filled(sql ?? ['no condition'], {})));
  }
  return ids;
}

async function idsWhere({ client }: MaskServer, condition: string): Promise<readonly number[]> {
  const { rows } = await client.query(`select id from public.rows where ${condition} order by id`);
  return rows.map(({ id }) => id);
}

async function fill({ client }: MaskServer, rows: readonly Row[]): Promise<void> {
  await client.query(TABLE);
  for (const [id, row] of rows.entries()) {
    const names = ['id', ...Object.keys(row)].map((name) => `"${name.replaceAll('"', '""')}"`);
    const values = [id, ...Object.values(row)];
    const places = values.map((_, index) => `$${index + 1}`);
    await client.query(`insert into rows (${names.join(', ')}) values (${places.join(', ')})`, values);
  }
}
