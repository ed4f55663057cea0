/**
 * What the server keeps prepared in place of parsing it each time must not show: random conversations past the proxy, through one that keeps nothing and through one that keeps what it may, while
 * another session changes the schema. KEPT_RUNS makes more of them.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Keeping, KeptRun, KeptShape, SessionGate } from '../../../../runtime/src/pgwire/gate.ts';
import { backendMessages, describeMessage } from '../../../support/backend-messages.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';
import * as client from '../frontend.ts';
import { connectRaw, type RawClient } from '../raw-client.ts';
import { forward, startWireProxy, type WireProxy } from '../wire-proxy.ts';
import { connectDirect, targetOf, withoutWords } from './against.ts';

const RUNS = Number(process.env.KEPT_RUNS ?? 60);

/** Each run begins with it. */
const WORLD = `
  drop schema if exists world, elsewhere cascade;
  create schema world; create schema elsewhere;
  create table world.item (id int primary key, name text, price numeric(10, 2));
  create table world.note (item int, text text);
  insert into world.item select n, 'item ' || n, n / 3.0 from generate_series(1, 9) n;
  insert into world.note select n, 'note ' || n from generate_series(1, 9) n;
  create view world.shown as select id, name from world.item;
  create table elsewhere.note (item int, text text);
  insert into elsewhere.note values (1, 'elsewhere');
`;

/** Some with names that a search path decides about, some whose columns others change. */
const KEEPABLE: readonly string[] = [
  'select id, name, price from world.item where id < $1 order by id',
  'select * from world.item order by id',
  'select 10 / (id - $1) from world.item order by id',
  'select name, current_schema from world.shown where id = $1',
  'select text from note order by item',
];
/** Of the simple protocol, each a shape with an integer in it, whose values come by turns. */
const SHAPES: readonly string[] = [
  'select id, name, price from world.item where id < # order by id',
  'select 10 / (id - 5) from world.item where id = # order by id',
  'select name from world.shown where id = # and id <> #',
  'select text from note where item >= # order by item',
  'select id as "id" from world.item where 7 / # = 1 or id = 3 order by id',
];
const HARMLESS: readonly string[] = ['select 1', 'select nothing'];
/** How many statements the server keeps, and how often it has planned them. */
const COUNT_PLANS = 'select count(*), sum(generic_plans + custom_plans) from pg_prepared_statements';
const OTHERS: readonly string[] = [
  'begin',
  'commit',
  'rollback',
  'savepoint a',
  'rollback to a',
  'set search_path = elsewhere',
  'set local search_path = elsewhere',
  'reset all',
  'discard all',
  'discard plans',
  'deallocate all',
  'set plan_cache_mode = force_generic_plan',
  "set extra_float_digits = '1'",
  'create temp table note (item int, text text)',
  'drop table if exists pg_temp.note',
  'insert into world.item values (100, null, null)',
  'alter table world.item add column more int default 7',
  'select 1 / 0',
  '',
];
const ELSEWHERE: readonly string[] = [
  'alter table world.item add column added int default 8',
  'alter table world.item alter column price type text',
  'alter table world.item alter column price type numeric using 1',
  'alter table world.item drop column if exists name cascade',
  'alter table world.note rename column text to words',
  'drop view if exists world.shown; create view world.shown as select id, id + 1 as name from world.item',
  'drop view if exists world.shown',
  'drop table if exists world.item cascade; create table world.item (id int, name int, price int); insert into world.item values (3, 4, 5)',
  'create table if not exists public.note as select * from elsewhere.note',
];

/** One object for each shape, and for each text that has none. */
const shapes = new Map<string, KeptShape>();

function keptRun(text: string): KeptRun {
  const values: string[] = [];
  const shaped = text.replace(/(?<=[=<>] )[0-9]+/g, (value) => `$${values.push(value)}`);
  const shape = shapes.get(shaped) ?? { text: shaped, parameters: values.length };
  shapes.set(shaped, shape);
  return { shape, values };
}

