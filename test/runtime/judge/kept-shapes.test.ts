/**
 * What the server may keep for all texts that differ in integers is what each of them is: PostgreSQL prepares the shape, runs it with the integers as
 * parameters, and gives the rows, their types or the error that the text itself gets. Integers stand wherever the grammar has them, also where they are
 * no operands.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCatalog } from '../../../runtime/src/catalog/read-catalog.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { createSqlParser } from '../../../runtime/src/judge/parse/sql-parser.ts';
import type { KeptRun } from '../../../runtime/src/pgwire/gate.ts';
import { askerOf } from '../../support/askers.ts';
import { allowing, columnEntry, matcherForEveryone, relationEntry } from '../../support/entries.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { pgCatalogConnection } from '../catalog/pg-catalog-connection.ts';

const STATEMENTS = Number(process.env.DLPC_STATEMENTS ?? 400);

const matcher = matcherForEveryone([
  relationEntry('items', {
    columns: [
      ...['id', 'a'].map((name) => columnEntry(name, 'integer')),
      columnEntry('big', 'bigint'),
      columnEntry('small', 'smallint'),
      columnEntry('n', 'numeric'),
      columnEntry('f', 'double precision'),
      columnEntry('list', 'integer[]'),
      columnEntry('doc', 'jsonb'),
      {
        ...columnEntry('secret', 'integer'),
        labels: [{ label: 'pii', rules: [] }],
        fallback: { text: 'zero', rank: 0, sql: 'CAST(0 AS integer)', keyed: false, lookup: false },
      },
    ],
    commands: allowing(['select'], 0, 0),
  }),
]);

let database: TestDatabase;
let client: pg.Client;
let judge: Judge;

beforeAll(async () => {
  database = await testDatabase();
  await database.query(`
    create table items (id int primary key, a int, big bigint, small smallint, n numeric, f double precision, list int[], doc jsonb, secret int);
    insert into items select i, i % 4, i * 3000000000, i % 3, i / 3.0, i / 7.0, array[i, 2, 3], jsonb_build_array(i, 5, 6), 90000 + i
      from generate_series(0, 9) i;`);
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  judge = new Judge(
    { matcher, revision: 'r1' },
    await readCatalog(pgCatalogConnection(client)),
    await createSqlParser(),
  );
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** How it may be run, once it has come often enough. */
function keptRun(text: string): { readonly text: string; readonly kept: KeptRun | undefined } {
  const judgements = judge.classOf(askerOf({}), 0);
  for (const _ of [1, 2]) judgements.judge(text, 'simple');
  const verdict = judgements.judge(text, 'simple');
  if (verdict.kind === 'deny') throw new Error(`denied: ${verdict.denial.message}`);
  return { text: verdict.text, kept: verdict.kept };
}

