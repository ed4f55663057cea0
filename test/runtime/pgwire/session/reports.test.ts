import { describe, expect, it } from 'vitest';
import { decodeErrorFields } from '../../../../runtime/src/pgwire/codec/error-fields.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { type Harness, shown, startSession } from './harness.ts';

const SECRET = 'original';

/** An error in which every field speaks. */
const TELLING = {
  C: '22P02',
  M: `invalid input syntax for type integer: "${SECRET}"`,
  D: `Key (ssn)=(${SECRET}) already exists.`,
  H: `Try ${SECRET}.`,
  q: `select ${SECRET}`,
  p: '3',
  W: `PL/pgSQL function f(${SECRET})`,
  s: 'public',
  t: 'customers',
  c: 'ssn',
  d: 'domain',
  n: 'customers_ssn_key',
  F: 'int.c',
  L: '1',
  R: 'pg_strtoint32',
};

/** The fields of the report that the client gets for `message`, or null where it gets none. */
function received(session: Harness, message: Buffer): Record<string, string> | null {
  const bytes = session.rawServer(message);
  if (bytes.length === 0) return null;
  return Object.fromEntries(decodeErrorFields(bytes, 0, bytes.length) ?? []);
}

function running(text: string): Harness {
  const session = startSession();
  session.client(client.query(text));
  return session;
}

describe('where nothing protected is touched', () => {
  it('errors and notices pass byte for byte', () => {
    const session = running('select 1');
    for (const message of [server.error({ ...TELLING, P: '8' }), server.notice(TELLING)]) {
      expect(session.rawServer(message)).toEqual(message);
    }
    expect(session.events.at(-1)).toMatchObject({
      kind: 'upstream-error',
      sqlstate: '22P02',
      neutralised: false,
    });
  });
});

describe('where a protected relation is touched', () => {
  it.each(['masked', 'touching'])('an error says nothing that a row could have put there (%s)', (text) => {
    const session = running(text);
    expect(received(session, server.error(TELLING))).toEqual({
      S: 'ERROR',
      V: 'ERROR',
      C: '22P02',
      M: 'invalid text representation',
    });
    expect(session.events.at(-1)).toMatchObject({ kind: 'upstream-error', neutralised: true });
    expect(JSON.stringify(session.events)).not.toContain(SECRET);
  });

  it.each([
    ['23505', 'unique violation'],
    ['22012', 'division by zero'],
    ['P0001', 'raised exception'],
    ['XX000', 'internal error'],
    ['54000', 'program limit exceeded'],
    ['58030', 'the statement failed'],
    ['ZZZZZ', 'the statement failed'],
  ])('an error of class %s is named by its condition', (sqlstate, name) => {
    expect(received(running('touching'), server.error({ C: sqlstate, M: SECRET }))).toMatchObject({
      C: sqlstate,
      M: name,
    });
  });

  it.each(['42703', '25P02', '57014', '40001', '0A000', '53200', '55P03', '34000'])(
    'the words of an error of class %s stay, for no row is in them',
    (sqlstate) => {
      const fields = { C: sqlstate, M: 'column "x" does not exist', H: 'Perhaps you meant "y".' };
      expect(received(running('touching'), server.error({ ...fields, D: SECRET, R: 'f' }))).toEqual({
        S: 'ERROR',
        V: 'ERROR',
        ...fields,
      });
    },
  );

  it.each(['W', 'q'])('but not where it comes from inside a function (%s)', (field) => {
    const telling = server.error({ C: '42704', M: SECRET, H: SECRET, [field]: 'f()' });
    expect(received(running('touching'), telling)).toEqual({
      S: 'ERROR',
      V: 'ERROR',
      C: '42704',
      M: 'the statement failed',
    });
  });

  it('words with a place in the statement stay, for they come from parsing it', () => {
    const telling = server.error({ C: '22P02', M: 'invalid input syntax for type integer: "abc"', P: '9' });
    expect(received(running('touching'), telling)).toMatchObject({
      M: 'invalid input syntax for type integer: "abc"',
      P: '9',
    });
  });

  it('the end of the session is announced as it is', () => {
    const fatal = server.error({
      S: 'FATAL',
      V: 'FATAL',
      C: '57P01',
      M: 'terminating connection',
      D: SECRET,
    });
    expect(received(running('masked'), fatal)).toEqual({
      S: 'FATAL',
      V: 'FATAL',
      C: '57P01',
      M: 'terminating connection',
    });
  });

  it.each([
    ['a NOTICE of any statement', { C: '00000', M: SECRET }],
    ['a warning of a function', { S: 'WARNING', V: 'WARNING', C: '42000', M: SECRET, W: 'f()' }],
    ['a DEBUG message', { S: 'DEBUG', V: 'DEBUG1', C: '42000', M: SECRET }],
    ['a LOG message', { S: 'LOG', V: 'LOG', C: '57000', M: SECRET }],
    ['an INFO message', { S: 'INFO', V: 'INFO', C: '42000', M: SECRET }],
  ])('%s is left out', (_, fields) => {
    const session = running('touching');
    expect(received(session, server.notice(fields))).toBeNull();
    expect(session.events.at(-1)).toMatchObject({ kind: 'notice-dropped', sqlstate: fields.C });
  });

  it('a warning about the statement itself stays', () => {
    const warning = { S: 'WARNING', V: 'WARNING', C: '25P01', M: 'there is no transaction in progress' };
    expect(received(running('touching'), server.notice({ ...warning, D: SECRET }))).toEqual(warning);
  });

  it('a severity in another language stays', () => {
    expect(received(running('touching'), server.error({ S: 'FEHLER', M: SECRET }))).toMatchObject({
      S: 'FEHLER',
      V: 'ERROR',
    });
  });
});

