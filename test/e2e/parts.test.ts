/** Parts of columns from a policy file to a session: what JSON paths lead to, and what detectors find in texts. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { runOrThrow } from '../support/programs.ts';
import { writeProxyFiles } from '../support/proxy-files.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';

const SCHEMA =
  'create table tickets (id bigint primary key, body text, tags text[], value jsonb, code varchar(4));';

const POLICY = `database crm from "schema.sql"
label pii { contact }
label pci { pan }
detector card = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn
detector mail = /[\\w.+-]+@[\\w.-]+/
classify pci.pan values matching card
classify pii.contact values matching mail in crm.tickets.body
classify pii.contact crm.tickets.value.$.from.mail
policy agents for "agents" in caller.groups {
  on crm { allow select on tickets  mask pci.pan with keep_last(4)  mask pii with email }
}
policy leads for "leads" in caller.groups {
  on crm { allow select on tickets  mask pci.pan with hash  reveal pii }
}
`;

const CALLERS = ['agents', 'leads'].map((group) => ({
  user: group,
  password: `${group}-password`,
  sub: group,
  kind: 'human' as const,
  groups: [group],
}));

let directory: string;
let server: TestPostgres;
let proxy: RunningProxy;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-parts-'));
  server = await startPostgres();
  await server.query('create database crm');
  await server.query(
    `${SCHEMA} insert into tickets values
      (1, 'ada@example.com paid with 4111 1111 1111 1111', '{4111111111111111,x}', '{"from": {"mail": "ada@example.com", "n": 1}}', '4111'),
      (2, 'nothing here', null, '{"from": "ada@example.com"}', null)`,
    'crm',
  );
  writeFileSync(join(directory, 'schema.sql'), SCHEMA);
  writeFileSync(join(directory, 'policy.dlp'), POLICY);
  const bundle = join(directory, 'bundle');
  await runOrThrow('dlpc', ['compile', '-o', bundle, join(directory, 'policy.dlp')]);
  const password = randomBytes(18).toString('base64url');
  await server.query(
    `create role dlp_proxy login password '${password}'; grant select on tickets to dlp_proxy`,
    'crm',
  );
  const { host, port, ca } = server;
  const upstream = { host, port, database: 'crm', user: 'dlp_proxy', password, ca };
  const files = { source: 'crm', upstream, callers: CALLERS, bundle, maskKey: 'c3'.repeat(32) };
  proxy = await startProxy(await writeProxyFiles(directory, files), directory, ['crm']);
});
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function ask(user: string, sql: string): Promise<readonly unknown[]> {
  const { host, port } = proxy;
  const client = new pg.Client({ host, port, user, password: `${user}-password`, database: 'crm' });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

test('each part has the mask of its label', async () => {
  expect(await ask('agents', 'select body, tags, value, code from tickets order by id')).toEqual([
    [
      'a***@example.com paid with ****1111',
      ['****1111', 'x'],
      { from: { mail: 'a***@example.com', n: 1 } },
      '4111',
    ],
    ['nothing here', null, { from: '[redacted]' }, null],
  ]);
});

test('what is revealed stays, and what is hashed is equal in every text', async () => {
  const [[body, tags, value] = []] = (await ask(
    'leads',
    'select body, tags, value from tickets order by id',
  )) as [string, string[], unknown][];
  const [hash] = tags ?? [];
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(tags?.[1]).toBe('x');
  // The same digits in another writing are another text.
  expect(body).toMatch(/^ada@example\.com paid with [0-9a-f]{64}$/);
  expect(value).toEqual({ from: { mail: 'ada@example.com', n: 1 } });
});

test('conditions, functions and order are about the masks', async () => {
  expect(await ask('agents', "select id from tickets where body like '%4111 1111%'")).toEqual([]);
  expect(await ask('agents', "select id from tickets where body like '%*1111'")).toEqual([['1']]);
  expect(
    await ask('agents', "select value #>> '{from,mail}', length(tags[1]) from tickets where id = 1"),
  ).toEqual([['a***@example.com', 8]]);
  expect(await ask('agents', 'select to_jsonb(tickets) ->> $$body$$ from tickets where id = 1')).toEqual([
    ['a***@example.com paid with ****1111'],
  ]);
});