const isShape = (text: string) =>
  SHAPES.some((shape) => shape.replaceAll(/[0-9]+|#/g, '0') === text.replaceAll(/[0-9]+/g, '0'));

const gateOf = (keeps: boolean): SessionGate => ({
  revision: '1',
  judge: (text, protocol) => {
    if (protocol === 'simple' && (isShape(text) || KEEPABLE.includes(text)) && !text.includes('$'))
      return forward(text, {
        touchesProtected: true,
        ...(keeps && { keeping: 'keepable', kept: keptRun(text) }),
      });
    const keeping: Keeping | undefined = KEEPABLE.includes(text)
      ? 'keepable'
      : HARMLESS.includes(text) || text === COUNT_PLANS
        ? 'harmless'
        : undefined;
    return forward(text, {
      touchesProtected: KEEPABLE.includes(text),
      ...(keeps && keeping !== undefined && { keeping }),
    });
  },
});

/** What one side does before the other has something to say. */
type Step =
  | { readonly kind: 'client'; readonly messages: readonly Buffer[]; readonly together: boolean }
  | { readonly kind: 'elsewhere'; readonly sql: string };

const bound = fc.constantFrom<readonly (string | null)[]>([], ['3'], ['4'], ['x'], [null], ['1', '2']);
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEEPABLE) },
  { weight: 1, arbitrary: fc.constantFrom(...HARMLESS) },
  { weight: 2, arbitrary: fc.constantFrom(...OTHERS) },
);
const fitting = (sql: string) => (sql.includes('$1') ? ['3'] : []);

/** As drivers ask: the same few, again and again. */
const usual = fc
  .tuple(fc.constantFrom(...KEEPABLE), fc.nat(3), fc.boolean(), fc.integer({ min: 1, max: 6 }))
  .map(([sql, form, binary, times]) => {
    const once = [
      client.parse('', sql),
      ...(form === 1 ? [client.describeStatement('')] : []),
      ...(form === 2 ? [client.flush] : []),
      client.bind('', '', fitting(sql), binary ? 'binary' : 'text'),
      ...(form === 0 ? [client.describePortal('')] : []),
      client.execute('', form === 3 ? 2 : 0),
      client.sync,
    ];
    return Array.from({ length: times }, () => once);
  });

const name = fc.constantFrom('', '', '', 'a');
const odd = fc.oneof(
  fc.tuple(name, text).map(([to, sql]) => client.parse(to, sql)),
  fc.tuple(name, name, bound).map(([to, from, values]) => client.bind(to, from, values)),
  fc.tuple(name, fc.nat(3)).map(([portal, rows]) => client.execute(portal, rows)),
  name.map((of) => client.describeStatement(of)),
  name.map((of) => client.describePortal(of)),
  name.map((of) => client.closeStatement(of)),
  name.map((of) => client.closePortal(of)),
  fc.constant(client.sync),
  fc.constant(client.flush),
);

const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: usual.map((rounds) => rounds.map((messages) => step(messages))),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(usual, fc.boolean()).map(([rounds, together]) => [step(rounds.flat(), together)]),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.array(odd, { maxLength: 8 }), fc.boolean())
          .map(([messages, together]) => [step([...messages, client.sync], together)]),
      },
      { weight: 3, arbitrary: text.map((sql) => [step([client.query(sql)])]) },
      {
        weight: 6,
        arbitrary: fc
          .tuple(fc.constantFrom(...SHAPES), fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 7 }))
          .map(([shape, values]) =>
            values.map((value) => step([client.query(shape.replaceAll('#', String(value)))])),
          ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom(...ELSEWHERE).map((sql) => [{ kind: 'elsewhere', sql } as const]),
      },
    ),
    { maxLength: 14 },
  )
  .map((all) => all.flat());

function step(messages: readonly Buffer[], together = true): Step {
  return { kind: 'client', messages, together };
}

/** One line for each message, in the order in which they came. What names relations by number is left out: each world has others. */
async function converse(near: RawClient, other: RawClient, all: readonly Step[]): Promise<readonly string[]> {
  const told: string[] = [];
  try {
    for (const one of all) {
      if (one.kind === 'elsewhere') {
        other.send(client.query(`set lock_timeout = 100; ${one.sql}`));
        told.push(...lines(await other.bytesUntil()).filter((line) => !line.startsWith('N ')));
        continue;
      }
      if (one.together) near.send(...one.messages);
      else
        for (const message of one.messages) {
          near.send(message);
          await new Promise(setImmediate);
        }
      const ends = one.messages.filter((message) => message[0] === client.sync[0] || message[0] === 0x51);
      told.push(...lines(await near.bytesUntil(ends.length)));
    }
  } finally {
    near.close();
    other.close();
  }
  return told;
}

function lines(bytes: Buffer): readonly string[] {
  return backendMessages(bytes).map(({ type, body }) => {
    if (type !== 'T') return describeMessage({ type, body });
    const fields = Buffer.from(body);
    for (let at = 2; at < fields.length; at += 19) {
      at = fields.indexOf(0, at);
      fields.writeInt32BE(0, at + 1);
    }
    return describeMessage({ type, body: fields });
  });
}

