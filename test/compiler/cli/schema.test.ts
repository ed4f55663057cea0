/** `dlpc schema pull` and `dlpc schema drift` against a real server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { requires } from '../../support/requires.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { urlWithoutPassword } from '../live/live-fixture.ts';
import { runDlpc, textOf } from './run-dlpc.ts';

const TABLES = `
  create type mood as enum ('sad', 'ok');
  create table customers (id bigint primary key, email varchar(40), note text, mood mood);
  create table orders (id bigint, total numeric);
  create table events (id bigint not null, at date) partition by range (id);
  create table events_1 partition of events for values from (1) to (2);
`;

const POLICY = `database crm from "crm.sql"
label pii
classify pii crm.customers.email
policy desk for "support" in caller.groups { on crm { allow select on customers, events reveal pii } }
`;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.query(TABLES);
});
afterAll(() => database.drop());

describe('dlpc schema pull', () => {
  test('writes a snapshot that policies are checked against', async () => {
    const env = { PGPASSWORD: database.password };
    const { code, out, err, host } = await runDlpc(
      ['schema', 'pull', urlWithoutPassword(database), '-o', 'crm.sql'],
      {},
      { env },
    );
    expect([code, out, err]).toEqual([0, '', '4 relations in crm.sql\n']);
    const snapshot = textOf(host, 'crm.sql') ?? '';
    expect(snapshot).toContain('CREATE TABLE public.customers (\n  id bigint NOT NULL,\n');
    const checked = await runDlpc(['check'], { 'a.dlp': POLICY, 'crm.sql': snapshot });
    expect([checked.code, checked.out]).toEqual([0, expect.not.stringContaining('error')]);
  });

  test.each([[['env:CRM_URL']], [['--url-env', 'CRM_URL']]])(
    'writes to standard output: %j',
    async (args) => {
      const env = { CRM_URL: database.superuserUrl };
      const { code, out, err } = await runDlpc(['schema', 'pull', ...args], {}, { env });
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^-- A snapshot/);
    },
  );

  test('shows a person what it does, and takes it back', async () => {
    const { err } = await runDlpc(
      ['schema', 'pull', 'env:CRM_URL'],
      {},
      { env: { CRM_URL: database.superuserUrl }, isTTY: true },
    );
    expect(err).toBe(
      `Reading the catalog of ${database.name} on ${database.host}…\r\u001B[KReading the snapshot back…\r\u001B[K`,
    );
  });

  test('refuses a password on the command line', async () => {
    const { code, out, err } = await runDlpc(['schema', 'pull', database.superuserUrl]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/holds a password.*\nhint: leave it out and set PGPASSWORD/);
    expect(err).not.toContain(database.password);
  });

  test.each([
    [[], 'name one database'],
    [['postgres://a@127.0.0.1:1/x'], 'cannot connect to `127.0.0.1:1`: nothing listens there'],
    [['postgres://a@db.invalid/x?connect_timeout=5'], 'cannot connect to `db.invalid:5432`'],
    [['--url-env', 'CRM_URL', 'CRM_URL'], 'name one database'],
  ])('is told in one sentence what is wrong: %j', async (args, message) => {
    const { code, err } = await runDlpc(['schema', 'pull', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('a wrong password is in no message', async () => {
    const env = { PGPASSWORD: 'not-the-password' };
    const { code, err } = await runDlpc(['schema', 'pull', urlWithoutPassword(database)], {}, { env });
    expect(code).toBe(2);
    expect(err).toContain('password authentication failed');
    expect(err).not.toContain('not-the-password');
  });
});

describe('dlpc schema drift', () => {
  const drift = async (schema: string, args: readonly string[] = [], policy = POLICY) =>
    runDlpc(
      ['schema', 'drift', 'env:CRM_URL', ...args, 'p'],
      { 'p/a.dlp': policy, 'p/crm.sql': schema },
      { env: { CRM_URL: database.superuserUrl } },
    );

  test('the same schema: status 0', async () => {
    const { code, out, err } = await drift(TABLES);
    expect([code, out, err]).toEqual([
      0,
      'crm: the live database has the schema that the policies are checked against\n',
      '',
    ]);
  });

  const changed = TABLES.replace("('sad', 'ok')", "('sad')")
    .replace('email varchar(40)', 'email text not null')
    .replace('note text', 'gone text')
    .replace(
      'create table orders (id bigint, total numeric)',
      'create table orders (id bigint not null); create view old as select id from orders',
    )
    .replace('create table events_1 partition of events for values from (1) to (2)', '');

  test('what touches labelled columns and relations spoken of is drift: status 1', async () => {
    const { code, out } = await drift(changed);
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "drift  \`public.customers.email\` is text in the schema and character varying(40) in the database
      drift  \`public.customers.email\` is not null in the schema and null in the database
      drift  \`public.customers.gone\` (text) is not in the database
      drift  \`public.customers.mood\` has the values 'sad' in the schema and 'sad', 'ok' in the database
      drift  \`public.customers.note\` (text) is only in the database, and hidden from every caller
      note   \`public.events_1\` (table) is only in the database
      note   \`public.old\` (view) is not in the database
      note   \`public.orders.id\` is not null in the schema and null in the database
      note   \`public.orders.total\` (numeric) is only in the database, and hidden from every caller

      crm: 9 differences, 5 affecting the policies
      "
    `);
  });

  test('what touches nothing that policies speak of is a note: status 0', async () => {
    const policy = 'database crm from "crm.sql"\npolicy p for true { on crm { allow select on events } }\n';
    const { code, out } = await drift(changed, [], policy);
    expect(code).toBe(0);
    expect(out).not.toMatch(/^drift/m);
    expect(out).toMatch(/\ncrm: 9 differences, none of which affects the policies\n$/);
  });

  test('as JSON', async () => {
    const { code, out } = await drift(changed, ['--format', 'json']);
    expect(code).toBe(1);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ version: 1, database: 'crm', summary: { affecting: 5, notes: 4 } });
    expect(report.differences[0]).toEqual({
      change: 'type-changed',
      schema: 'public',
      relation: 'customers',
      column: 'email',
      declared: 'text',
      live: 'character varying(40)',
      affectsPolicies: true,
    });
  });

  test('policies with errors are compared with nothing', async () => {
    const { code, out, err } = await drift('create tabel;');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe('dlpc: the policies have errors, so nothing was compared: `dlpc check` tells them\n');
  });

  test('of several databases, one is said', async () => {
    const two = `${POLICY}database billing from "crm.sql"`;
    const unsaid = await drift(TABLES, [], two);
    expect([unsaid.code, unsaid.err]).toEqual([
      2,
      'dlpc: the policies declare several databases (`crm`, `billing`): say with --database which one this is\n',
    ]);
    expect(await drift(TABLES, ['--database', 'billing'], two)).toMatchObject({ code: 0 });
    expect(await drift(TABLES, ['-d', 'x'], two)).toMatchObject({ code: 2 });
  });
});

requires('openssl')('TLS', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres({ tls: 'required' });
  });
  afterAll(() => server.stop());

  test('a server is believed where its certificate proves its name, and not elsewhere', async () => {
    const pull = (parameters: string, files: Record<string, string>) =>
      runDlpc(
        ['schema', 'pull', `postgres://${server.superuser}@localhost:${server.port}/postgres?${parameters}`],
        files,
        {
          env: { PGPASSWORD: server.password },
        },
      );
    const files = { 'ca.pem': server.ca ?? '' };
    expect(await pull('sslmode=verify-full&sslrootcert=ca.pem', files)).toMatchObject({ code: 0, err: '' });
    const unknown = await pull('sslmode=verify-full', files);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('sslrootcert');
    expect(await pull('sslmode=disable', files)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no encryption'),
    });
    expect(await pull('sslmode=require', files)).toMatchObject({ code: 0 });
    expect(await pull('sslmode=verify-full&sslrootcert=gone.pem', files)).toMatchObject({
      code: 2,
      err: 'dlpc: `gone.pem` cannot be read: there is no such file\n',
    });
  });
});
