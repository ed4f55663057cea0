import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';
import * as client from '../frontend.ts';
import { connectRaw, type RawClient } from '../raw-client.ts';
import { testGate } from '../session/harness.ts';
import { startWireProxy, type WireProxy } from '../wire-proxy.ts';
import { targetOf } from './against.ts';

let database: TestDatabase;
let proxy: WireProxy;
let gate: ReturnType<typeof testGate>;

beforeAll(async () => {
  database = await testDatabase();
  await database.query(`
    create table customer (id int primary key, ssn text unique, name text);
    insert into customer select n, 'ssn-' || n, 'name ' || n from generate_series(1, 100) n;
    create table note (customer int references customer deferrable initially deferred);
  `);
  gate = testGate();
  proxy = await startWireProxy({ upstream: targetOf(database), gate });
});
afterAll(async () => {
  await proxy?.stop();
  await database?.drop();
});

async function talk(...messages: readonly Buffer[]): Promise<string[]> {
  const near = await connectRaw(proxy);
  return talkOn(near, ...messages);
}

async function talkOn(near: RawClient, ...messages: readonly Buffer[]): Promise<string[]> {
  const readies = messages.filter((message) => message[0] === 0x51 || message[0] === 0x53).length;
  near.send(...messages);
  return (await near.until(readies)).map((line) => {
    const sqlstate = /^E .*?\\x00C(\w{5})/.exec(line);
    return sqlstate === null ? line : `E ${sqlstate[1]}`;
  });
}

describe('a denied statement', () => {
  it('fails its transaction, and rollback ends that', async () => {
    expect(
      await talk(
        client.query('begin'),
        client.query('denied'),
        client.query('select 1'),
        client.query('rollback'),
        client.query('select 1 where false'),
      ),
    ).toEqual([
      'C BEGIN\\x00',
      'Z T',
      'E 42501',
      'Z E',
      'E 25P02',
      'Z E',
      'C ROLLBACK\\x00',
      'Z I',
      expect.stringMatching(/^T/),
      'C SELECT 0\\x00',
      'Z I',
    ]);
  });

  it('undoes what its pipeline did before it', async () => {
    const insert = client.parse('', "insert into customer values (1000, 'x')");
    const run = [client.bind('', ''), client.execute('')];
    expect(await talk(insert, ...run, client.parse('', 'denied'), ...run, client.sync)).toEqual([
      '1 ',
      '2 ',
      'C INSERT 0 1\\x00',
      'E 42501',
      'Z I',
    ]);
    expect(await database.query('select 1 from customer where id = 1000')).toEqual([]);
  });

  it('leaves the pipeline behind the next Sync alone', async () => {
    const select = (text: string) => [
      client.parse('', text),
      client.bind('', ''),
      client.execute(''),
      client.sync,
    ];
    expect(await talk(...select('denied'), ...select('select 1 where false'))).toEqual([
      'E 42501',
      'Z I',
      '1 ',
      '2 ',
      'C SELECT 0\\x00',
      'Z I',
    ]);
  });

  it('can be undone to a savepoint', async () => {
    expect(
      await talk(
        client.query('begin; savepoint s'),
        client.query('denied'),
        client.query('rollback to s; commit'),
      ),
    ).toEqual([
      'C BEGIN\\x00',
      'C SAVEPOINT\\x00',
      'Z T',
      'E 42501',
      'Z E',
      'C ROLLBACK\\x00',
      'C COMMIT\\x00',
      'Z I',
    ]);
  });

  it("does not show in the server's activity", async () => {
    const near = await connectRaw(proxy);
    near.send(client.query("denied 'a secret'"));
    await near.until();
    const [row] = await database.query(
      `select query from pg_stat_activity where query like 'dlp-proxy%' and datname = current_database()`,
    );
    expect(row).toEqual({ query: 'dlp-proxy denied this statement' });
    expect(await database.query("select 1 from pg_stat_activity where query like 'denied%'")).toEqual([]);
    near.close();
  });
});

describe('a function call', () => {
  it('is denied, and the session goes on', async () => {
    const near = await connectRaw(proxy);
    near.send(client.functionCall(), client.query('select 1 where false'));
    const answer = await near.until(2);
    expect(answer[0]).toContain('C42501');
    expect(answer.at(-1)).toBe('Z I');
    near.close();
  });
});

describe('errors that quote a protected row', () => {
  const telling = [
    "insert into customer values (2000, 'ssn-7') -- touching",
    "update customer set ssn = 'ssn-7' -- masked",
  ];

  it.each(telling)('do not quote it (%s)', async (text) => {
    for (const messages of [
      [client.query(text)],
      [client.parse('', text), client.bind('', ''), client.execute(''), client.sync],
    ]) {
      const near = await connectRaw(proxy);
      near.send(...messages);
      const answer = (await near.until()).join('\n');
      expect(answer).toContain('C23505\\x00Munique violation\\x00\\x00');
      expect(answer).not.toMatch(/ssn/);
      near.close();
    }
  });

  it('do not quote it at the commit either', async () => {
    const near = await connectRaw(proxy);
    near.send(
      client.query('begin'),
      client.query('insert into note values (777) -- touching'),
      client.query('commit'),
    );
    const answer = (await near.until(3)).join('\n');
    expect(answer).toContain('C23503\\x00Mforeign key violation\\x00\\x00');
    expect(answer).not.toContain('777');
    near.close();
  });

  it('say where the mistake is in the text of the client', async () => {
    const near = await connectRaw(proxy);
    near.send(client.query('select masked from customer'));
    expect(await near.until()).toEqual([
      'E SERROR\\x00VERROR\\x00C42703\\x00Mcolumn "masked" does not exist\\x00P8\\x00\\x00',
      'Z I',
    ]);
    near.close();
  });
});

describe('a policy that changes', () => {
  it('holds for statements prepared before, without the client noticing', async () => {
    const near = await connectRaw(proxy);
    const text = 'select name as masked from customer where id = $1';
    expect(await talkOn(near, client.parse('s', text), client.sync)).toEqual(['1 ', 'Z I']);
    const run = [client.bind('', 's', ['3']), client.execute(''), client.sync];
    const before = await talkOn(near, ...run);
    gate.revision = '2';
    try {
      expect(await talkOn(near, ...run)).toEqual(before);
      const [row] = await database.query("select query from pg_stat_activity where query like '/*02*/%'");
      expect(row).toEqual({ query: `/*02*/${text}` });
    } finally {
      gate.revision = '1';
    }
    near.close();
  });
});