describe('statements that the server keeps', () => {
  let database: TestDatabase;
  let keeping: WireProxy;
  let parsing: WireProxy;
  beforeAll(async () => {
    database = await testDatabase();
    await database.query(`alter database ${database.name} set search_path = world, public`);
    keeping = await startWireProxy({ upstream: targetOf(database), gate: gateOf(true) });
    parsing = await startWireProxy({ upstream: targetOf(database), gate: gateOf(false) });
  }, 60_000);
  afterAll(async () => {
    await keeping?.stop();
    await parsing?.stop();
    await database?.drop();
  });

  const conversed = async (connected: () => Promise<RawClient>, all: readonly Step[]) => {
    await database.query(`drop table if exists public.note; ${WORLD}`);
    return converse(await connected(), await connectDirect(database), all);
  };

  const once = (sql: string, ...values: string[]) => [
    step([
      client.parse('', sql),
      client.bind('', '', values),
      client.describePortal(''),
      client.execute(''),
      client.sync,
    ]),
  ];
  const [all = '', star = '', , view = '', unqualified = ''] = KEEPABLE;
  const thrice = [...once(all, '4'), ...once(all, '4'), ...once(all, '4')];

  it.each<[string, readonly Step[]]>([
    [
      'whose rows have another type now',
      [
        ...Array.from({ length: 3 }, () => once(star)).flat(),
        { kind: 'elsewhere', sql: 'alter table world.item add column added int default 8' },
        ...once(star),
        ...once(star),
      ],
    ],
    [
      'whose rows have another type, sent in pieces without a Sync',
      [
        ...Array.from({ length: 3 }, () => once(star)).flat(),
        { kind: 'elsewhere', sql: 'alter table world.item alter column price type text' },
        step(
          [client.parse('', star), client.flush, client.bind('', ''), client.execute(''), client.sync],
          false,
        ),
      ],
    ],
    [
      'whose relation is gone, and back',
      [
        ...Array.from({ length: 3 }, () => once(view, '3')).flat(),
        { kind: 'elsewhere', sql: 'drop view world.shown' },
        ...once(view, '3'),
        { kind: 'elsewhere', sql: 'create view world.shown as select id, id + 1 as name from world.item' },
        ...once(view, '3'),
        ...once(view, '3'),
      ],
    ],
    [
      'that is shadowed by a temporary table',
      [
        step([client.query('create temp table other ()')]),
        ...Array.from({ length: 3 }, () => once(unqualified)).flat(),
        step([client.query('create temp table note (item int, text text)')]),
        ...once(unqualified),
      ],
    ],
    [
      'under another path, that is undone',
      [
        ...Array.from({ length: 3 }, () => once(unqualified)).flat(),
        step([client.query('begin')]),
        step([client.query('set local search_path = elsewhere')]),
        ...once(unqualified),
        step([client.query('rollback')]),
        ...once(unqualified),
      ],
    ],
    [
      'that the server has been told to forget',
      [...thrice, step([client.query('deallocate all')]), ...once(all, '4'), ...once(all, '4')],
    ],
    ['bound to too few values', [...thrice, ...once(all), ...once(all, '4')]],
    [
      'in a transaction that has failed',
      [
        ...thrice,
        step([client.query('begin')]),
        step([client.query('select 1 / 0')]),
        ...once(all, '4'),
        step([client.query('rollback')]),
        ...once(all, '4'),
      ],
    ],
  ])('answer as parsed: one %s', { timeout: 60_000 }, async (_, steps) => {
    const direct = await conversed(() => connectDirect(database), steps);
    const parsed = await conversed(() => connectRaw(parsing), steps);
    const kept = await conversed(() => connectRaw(keeping), steps);
    expect(kept).toEqual(parsed);
    expect(withoutWords(kept)).toEqual(withoutWords(direct));
  });

  const asking = (shape: string, ...values: number[]) =>
    values.map((value) => step([client.query(shape.replaceAll('#', String(value)))]));
  const [rows = '', failing = '', viewed = '', notes = ''] = SHAPES;
  const withMore = 'alter table world.item add column added int default 8';

  it.each<[string, readonly Step[]]>([
    ['whose integers differ', asking(rows, 3, 4, 5, 0, 9)],
    ['that fails while rows come, and before', asking(failing, 3, 4, 5, 4, 5, 5)],
    [
      'whose relation is gone, and back',
      [
        ...asking(viewed, 3, 4, 5),
        { kind: 'elsewhere', sql: 'drop view world.shown' },
        ...asking(viewed, 3, 4),
        { kind: 'elsewhere', sql: 'create view world.shown as select id, id + 1 as name from world.item' },
        ...asking(viewed, 3, 4, 5),
      ],
    ],
    [
      'whose rows have another type now',
      [
        ...Array.from({ length: 3 }, () => asking(star, 0)).flat(),
        { kind: 'elsewhere', sql: withMore },
        ...asking(star, 0),
        ...asking(star, 0),
      ],
    ],
    [
      'that is shadowed, or under another path',
      [
        ...asking(notes, 1, 2, 3),
        step([client.query('create temp table note (item int, text text)')]),
        ...asking(notes, 1, 2, 3),
        step([client.query('drop table pg_temp.note')]),
        ...asking(notes, 1, 2),
        step([client.query('set search_path = elsewhere')]),
        ...asking(notes, 1, 2, 3),
      ],
    ],
    [
      'that the server has been told to forget',
      [...asking(rows, 1, 2, 3), step([client.query('deallocate all')]), ...asking(rows, 1, 2, 3)],
    ],
    [
      'in a transaction, and in one that has failed',
      [
        ...asking(rows, 1, 2, 3),
        step([client.query('begin')]),
        ...asking(rows, 1, 2, 3),
        step([client.query('select 1 / 0')]),
        ...asking(rows, 1),
        step([client.query('rollback')]),
        ...asking(rows, 1, 2, 3),
      ],
    ],
    [
      'asked before the last is answered',
      [step([3, 4, 5, 6, 7].map((value) => client.query(rows.replace('#', String(value)))))],
    ],
    [
      'beside the unnamed statement, which it ends',
      [
        ...asking(rows, 1, 2, 3),
        step([client.parse('', 'select 1'), client.sync]),
        ...asking(rows, 1),
        step([client.bind('', ''), client.execute(''), client.sync]),
      ],
    ],
  ])('answer a Query as it would be: one %s', { timeout: 60_000 }, async (_, steps) => {
    const direct = await conversed(() => connectDirect(database), steps);
    const parsed = await conversed(() => connectRaw(parsing), steps);
    const kept = await conversed(() => connectRaw(keeping), steps);
    expect(kept).toEqual(parsed);
    expect(withoutWords(kept)).toEqual(withoutWords(direct));
  });

  it('are run for a Query from its second time on, however its integers differ', async () => {
    await database.query(WORLD);
    const near = await connectRaw(keeping);
    const asked: string[] = [];
    for (const value of [3, 4, 5, 6]) {
      near.send(client.query(rows.replace('#', String(value))));
      await near.until();
      near.send(client.query(COUNT_PLANS));
      asked.push(...(await near.until()).filter((line) => line.startsWith('D ')));
    }
    near.close();
    expect(
      asked.map((line) =>
        line
          .replaceAll(/\\x[0-9a-f]{2}/g, ' ')
          .trim()
          .split(/ +/)
          .slice(1),
      ),
    ).toEqual([['0'], ['1', '1'], ['1', '2'], ['1', '3']]);
  });

  it('are kept under names of the proxy, four at most, and given up behind a SET', async () => {
    await database.query(WORLD);
    const near = await connectRaw(keeping);
    const names = async () => {
      near.send(client.query('select count(*), min(left(name, 10)) from pg_prepared_statements'));
      return (await near.until()).filter((line) => line.startsWith('D '));
    };
    const texts = KEEPABLE.flatMap((sql) => [sql, sql, sql]);
    for (const sql of texts) {
      near.send(...once(sql, ...fitting(sql)).flatMap((one) => (one.kind === 'client' ? one.messages : [])));
      await near.until();
    }
    expect(await names()).toEqual(['D \\x00\\x02\\x00\\x00\\x00\\x014\\x00\\x00\\x00\\x0adlp-proxy ']);
    near.send(client.query('set extra_float_digits = 1'));
    await near.until();
    for (const _ of [1, 2]) {
      near.send(...once(all, '4').flatMap((one) => (one.kind === 'client' ? one.messages : [])));
      await near.until();
    }
    expect(await names()).toEqual(['D \\x00\\x02\\x00\\x00\\x00\\x011\\x00\\x00\\x00\\x0adlp-proxy ']);
    near.close();
  });

  it('answer as if each were parsed', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const direct = await conversed(() => connectDirect(database), all);
        const parsed = await conversed(() => connectRaw(parsing), all);
        const kept = await conversed(() => connectRaw(keeping), all);
        expect(kept).toEqual(parsed);
        expect(withoutWords(kept)).toEqual(withoutWords(direct));
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 200_000, markInterruptAsFailure: false },
    );
  });
});
