import { describe, expect, it } from 'vitest';
import { checkStartupParameters } from '../../../../runtime/src/pgwire/startup/startup-parameters.ts';

function check(parameters: Readonly<Record<string, string>>) {
  return checkStartupParameters(Object.entries({ user: 'alice', ...parameters }));
}

describe('what goes through', () => {
  it('settings of how values are written and how long things take, under their usual spelling', () => {
    const given = { timezone: 'UTC', DATESTYLE: 'ISO', application_name: 'psql', statement_timeout: '5s' };
    expect(check(given)).toMatchObject({
      ok: true,
      request: {
        parameters: new Map([
          ['TimeZone', 'UTC'],
          ['DateStyle', 'ISO'],
          ['application_name', 'psql'],
          ['statement_timeout', '5s'],
        ]),
      },
    });
  });

  it('the database is named after the user where it is not named', () => {
    expect(check({})).toMatchObject({ request: { user: 'alice', database: 'alice' } });
    expect(check({ database: '' })).toMatchObject({ request: { database: 'alice' } });
    expect(check({ database: 'crm' })).toMatchObject({ request: { database: 'crm' } });
  });

  it.each(['UTF8', 'utf8', 'UTF-8', 'utf-8', "'utf-8'", 'Unicode', 'u_t_f 8'])('the encoding %s', (value) => {
    expect(check({ client_encoding: value })).toMatchObject({ ok: true, request: { parameters: new Map() } });
  });

  it.each(['on', 'ON', 'true', 'yes', '1'])('standard_conforming_strings = %s', (value) => {
    expect(check({ standard_conforming_strings: value })).toMatchObject({
      ok: true,
      request: { parameters: new Map() },
    });
  });

  it('settings in options, as each of them alone', () => {
    const options = String.raw`-c statement_timeout=5s -cdatestyle=ISO,\ DMY  --dlp.notices=on`;
    const parameters = new Map([
      ['statement_timeout', '5s'],
      ['DateStyle', 'ISO, DMY'],
      ['dlp.notices', 'on'],
    ]);
    expect(check({ options })).toMatchObject({ ok: true, request: { parameters, notices: true } });
    expect(check({ 'dlp.notices': 'off' })).toMatchObject({ ok: true, request: { notices: false } });
  });

  it('empty options, and options of the protocol itself', () => {
    expect(check({ options: ' ', '_pq_.wish': '1' })).toMatchObject({
      ok: true,
      request: { parameters: new Map(), protocolOptions: ['_pq_.wish'] },
    });
  });
});

describe('what does not', () => {
  it.each([
    [{ client_encoding: 'LATIN1' }, 'the client encoding `LATIN1` is not supported'],
    [{ client_encoding: 'SJIS' }, 'the client encoding `SJIS` is not supported'],
    [{ client_encoding: '' }, 'the client encoding `` is not supported'],
    [
      { standard_conforming_strings: 'off' },
      'the parameter `standard_conforming_strings` cannot be turned off',
    ],
    [{ options: '-c search_path=x' }, 'the start-up parameter `search_path` is not supported'],
    [{ options: '-c dlp.mask_key=x' }, 'the start-up parameter `dlp.mask_key` is not supported'],
    [{ options: '--dlp.mask-key=x' }, 'the start-up parameter `dlp.mask_key` is not supported'],
    [{ options: '-c timezone=UTC', TimeZone: 'UTC' }, 'the start-up parameter `TimeZone` is given twice'],
    [{ 'dlp.notices': 'maybe' }, 'the parameter `dlp.notices` is either on or off'],
    [{ replication: 'database' }, 'replication connections are not supported'],
    [{ replication: 'off' }, 'replication connections are not supported'],
    [{ search_path: 'x' }, 'the start-up parameter `search_path` is not supported'],
    [
      { session_preload_libraries: 'x' },
      'the start-up parameter `session_preload_libraries` is not supported',
    ],
    [{ 'dlp.mask_key': 'x' }, 'the start-up parameter `dlp.mask_key` is not supported'],
    [{ ROLE: 'postgres' }, 'the start-up parameter `role` is not supported'],
    [{ timezone: 'UTC', TimeZone: 'UTC' }, 'the start-up parameter `TimeZone` is given twice'],
    [{ USER: 'bob' }, 'the start-up parameter `USER` is given twice'],
  ])('%o', (parameters: Readonly<Record<string, string>>, message) => {
    expect(check(parameters)).toMatchObject({ ok: false, message });
  });

  it.each(['-c database=x', '-c user=x', '-c', '-d 5', '-c timezone', 'x', '-c _pq_.x=1', '-c options=x'])(
    'options = %s',
    (options) => {
      const message = 'the start-up parameter `options` may hold settings alone';
      expect(check({ options })).toMatchObject({ ok: false, message });
    },
  );

  it('no user', () => {
    expect(checkStartupParameters([['database', 'crm']])).toMatchObject({ ok: false, sqlstate: '28000' });
  });

  it('shows of a name no more than a line', () => {
    const result = check({ [`x\n${'y'.repeat(200)}`]: '1' });
    expect(result).toMatchObject({ ok: false });
    if (!result.ok)
      expect(result.message).toBe(`the start-up parameter \`x ${'y'.repeat(61)}…\` is not supported`);
  });
});