/** A Query is answered once as a whole, so that what is prepared first is not seen. */
async function answer(text: string, before = ''): Promise<string> {
  try {
    const told = await client.query({ text: before + text, rowMode: 'array' });
    const { fields, rows } = Array.isArray(told) ? told.at(-1) : told;
    return JSON.stringify([
      fields.map(({ name, dataTypeID, dataTypeModifier }: pg.FieldDef) => [
        name,
        dataTypeID,
        dataTypeModifier,
      ]),
      rows,
    ]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return String(error.code);
  }
}

async function run({ shape, values }: KeptRun): Promise<string> {
  const types = values.map(() => 'int4').join(', ');
  const given = values.length === 0 ? '' : `(${values.join(', ')})`;
  const prepared = await answer(`prepare kept ${types === '' ? '' : `(${types})`} as ${shape.text}`);
  try {
    return prepared.startsWith('[') ? await answer(`execute kept ${given}`) : prepared;
  } finally {
    if (prepared.startsWith('[')) await client.query('deallocate kept');
  }
}

/** `#` is an integer. What is compared with it comes more often, for of others nothing is kept. */
const COMPARED = [
  ...[
    'id = #',
    'a >= # and big < #',
    'small <> #',
    'n > #',
    'f <= #',
    'secret = #',
    'id>#',
    'id <=#',
    'not a != #',
  ],
  ...[
    'id = # or big = #',
    'n = #::numeric(4,1)',
    'a = any (list) and id > #',
    'doc -> # = doc',
    'a = #::smallint',
  ],
  ...[
    'id = (select max(i.id) from items i where i.a = #)',
    'a is not null = (id < #)',
    'case when a = # then id > # end',
  ],
];
const OPERANDS = [
  ...[
    '# = id',
    'id between # and #',
    'id in (#, #)',
    'list[#] = #',
    'id + # = #',
    'id = -#',
    '(a, id) = (#, #)',
    'id =(#)',
  ],
  ...[
    'id < # * #',
    'f < # / #',
    'a is distinct from #',
    'coalesce(a, #) = #',
    'small = # % #',
    'big = #::bigint',
  ],
];
const LISTS = ['id', 'secret, id', 'a = # as x, id', 'a = # or a > #, id'];
const ODD_LISTS = ['#, id', 'id, # as x', 'id + # as y, id', 'list[#], id'];
const TAILS = ['', ' order by id', ' order by a = #, id'];
const ODD_TAILS = [
  ...[
    ' order by #',
    ' order by id limit #',
    ' order by id offset #',
    ' order by id desc, #',
    ' limit # offset #',
  ],
  ...[' order by id fetch first # rows only', ' group by #, id, a, secret, list order by id limit 5'],
];

const mostly = (usual: readonly string[], odd: readonly string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );

const integer = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 9 }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '007',
      '2147483647',
      '999999999',
      '1000000000',
      '9000000000',
      '3000000000',
      '1.5',
      '0',
    ),
  },
);
const statement = fc
  .tuple(
    mostly(LISTS, ODD_LISTS),
    fc.array(mostly(COMPARED, OPERANDS), { minLength: 1, maxLength: 2 }),
    mostly(TAILS, ODD_TAILS),
    fc.boolean(),
    fc.array(integer, { minLength: 12, maxLength: 12 }),
  )
  .map(([list, conditions, tail, distinct, values]) => {
    let at = 0;
    const sql = `select ${distinct ? 'distinct ' : ''}${list} from items where ${conditions.join(' and ')}${tail}`;
    return sql.replaceAll('#', () => values[at++] ?? '1');
  });

describe('a statement that the server keeps for many texts', () => {
  test('answers each as that would be answered', { timeout: 240_000 }, async () => {
    let withParameters = 0;
    await fc.assert(
      fc.asyncProperty(statement, async (asked) => {
        const { text, kept } = keptRun(asked);
        if (kept === undefined) return;
        const [wanted, got] = [await answer(text), await run(kept)];
        // What the server cannot do with parameters, it is asked in the other way.
        if (/^"?42/.test(got)) return;
        expect(got, `${kept.shape.text} with ${kept.values}`).toBe(wanted);
        if (kept.values.length > 0) withParameters += 1;
      }),
      { numRuns: STATEMENTS, endOnFailure: true },
    );
    expect(withParameters).toBeGreaterThan(STATEMENTS / 10);
  });

  test.each([
    ['select id from items where id = 5', 1],
    ['select id from items where id=5 and a >= 2', 2],
    ['select id from items where a < 2 order by id limit 3', 0],
    ['select id from items where a < 2 order by 1', 0],
    ['select 1, id from items where a < 2', 0],
    ['select id from items where n = 1.5', 0],
    ['select id from items where big = 9000000000', 0],
    ['select id from items where id = -5', 0],
    ['select id from items order by id', 0],
  ])('%s has %i parameters', (text, parameters) => {
    const { kept } = keptRun(text);
    expect(kept?.shape.parameters).toBe(parameters);
    expect(kept?.values).toHaveLength(parameters);
  });

  test.each([
    "select id from items where doc = '5'",
    'select id from items where id = $1',
    'select id from items where id = 5 for update',
    "select nextval('x'::regclass)",
    'select 5',
  ])('is none for: %s', (text) => {
    const judgements = judge.classOf(askerOf({}), 0);
    for (const _ of [1, 2]) judgements.judge(text, 'simple');
    const verdict = judgements.judge(text, 'simple');
    expect(verdict.kind === 'forward' ? verdict.kept : undefined).toBeUndefined();
  });

  test('is the same for all texts that differ in integers alone', () => {
    const judgements = judge.classOf(askerOf({}), 0);
    const shapes = [1, 2, 3, 4, 4, 4].map((value) => {
      const verdict = judgements.judge(`select id from items where id = ${value}`, 'simple');
      return verdict.kind === 'forward' ? verdict.kept : undefined;
    });
    // The first is judged; from then on the shape is known.
    expect(new Set(shapes.slice(1).map((kept) => kept?.shape)).size).toBe(1);
    expect(shapes.slice(1).map((kept) => kept?.values)).toEqual([['2'], ['3'], ['4'], ['4'], ['4']]);
  });
});
