import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionGate } from '../../../../runtime/src/pgwire/gate.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';
import { anyMessage, NAMES } from '../any-message.ts';
import * as client from '../frontend.ts';
import { connectRaw } from '../raw-client.ts';
import { deny, forward, startWireProxy, type WireProxy } from '../wire-proxy.ts';
import { bothWays, connectDirect, targetOf, withoutErrors, withoutWords } from './against.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.query(`
    create table item (id int primary key, name text, price numeric(10, 2), seen timestamptz default '2026-01-01 12:00Z');
    insert into item (id, name, price) select n, 'item ' || n, n / 3.0 from generate_series(1, 500) n;
    create table part (item int references item deferrable initially deferred);
    create function shout(text) returns text language plpgsql as
      $$ begin raise notice 'shouting %', $1; raise warning 'loud' using hint = 'Whisper.'; return upper($1); end $$;
  `);
});
afterAll(() => database?.drop());

/** Everyday flows, each a list of messages. */
const FLOWS: Readonly<Record<string, readonly Buffer[]>> = {
  'a simple query': [client.query('select * from item where id < 4')],
  'several statements': [
    client.query(
      'select 1; select 2; insert into item values (1000, null); delete from item where id = 1000',
    ),
  ],
  nothing: [client.query(''), client.query(';'), client.query('-- a comment')],
  'an error with a position': [client.query('select nothing from item')],
  'an error in the middle of several statements': [client.query('select 1; select 1/0; select 2')],
  'a violated constraint': [client.query("insert into item values (1, 'again')")],
  'notices and warnings': [client.query("select shout('hello')"), client.query('commit')],
  'a transaction': [client.query('begin'), client.query('select 1'), client.query('commit')],
  'a failed transaction': [
    client.query('begin'),
    client.query('select 1/0'),
    client.query('select 1'),
    client.query('rollback'),
  ],
  savepoints: [
    client.query('begin; savepoint a'),
    client.query('select x'),
    client.query('rollback to a; select 2; commit'),
  ],
  'a deferred constraint': [client.query('begin; insert into part values (-1)'), client.query('commit')],
  'a deferred constraint at a Sync': [
    client.parse('', 'insert into part values (-2)'),
    client.bind('', ''),
    client.execute(''),
    client.sync,
  ],
  'the unnamed statement, in text': [
    client.parse('', 'select $1::int + 1, $2::text'),
    client.describeStatement(''),
    client.bind('', '', ['41', 'é']),
    client.describePortal(''),
    client.execute(''),
    client.sync,
  ],
  'a named statement, in binary': [
    client.parse('s', 'select id, name, price, seen from item where id = $1', [23]),
    client.sync,
    client.bind('', 's', ['7'], 'binary'),
    client.execute(''),
    client.sync,
    client.bind('p', 's', ['8'], 'binary'),
    client.execute('p'),
    client.closePortal('p'),
    client.closeStatement('s'),
    client.sync,
  ],
  'a portal in pieces': [
    client.query('begin'),
    client.parse('', 'select id from item order by id'),
    client.bind('c', ''),
    client.execute('c', 3),
    client.execute('c', 2),
    client.flush,
    client.closePortal('c'),
    client.sync,
    client.query('commit'),
  ],
  'a pipeline with an error': [
    client.parse('', 'select 1'),
    client.bind('', ''),
    client.execute(''),
    client.parse('', 'select 1 / $1::int'),
    client.bind('', '', ['0']),
    client.execute(''),
    client.parse('', 'select 3'),
    client.bind('', ''),
    client.execute(''),
    client.query('select 4'),
    client.sync,
    client.query('select 5'),
  ],
  'a pipeline of many statements': Array.from({ length: 50 }, (_, index) => [
    client.parse('', `select ${index}`),
    client.bind('', ''),
    client.describePortal(''),
    client.execute(''),
    client.sync,
  ]).flat(),
  'an empty statement': [
    client.parse('', ''),
    client.bind('', ''),
    client.describePortal(''),
    client.execute(''),
    client.sync,
  ],
  'COPY to the client': [
    client.query('copy (select id, name from item order by id limit 20) to stdout'),
    client.query('copy item (id, price) to stdout with (format csv, header)'),
    client.query('copy (select 1) to stdout (format binary)'),
  ],
  'COPY from the client': [
    client.query('begin; create temp table c (a int)'),
    client.query('copy c from stdin'),
    client.copyData('1\n2\n'),
    client.copyData('3\n'),
    client.copyDone,
    client.query('select sum(a) from c; rollback'),
  ],
  'COPY from the client in the extended protocol': [
    client.query('begin; create temp table c (a int)'),
    client.parse('', 'copy c from stdin'),
    client.bind('', ''),
    client.execute(''),
    client.sync,
    client.copyData('1\n'),
    client.copyDone,
    client.sync,
    client.query('select sum(a) from c; rollback'),
  ],
  'COPY from the client that fails': [
    client.query('create temp table c (a int)'),
    client.query('copy c from stdin'),
    client.copyData('x\n'),
    client.copyDone,
    client.query('copy c from stdin'),
    client.copyFail('changed my mind'),
    client.parse('', 'copy c from stdin'),
    client.bind('', ''),
    client.execute(''),
    client.copyData('y\n'),
    client.copyDone,
    client.sync,
  ],
  settings: [
    client.query("set application_name = 'x'; set timezone = 'Asia/Tokyo'; set datestyle = 'German'"),
    client.query('select seen from item where id = 1'),
    client.query('reset all'),
    client.query('discard all'),
  ],
  'SQL cursors': [
    client.query('begin; declare c cursor for select id from item order by id'),
    client.query('fetch 3 from c'),
    client.execute('c', 2),
    client.sync,
    client.query('move 10 in c; fetch c; close c; commit'),
  ],
  'a Bind to nothing': [client.bind('', 'none'), client.sync, client.describeStatement(''), client.sync],
  'a statement that is there already': [
    client.parse('s', 'select 1'),
    client.parse('s', 'select 2'),
    client.sync,
    client.bind('', 's'),
    client.execute(''),
    client.sync,
  ],
  EXPLAIN: [client.query('explain (costs off) select * from item where id = 1')],
  'large values': [client.query("select repeat('x', 3000000), repeat('é', 100000)")],
  'COPY data out of place': [client.copyData('x'), client.copyDone, client.query('select 1')],
};

describe('everyday flows come through byte for byte', () => {
  let proxy: WireProxy;
  beforeAll(async () => {
    proxy = await startWireProxy({ upstream: targetOf(database) });
  });
  afterAll(() => proxy?.stop());

  it.each(Object.entries(FLOWS))('%s', async (_, flow) => {
    const { direct, proxied } = await bothWays(database, proxy, flow);
    expect(proxied).toEqual(direct);
  });

  it('the greeting', async () => {
    const [near, direct] = [await connectRaw(proxy), await connectDirect(database)];
    expect([...near.greeting.parameters.values]).toEqual([...direct.greeting.parameters.values]);
    near.close();
    direct.close();
  });
});

const TEXTS = [
  'select 1',
  'select $1::int',
  'select id, name from item where id < 5 order by id',
  'select generate_series(1, 5)',
  'select 1 / 0',
  'select nothing',
  'begin',
  'commit',
  'rollback',
  'insert into part values (-1)',
  "select shout('x')",
  'copy (select 1) to stdout',
  '',
];

const RUNS = Number(process.env.DLP_RANDOM_SEQUENCES ?? 60);

/** Of names, SQL's own statements about them; each of them by message, too, as drivers send it. */
const ABOUT_NAMES = [
  'prepare a as select 1',
  'prepare b (int) as select id, name from item where id < $1 order by id',
  'execute a',
  'execute b (2 + 3)',
  'explain (costs off) execute b (4)',
  'deallocate a',
  'deallocate all',
  'declare c scroll cursor with hold for select id from item where id < 9 order by id',
  'declare c no scroll cursor for select id, price from item where id < 6 order by id',
  'begin; declare d cursor with hold for select 1 / (4 - id) from item order by id limit 5',
  'fetch 2 from c',
  'fetch backward 1 from c',
  'fetch absolute -1 from c; fetch relative -2 from c',
  'move last in c; fetch prior from c; fetch 0 from c',
  'fetch forward all in d',
  'move 0 in c',
  'close c',
  'close all',
  'discard all',
  'savepoint s',
  'rollback to s',
];

function aboutNames(): fc.Arbitrary<Buffer> {
  const text = fc.constantFrom(...ABOUT_NAMES);
  const alone = text.filter((sql) => !sql.includes(';'));
  const byMessage = (sql: string) =>
    Buffer.concat([client.parse('', sql), client.bind('', ''), client.execute(''), client.closePortal('')]);
  return fc.oneof(
    { weight: 3, arbitrary: text.map((sql) => client.query(sql)) },
    { weight: 3, arbitrary: alone.map(byMessage) },
    { weight: 2, arbitrary: anyMessage(TEXTS) },
    { weight: 1, arbitrary: fc.constantFrom('c', 'd').map((portal) => client.execute(portal, 2)) },
    { weight: 1, arbitrary: fc.constant(client.sync) },
  );
}

describe('whatever a client sends, in whatever order', () => {
  it('names in SQL and in messages are one key space', async () => {
    const proxy = await startWireProxy({ upstream: targetOf(database), gate: gateOfNames() });
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(aboutNames(), { maxLength: 40 }), async (messages) => {
          const { direct, proxied } = await bothWays(database, proxy, messages);
          expect(withoutErrors(proxied)).toEqual(withoutErrors(direct));
        }),
        { seed: 20261123, numRuns: RUNS },
      );
    } finally {
      await proxy.stop();
    }
  });

  it('comes through byte for byte', async () => {
    const proxy = await startWireProxy({ upstream: targetOf(database) });
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(anyMessage(TEXTS), { maxLength: 40 }), async (messages) => {
          const { direct, proxied } = await bothWays(database, proxy, messages);
          expect(proxied).toEqual(direct);
        }),
        { seed: 20260111, numRuns: RUNS },
      );
    } finally {
      await proxy.stop();
    }
  });

  it('a denial is to the session what a syntax error is', async () => {
    const mistake = 'never a statement';
    const proxy = await startWireProxy({
      upstream: targetOf(database),
      gate: { revision: '1', judge: (text) => (text === mistake ? deny() : forward(text)) },
    });
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyMessage([...TEXTS, mistake, mistake]), { maxLength: 40 }),
          async (messages) => {
            const { direct, proxied } = await bothWays(database, proxy, messages);
            expect(withoutErrors(proxied)).toEqual(withoutErrors(direct));
            const mistakes = direct.filter((line) => line.includes('at or near "never"')).length;
            expect(proxied.filter((line) => line.includes('the policy says no'))).toHaveLength(mistakes);
            expect(proxied.filter((line) => line.includes('dlp-proxy'))).toEqual([]);
          },
        ),
        { seed: 20260112, numRuns: RUNS },
      );
    } finally {
      await proxy.stop();
    }
  });

  it('a policy that changes with every statement does not show', async () => {
    const proxy = await startWireProxy({ upstream: targetOf(database), gate: restlessGate() });
    // A statement that could not be prepared again is gone on the server, so each name is given once.
    const bound = fc
      .tuple(fc.constantFrom('s0', 's1', 's2', 's3', ''), fc.constantFrom(...NAMES))
      .map(([from, to]) => client.bind(to, from));
    const prepared = TEXTS.slice(0, 4).map((text, index) => client.parse(`s${index}`, text));
    const message = fc.oneof({ weight: 1, arbitrary: bound }, { weight: 3, arbitrary: anyMessage(TEXTS) });
    const unnamed = (bytes: Buffer) => bytes[0] !== 'P'.charCodeAt(0) || bytes[5] === 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(message.filter(unnamed), { maxLength: 40 }), async (messages) => {
          const all = [...prepared, client.sync, ...messages];
          const { direct, proxied } = await bothWays(database, proxy, all);
          // In a failed transaction the server counts the values of a Bind first; a Parse it refuses at once.
          const refused = (line: string) => line.replace(/^E (25P02|08P01) .*/, 'E refused');
          expect(withoutWords(proxied).map(refused)).toEqual(withoutWords(direct).map(refused));
        }),
        { seed: 20260113, numRuns: RUNS },
      );
    } finally {
      await proxy.stop();
    }
  });
});

/** Knows the names in {@link ABOUT_NAMES}, and lets everything through. */
function gateOfNames(): SessionGate {
  return {
    revision: '1',
    judge: (text) => {
      const [, does, name = ''] =
        /^(prepare|execute|explain)\b(?: \(costs off\) execute)? (\w+)/.exec(text) ?? [];
      if (does === 'prepare' || does === 'execute' || does === 'explain')
        return forward(text, { prepared: { does, name } });
      const declares = [...text.matchAll(/declare (\w) .*cursor (with hold)?/g)].map(
        ([, cursor = '', hold]) => ({ name: cursor, holds: hold !== undefined }),
      );
      const fetches = [...text.matchAll(/(?:fetch|move).* (?:in|from) (\w)/g)].map(
        ([, cursor = '']) => cursor,
      );
      return declares.length + fetches.length === 0
        ? forward(text)
        : forward(text, { cursors: { declares, fetches } });
    },
  };
}

/** Is of another mind each time it is asked, and puts a comment of another length in front. Nothing of it is protected. */
function restlessGate(): SessionGate {
  let count = 0;
  return {
    get revision() {
      count += 1;
      return String(count);
    },
    judge: (text) => {
      if (text === '') return forward(text);
      const comment = `/*${'x'.repeat(count % 7)}*/`;
      return forward(`${comment}${text}`, { positions: (position) => position - comment.length });
    },
  };
}
