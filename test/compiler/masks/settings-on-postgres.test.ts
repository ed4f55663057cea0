/**
 * No setting that a client may change for its session changes what a mask makes of a value. Results are compared in
 * binary, which no setting writes in another way.
 */
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { masksThatFit } from '../../../compiler/src/masks/catalog.ts';
import { settableSettings } from '../../../runtime/src/judge/known/settings/settable.ts';
import { COLUMNS, TYPES_SQL, tryableArguments } from './every-type.ts';
import { connect, maskSql, onServers } from './on-servers.ts';

/** The zones are made to move what they can: some define abbreviations that mean something else, such as `UTC`. */
const ZONES = [
  'Asia/Kathmandu',
  'America/St_Johns',
  'Etc/GMT+12',
  'UTC+5',
  '<UTC>+5',
  '<utc>-11:30',
  '<Z>+5',
  '<+01>-9',
  '<+00>+7<EST>,M1.1.0,M2.1.0',
  'EST5EDT,M3.2.0,M11.1.0',
];

const STYLES = ['ISO', 'SQL', 'Postgres', 'German'].flatMap((style) =>
  ['YMD', 'DMY', 'MDY'].map((order) => `${style}, ${order}`),
);

const ON_OFF = ['on', 'off'];
const LONG_TIME = ['1h', '0'];

/** Values to try of each setting; a setting without any makes a test fail. */
const HOSTILE: Readonly<Record<string, readonly string[]>> = {
  application_name: ["'; select 1; --", ''],
  bytea_output: ['hex', 'escape'],
  client_encoding: ['UTF8'],
  client_min_messages: ['notice', 'error'],
  datestyle: STYLES,
  default_transaction_deferrable: ON_OFF,
  default_transaction_isolation: ['serializable', 'read uncommitted'],
  default_transaction_read_only: ON_OFF,
  'dlp.notices': ON_OFF,
  escape_string_warning: ON_OFF,
  extra_float_digits: ['-15', '-1', '0', '3'],
  idle_in_transaction_session_timeout: LONG_TIME,
  idle_session_timeout: LONG_TIME,
  intervalstyle: ['postgres', 'postgres_verbose', 'sql_standard', 'iso_8601'],
  jit: ON_OFF,
  lock_timeout: LONG_TIME,
  quote_all_identifiers: ON_OFF,
  restrict_nonsystem_relation_kind: ['view', 'foreign-table', ''],
  row_security: ON_OFF,
  standard_conforming_strings: ['on'],
  statement_timeout: LONG_TIME,
  synchronize_seqscans: ['off'],
  timezone: ZONES,
  transaction_deferrable: ON_OFF,
  transaction_isolation: ['serializable', 'read committed'],
  transaction_read_only: ON_OFF,
  transaction_timeout: LONG_TIME,
  xmlbinary: ['base64', 'hex'],
  xmloption: ['document', 'content'],
};

const settings = [...settableSettings].map(([name, setting]) => ({ name, setting }));

/** Every mask over every type that it fits, and those of times with every unit. */
const MASKS: readonly string[] = COLUMNS.flatMap(({ name: column, type }) => [
  ...masksThatFit(type).map((mask) => maskSql(mask.name, column, type, ...tryableArguments(mask.name, type))),
  ...(type.family === 'timestamp'
    ? ['second', 'minute', 'hour', 'day', 'week', 'quarter', 'year', 'century'].flatMap((unit) =>
        ['UTC', '+01:00', '-03:30'].map((offset) => maskSql('date_trunc', column, type, unit, offset)),
      )
    : []),
  ...(column === 'tsz' ? [maskSql('constant', column, type, '2000-01-01T00:00:00Z')] : []),
]);

/** The bytes of every mask's result. */
async function results(client: pg.Client): Promise<readonly (string | null)[]> {
  const { rows } = await client.query({
    text: `select ${MASKS.join(', ')} from everything`,
    rowMode: 'array',
    binary: true,
    queryMode: 'extended',
    types: { getTypeParser: () => (bytes: unknown) => Buffer.from(bytes as Buffer).toString('hex') },
  } as unknown as pg.QueryArrayConfig);
  return rows.flat();
}

it('hostile values are tried of every setting, and are such as a client may set', () => {
  expect(Object.keys(HOSTILE).sort()).toEqual(settings.map(({ name }) => name).sort());
  for (const { name, setting } of settings)
    for (const value of HOSTILE[name] ?? [])
      expect(setting.accepts(value.split(', ')), `${name} = ${value}`).toBe(true);
});

onServers((server) => {
  let honest: readonly (string | null)[];

  beforeAll(async () => {
    const { client } = server();
    const columns = COLUMNS.map(({ name, type }) => `${name} ${type.text}`);
    await client.query(`${TYPES_SQL} create table everything (${columns.join(', ')})`);
    await client.query(
      `insert into everything values (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})`,
      COLUMNS.map(({ value }) => value),
    );
    honest = await results(client);
  });

  it('the masks are there to be compared', () => {
    expect(honest.length).toBe(MASKS.length);
    expect(new Set(honest).size).toBeGreaterThan(40);
  });

  describe.each(settings)('$name', ({ name }) => {
    it.each(HOSTILE[name] ?? [])('%j', async (value) => {
      const client = await connect(server().database);
      try {
        const { rowCount } = await client.query('select from pg_settings where lower(name) = $1', [name]);
        // Some settings are newer than some servers.
        if (rowCount === 0) return;
        // Within a transaction, at whose beginning its own settings can be set.
        await client.query(`begin; set ${name} = ${client.escapeLiteral(value)}`);
        expect(await results(client)).toEqual(honest);
      } finally {
        await client.end();
      }
    });
  });

  it('a zone by its name would mean what the client says, since PostgreSQL 18', async () => {
    const { client, database } = server();
    const day = "select date_trunc('day', timestamptz '2026-11-22 12:34+00', 'UTC') as day";
    await client.query('begin');
    const { rows: meant } = await client.query(day);
    await client.query("set local timezone = '<UTC>+5'");
    const { rows: given } = await client.query(day);
    await client.query('rollback');
    expect(meant[0].day.getTime() === given[0].day.getTime()).toBe(database.major < 18);
  });

  it('all at once', async () => {
    const client = await connect(server().database);
    try {
      for (const value of ['<UTC>+5', '<+00>+5', 'Asia/Kathmandu']) {
        await client.query(`
          set datestyle = 'SQL, DMY'; set intervalstyle = 'sql_standard'; set extra_float_digits = -15;
          set bytea_output = 'escape'; set xmloption = 'document'; set timezone = '${value}'`);
        expect(await results(client)).toEqual(honest);
      }
    } finally {
      await client.end();
    }
  });
});
