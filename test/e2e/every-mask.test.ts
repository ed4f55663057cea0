/** Every mask over every type that it fits, from a policy file to a session: what arrives is what the mask's own SQL gives. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MASK_KEY_SETTING } from '@dlpc/runtime/abi';
import { maskKeySetting } from '@dlpc/runtime/masks/mask-key';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { argumentText } from '../../compiler/src/masks/arguments.ts';
import { maskNames, masksThatFit } from '../../compiler/src/masks/catalog.ts';
import { COLUMNS, TYPES_SQL, tryableArguments } from '../compiler/masks/every-type.ts';
import { maskSql } from '../compiler/masks/on-servers.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { runOrThrow } from '../support/programs.ts';
import { type StaticCaller, writeProxyFiles } from '../support/proxy-files.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';

const MASK_KEY = 'c3'.repeat(32);

const SCHEMA = `${TYPES_SQL}
  create table everything (${COLUMNS.map(({ name, type }) => `${name} ${type.text}`).join(', ')});`;

/** For each mask a caller who sees it wherever it fits. */
const CALLERS = maskNames.map(
  (mask): StaticCaller => ({
    user: mask,
    password: `${mask}-password`,
    sub: mask,
    kind: 'human',
    groups: [],
  }),
);

function policyOf(mask: string): string {
  const statements = COLUMNS.filter(({ type }) => masksThatFit(type).some(({ name }) => name === mask)).map(
    ({ name, type }) => {
      const args = tryableArguments(mask, type).map(argumentText);
      return `    mask everything.${name} with ${mask}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
    },
  );
  return `policy p_${mask} for caller.sub == ${JSON.stringify(mask)} {
  on db {
    allow select on everything
${statements.join('\n')}
  }
}
`;
}

const POLICY = `database db from "schema.sql"
label any
classify any db.everything.{${COLUMNS.map(({ name }) => name).join(', ')}}
${maskNames.map(policyOf).join('\n')}`;

let directory: string;
let server: TestPostgres;
let proxy: RunningProxy;
let direct: pg.Client;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-masks-'));
  server = await startPostgres();
  await server.query('create database db');
  await server.query(SCHEMA, 'db');
  direct = new pg.Client({
    connectionString: server.url('db'),
    options: `-c ${MASK_KEY_SETTING}=${maskKeySetting(Buffer.from(MASK_KEY, 'hex'))}`,
  });
  await direct.connect();
  const places = COLUMNS.map((_, index) => `$${index + 1}`).join(', ');
  await direct.query(
    `insert into everything values (${places})`,
    COLUMNS.map(({ value }) => value),
  );
  writeFileSync(join(directory, 'schema.sql'), SCHEMA);
  writeFileSync(join(directory, 'policy.dlp'), POLICY);
  const bundle = join(directory, 'bundle');
  await runOrThrow('dlpc', ['compile', '-o', bundle, join(directory, 'policy.dlp')]);
  const password = randomBytes(18).toString('base64url');
  await server.query(
    `create role dlp_proxy login password '${password}'; grant select on everything to dlp_proxy`,
    'db',
  );
  const { host, port, ca } = server;
  const upstream = { host, port, database: 'db', user: 'dlp_proxy', password, ca };
  const files = { source: 'db', upstream, callers: CALLERS, bundle, maskKey: MASK_KEY };
  proxy = await startProxy(await writeProxyFiles(directory, files), directory, ['db']);
});
afterAll(async () => {
  await proxy?.stop();
  await direct?.end();
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What `everything` is to a caller who sees `mask` wherever it fits, and the default elsewhere. */
function maskedWorld(mask: string): string {
  const columns = COLUMNS.map(({ name, type }) => {
    const fits = masksThatFit(type).some((fitting) => fitting.name === mask);
    const shown = fits ? mask : 'redact';
    return `${maskSql(shown, name, type, ...tryableArguments(shown, type))} as ${name}`;
  });
  return `(select ${columns.join(', ')} from everything) as everything`;
}

const QUESTIONS: Readonly<Record<string, (from: string) => string>> = {
  'all of it': (from) => `select * from ${from}`,
  'whole rows': (from) => `select everything from ${from}`,
  aggregates: (from) => `select count(*), count(arr), max(i), min(d), max(t) from ${from}`,
  groups: (from) =>
    `select t, texts, ts, num, count(*) from ${from} group by t, texts, ts, num order by texts, ts`,
  conditions: (from) =>
    `select id from (values (1)) as v(id), ${from} where t = texts[1] or i > 3 or num = 0`,
};

describe.each(CALLERS)('$user', ({ user, password }) => {
  it.each(Object.entries(QUESTIONS))('%s', async (_, question) => {
    const ask = (from: string) => ({ text: question(from), rowMode: 'array' as const });
    const client = new pg.Client({ host: proxy.host, port: proxy.port, user, password, database: 'db' });
    await client.connect();
    try {
      const answer = await client.query(ask('everything'));
      const meant = await direct.query(ask(maskedWorld(user)));
      expect(answer.rows).toEqual(meant.rows);
      expect(answer.fields.map(({ name, dataTypeID }) => [name, dataTypeID])).toEqual(
        meant.fields.map(({ name, dataTypeID }) => [name, dataTypeID]),
      );
    } finally {
      await client.end();
    }
  });
});
