import { settingSetRefusal, settingShowRefusal } from '@dlpc/runtime/judge/known/settings';
import { settableSettings } from '@dlpc/runtime/judge/known/settings/settable';
import { showableSettings } from '@dlpc/runtime/judge/known/settings/showable';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { onEachServer } from './servers.ts';

/** What psql, pg_dump, pgJDBC, psycopg, SQLAlchemy, Npgsql, pgAdmin and DBeaver set when they start. */
const SENT_BY_CLIENTS: readonly (readonly [name: string, ...values: string[]])[] = [
  ['extra_float_digits', '3'],
  ['extra_float_digits', '2'],
  ['application_name', 'DBeaver 24.1 - Main'],
  ['application_name', ''],
  ['DateStyle', 'ISO'],
  ['datestyle', 'ISO', 'MDY'],
  ['datestyle', 'ISO, YMD'],
  ['intervalstyle', 'postgres'],
  ['IntervalStyle', 'iso_8601'],
  ['timezone', 'Europe/Berlin'],
  ['timezone', 'UTC'],
  ['timezone', '-7'],
  ['timezone', 'GMT+2'],
  ['TimeZone', '<+03>-03'],
  ['timezone', 'America/Argentina/Buenos_Aires'],
  ['client_encoding', 'UTF8'],
  ['client_encoding', 'utf-8'],
  ['client_encoding', 'UNICODE'],
  ['client_min_messages', 'notice'],
  ['client_min_messages', 'WARNING'],
  ['standard_conforming_strings', 'on'],
  ['synchronize_seqscans', 'off'],
  ['statement_timeout', '0'],
  ['statement_timeout', '30s'],
  ['lock_timeout', '5 min'],
  ['idle_in_transaction_session_timeout', '0'],
  ['row_security', 'off'],
  ['quote_all_identifiers', 'true'],
  ['bytea_output', 'hex'],
  ['default_transaction_read_only', 'on'],
  ['transaction_isolation', 'repeatable read'],
  ['xmloption', 'content'],
  ['jit', 'off'],
];

const REFUSED: readonly (readonly [name: string, ...values: string[]])[] = [
  ['client_min_messages', 'debug1'],
  ['client_min_messages', 'log'],
  ['client_min_messages', 'info'],
  ['standard_conforming_strings', 'off'],
  ['client_encoding', 'SJIS'],
  ['client_encoding', 'SQL_ASCII'],
  ['client_encoding', 'UTF8', 'SJIS'],
  ['synchronize_seqscans', 'on'],
  ['extra_float_digits', '4'],
  ['extra_float_digits', '1e0'],
  ['timezone', '../../etc/passwd'],
  ['timezone', 'posix/../../x'],
  ['timezone', ''],
  ['timezone', "x'"],
  ['datestyle', ''],
  ['datestyle', 'ISO', 'MDY', 'ISO', 'MDY', 'ISO'],
  ['statement_timeout', '-1'],
  ['role', 'postgres'],
  ['session_authorization', 'postgres'],
  ['search_path', 'public'],
  ['dlp.mask_key', 'x'],
  ['app.secret', 'x'],
  ['work_mem', '1GB'],
  ['enable_seqscan', 'off'],
  ['debug_print_plan', 'on'],
  ['log_statement', 'all'],
  ['transform_null_equals', 'on'],
  ['session_replication_role', 'replica'],
  ['local_preload_libraries', 'x'],
  ['T\u0131mezone', 'UTC'],
  ['timezone\u0000', 'UTC'],
  ['constructor', 'x'],
];

describe('settings that a client may change', () => {
  it.each(SENT_BY_CLIENTS)('%s = %s', (name, ...values) => {
    expect(settingSetRefusal(name, values)).toBeNull();
  });

  it.each(REFUSED)('not %s = %s', (name, ...values) => {
    expect(settingSetRefusal(name, values)).toMatch(/^[a-z].*[^.]$/);
  });

  it('DEFAULT and RESET lead back to the start, for those that may be set', () => {
    expect(settingSetRefusal('client_encoding', null)).toBeNull();
    expect(settingSetRefusal('dlp.mask_key', null)).not.toBeNull();
    expect(settingSetRefusal('role', null)).toBeNull();
    expect(settingSetRefusal('work_mem', null)).not.toBeNull();
  });

  it('says which values it takes', () => {
    expect(settingSetRefusal('client_min_messages', ['debug1'])).toBe(
      'it may be set to notice, warning or error',
    );
  });
});

describe('settings that a client may see', () => {
  it.each([
    ...['server_version', 'server_version_num', 'server_encoding', 'client_encoding', 'search_path'],
    ...['transaction_isolation', 'is_superuser', 'integer_datetimes', 'max_identifier_length', 'TimeZone'],
    ...[
      'standard_conforming_strings',
      'DateStyle',
      'transaction_read_only',
      'in_hot_standby',
      'max_index_keys',
    ],
  ])('%s', (name) => {
    expect(settingShowRefusal(name)).toBeNull();
  });

  it.each([
    ...['dlp.mask_key', 'DLP.Mask_Key', 'app.jwt_secret', 'primary_conninfo', 'archive_command', 'all', ''],
    ...[
      'ssl_key_file',
      'config_file',
      'data_directory',
      'ssl_passphrase_command',
      'T\u0131meZone',
      'toString',
    ],
  ])('not %s', (name) => {
    expect(settingShowRefusal(name)).toMatch(/^[A-Za-z].*[^.]$/);
  });

  it('are named in lower case and with letters that need no quotes', () => {
    expect(showableSettings.filter((name) => !/^[a-z_.]+$/.test(name))).toEqual([]);
  });

  it('hold all that it may change', () => {
    expect([...settableSettings.keys()].filter((name) => !showableSettings.includes(name))).toEqual([]);
  });
});

onEachServer((server) => {
  it('the server takes every value that clients send', async () => {
    const client = new pg.Client({ connectionString: server.database().superuserUrl });
    await client.connect();
    for (const [name, ...values] of SENT_BY_CLIENTS) {
      const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
      await expect(client.query(`set ${name} to ${list}`)).resolves.toBeDefined();
    }
    await client.end();
  });

  it('no setting that may be changed needs more than an ordinary role', async () => {
    const rows = await server.database().query(`select lower(name) as name, context from pg_settings`);
    const contexts = new Map(rows.map(({ name, context }) => [name, context]));
    const strict = [...settableSettings.keys()].filter(
      (name) => !['user', undefined].includes(contexts.get(name) as string),
    );
    expect(strict).toEqual([]);
  });

  it('no setting that is shown belongs to administrators only', async () => {
    const rows = await server.database().query(`
      select lower(name) as name from pg_settings
       where name ~ '(command|conninfo|passphrase|_file$|_directory$|directories$|library_path|preload)'`);
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter(({ name }) => settingShowRefusal(String(name)) === null)).toEqual([]);
  });

  it('a client cannot lift a setting of the start-up packet by RESET', async () => {
    const client = new pg.Client({
      connectionString: server.database().superuserUrl,
      options: '-c dlp.mask_key=first -c client_min_messages=warning',
    });
    await client.connect();
    await client.query('set client_min_messages to error');
    for (const statement of ['reset all', 'discard all', 'reset dlp.mask_key']) await client.query(statement);
    const { rows } = await client.query(
      `select current_setting('dlp.mask_key') as key, current_setting('client_min_messages') as level`,
    );
    await client.end();
    expect(rows).toEqual([{ key: 'first', level: 'warning' }]);
  });
});