describe('the touch of a protected relation', () => {
  const begin = (session: Harness) => {
    session.client(client.query('begin'));
    session.server(server.complete('BEGIN'), server.ready('T'));
  };

  it('lasts until the end of the transaction, where a deferred constraint may still speak', () => {
    const session = startSession();
    begin(session);
    session.client(client.query('touching'));
    session.server(server.complete('INSERT 0 1'), server.ready('T'));
    session.client(client.query('commit'));
    expect(received(session, server.error({ ...TELLING, C: '23503' }))).toMatchObject({
      M: 'foreign key violation',
    });
    session.server(server.ready('I'));
    session.client(client.query('select 1'));
    expect(session.rawServer(server.error(TELLING))).toEqual(server.error(TELLING));
  });

  it('lasts until the Sync of a pipeline', () => {
    const session = startSession();
    session.client(client.parse('', 'touching'), client.bind('', ''), client.execute(''), client.sync);
    session.server(server.parseComplete, server.bindComplete, server.complete());
    expect(received(session, server.error({ C: '23503', M: SECRET }))).toMatchObject({
      M: 'foreign key violation',
    });
    session.server(server.ready());
    expect(session.state.tainted).toBe(false);
  });

  it('begins with the statement, not with what was sent before it', () => {
    const session = startSession();
    session.client(client.query('select 1'), client.query('touching'));
    expect(session.rawServer(server.error(TELLING))).toEqual(server.error(TELLING));
    session.server(server.ready());
    expect(received(session, server.error(TELLING))).toMatchObject({ M: 'invalid text representation' });
  });

  it('comes with the Bind of a statement that was prepared long before', () => {
    const session = startSession();
    session.client(client.parse('a', 'touching'), client.sync);
    session.server(server.parseComplete, server.ready());
    session.client(client.bind('', 'a'), client.execute(''), client.sync);
    session.server(server.bindComplete, server.row('1'));
    expect(received(session, server.error(TELLING))).toMatchObject({ M: 'invalid text representation' });
  });
});

describe('positions', () => {
  it('lead back to the text of the client', () => {
    expect(received(running('masked'), server.error({ C: '42703', M: 'no', P: '15' }))).toMatchObject({
      P: '9',
    });
  });

  it.each(['3', '0', '-1', '1.5', '99999999999', 'x'])('that lead nowhere are left out (%s)', (position) => {
    expect(
      received(running('masked'), server.error({ C: '42703', M: 'no', P: position })),
    ).not.toHaveProperty('P');
  });

  it('are left out where it is not known of which text they speak', () => {
    const session = startSession();
    session.client(client.parse('', 'masked'), client.bind('', ''), client.execute(''), client.sync);
    session.server(server.parseComplete, server.bindComplete);
    expect(received(session, server.error({ C: '42703', M: 'no', P: '15' }))).not.toHaveProperty('P');
  });
});

describe('what a client does not get', () => {
  it('notifications', () => {
    const session = running('select 1');
    expect(session.server(server.notification(), server.complete())).toEqual(['C SELECT 1\\x00']);
    expect(session.events.at(-1)).toEqual({ kind: 'notice-dropped', sessionId: 'session', sqlstate: null });
  });

  it('settings that PostgreSQL does not report', () => {
    const session = startSession();
    expect(session.server(server.parameter('dlp.mask_key', SECRET))).toEqual([]);
    expect(session.state.failure).toBeNull();
  });
});

describe('settings', () => {
  it.each([
    ['client_encoding', 'UTF8'],
    ['standard_conforming_strings', 'on'],
    ['TimeZone', 'Europe/Berlin'],
    ['search_path', 'public'],
    ['is_superuser', 'off'],
  ])('%s may be reported as %s', (name, value) => {
    const session = startSession();
    expect(session.server(server.parameter(name, value))).toEqual(shown(server.parameter(name, value)));
    expect(session.state.failure).toBeNull();
  });

  it.each([
    ['client_encoding', 'SJIS'],
    ['standard_conforming_strings', 'off'],
    ['is_superuser', 'on'],
  ])('%s as %s ends the session', (name, value) => {
    const session = startSession();
    session.client(client.query('select 1'));
    expect(session.server(server.parameter(name, value), server.complete())).toEqual([]);
    expect(session.state.failure).toMatchObject({ sqlstate: '0A000' });
    expect(session.state.failure?.message).toContain(`\`${name}\``);
  });
});

describe('a denial', () => {
  it('comes in place of the error that it made the server report, and of no other', () => {
    const session = startSession();
    session.client(client.query('select x'), client.query('denied'), client.query('select y'));
    const first = server.error({ C: '42703', M: 'x' });
    const third = server.error({ C: '42703', M: 'y' });
    expect(session.server(first, server.ready('E'))).toEqual(
      shown(Buffer.concat([first, server.ready('E')])),
    );
    expect(session.server(server.error({ M: 'syntax error at or near "dlp"' }), server.ready('E'))).toEqual([
      'E SERROR\\x00VERROR\\x00C42501\\x00Mthe policy says no\\x00DPolicy p, p.dlp:1: deny everything\\x00HAsk.\\x00P3\\x00\\x00',
      'Z E',
    ]);
    expect(session.server(third, server.ready('E'))).toEqual(
      shown(Buffer.concat([third, server.ready('E')])),
    );
  });

  it('does not hide the end of the session', () => {
    const session = running('denied');
    const fatal = server.error({ S: 'FATAL', V: 'FATAL', C: '57P01', M: 'terminating connection' });
    expect(session.server(fatal)).toEqual(shown(fatal));
  });
});
