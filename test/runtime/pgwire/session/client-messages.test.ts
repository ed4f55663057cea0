import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionGate, Verdict } from '../../../../runtime/src/pgwire/gate.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { forward } from '../wire-proxy.ts';
import { DENIED_OTHER, DENIED_QUERY, DENIED_UNNAMED, shown, startSession, testGate } from './harness.ts';

describe('what nothing is wrong with goes on as it came', () => {
  it.each([
    ['Query', [client.query('select 1')]],
    ['Parse', [client.parse('a', 'select $1', [23])]],
    ['Bind', [client.parse('', 'select 1'), client.bind('', '')]],
    ['Describe of a statement', [client.parse('', 'select 1'), client.describeStatement('')]],
    ['Describe of a portal', [client.describePortal('p')]],
    ['Execute', [client.execute('p', 10)]],
    ['Close of a statement', [client.closeStatement('a')]],
    ['Close of a portal', [client.closePortal('p')]],
    ['Flush', [client.flush]],
    ['Sync', [client.sync]],
    ['Terminate', [client.terminate]],
    [
      'COPY data while something runs',
      [client.query('copy t from stdin'), client.copyData('1\n'), client.copyDone],
    ],
    ['CopyFail while something runs', [client.query('copy t from stdin'), client.copyFail('no')]],
  ])('%s', (_, messages) => {
    const session = startSession();
    expect(session.client(...messages)).toEqual(shown(Buffer.concat(messages)));
    expect(session.state.failure).toBeNull();
  });
});

describe('what is denied is replaced by what the server must refuse', () => {
  it.each([
    ['a Query', [client.query('denied')], [DENIED_QUERY], '42501'],
    ['a Parse of the unnamed statement', [client.parse('', 'denied')], [DENIED_UNNAMED], '42501'],
    ['a Parse of a named statement', [client.parse('a', 'denied')], [DENIED_OTHER], '42501'],
    ['a function call', [client.functionCall()], [DENIED_QUERY], '42501'],
    [
      'a Query that is no UTF-8',
      [client.query(Buffer.from('select \xff', 'latin1'))],
      [DENIED_QUERY],
      '22021',
    ],
    ['a Parse that is no UTF-8', [client.parse('a', Buffer.from([0xc0, 0xaf]))], [DENIED_OTHER], '22021'],
    ['a Query with a NUL inside', [client.query('select 1\0; drop table t')], [DENIED_QUERY], '08P01'],
    ['a Parse with a NUL inside', [client.parse('a', 'select\0 1')], [DENIED_OTHER], '08P01'],
    ['a malformed Bind', [client.message('Bind', (body) => body.byte(65))], [DENIED_OTHER], '08P01'],
    [
      'a malformed Describe',
      [client.message('Describe', (body) => body.cstring('X'))],
      [DENIED_OTHER],
      '08P01',
    ],
    ['a malformed Execute', [client.message('Execute', (body) => body.cstring(''))], [DENIED_OTHER], '08P01'],
    ['a malformed Close', [client.message('Close', (body) => body.cstring(''))], [DENIED_OTHER], '08P01'],
    ['a Bind to nothing', [client.bind('', 'a')], [DENIED_OTHER], '26000'],
    ['a Describe of nothing', [client.describeStatement('')], [DENIED_OTHER], '26000'],
    ['a Parse with too long a name', [client.parse('a'.repeat(64), 'select 1')], [DENIED_OTHER], '42622'],
    ['a Bind to too long a name', [client.bind('', 'a'.repeat(64))], [DENIED_OTHER], '42622'],
    ['a Close of too long a name', [client.closeStatement('a'.repeat(64))], [DENIED_OTHER], '42622'],
  ])('%s', (_, messages, forwarded, sqlstate) => {
    const session = startSession();
    expect(session.client(...messages)).toEqual(forwarded);
    expect(session.events).toMatchObject([{ kind: 'statement-denied', sqlstate }]);
    expect(session.state.statementsDenied).toBe(1);
  });

  it('also where the gate throws, or gives a text that cannot be sent', () => {
    const gates: Verdict['kind'] | (() => Verdict)[] = [
      () => {
        throw new TypeError('a bug, and a secret');
      },
      () => forward('select 1\0'),
      () => forward('select \ud800'),
    ];
    for (const judge of gates) {
      const session = startSession({ revision: '1', judge });
      expect(session.client(client.query('select 1'))).toEqual([DENIED_QUERY]);
      expect(session.events.map((event) => event.kind)).toEqual(['gate-failure', 'statement-denied']);
      expect(JSON.stringify(session.events)).not.toContain('secret');
    }
  });
});

describe('what is rewritten is replaced in its place', () => {
  it('in a Query', () => {
    const session = startSession();
    const sent = session.client(client.query('select 1'), client.query('masked'), client.query('select 2'));
    expect(sent).toEqual(['Q select 1\\x00', 'Q /*01*/masked\\x00', 'Q select 2\\x00']);
  });

  it('in a Parse, whose name and types stay', () => {
    const session = startSession();
    const name = Buffer.from([0xff]);
    expect(session.client(client.parse(name, 'masked', [23, 25]))).toEqual(
      shown(client.parse(name, '/*01*/masked', [23, 25])),
    );
  });

  it('is judged once for each message, in the protocol that it came in', () => {
    const asked: string[] = [];
    const gate: SessionGate = {
      revision: '1',
      judge: (text, protocol) => {
        asked.push(`${protocol} ${text}`);
        return forward(text);
      },
    };
    const session = startSession(gate);
    session.client(
      client.query('a; b'),
      client.parse('', 'c'),
      client.bind('', ''),
      client.execute(''),
      client.sync,
    );
    expect(asked).toEqual(['simple a; b', 'extended c']);
  });

  it('judges the very text: a byte order mark is part of it', () => {
    const gate = testGate();
    startSession(gate).client(client.query('\u{feff}select 1'));
    expect(gate.judged).toEqual(['\u{feff}select 1']);
  });
});

describe('what has no place in a session ends it', () => {
  it.each([
    ['a password', client.message('Password'), '08P01', 'a message of type `p` is out of place'],
    ['an unknown type', Buffer.from([0x21, 0, 0, 0, 4]), '08P01', 'a message of type `!` is out of place'],
    [
      'a type that is no letter',
      Buffer.from([0, 0, 0, 0, 4]),
      '08P01',
      'a message of type 0 is out of place',
    ],
    ['a message of a server', server.ready(), '08P01', 'a message of type `Z` is out of place'],
    [
      'a length below 4',
      Buffer.from([0x51, 0, 0, 0, 3]),
      '08P01',
      'the length 3 of a message of type `Q` is invalid',
    ],
    [
      'a Query beyond the limit',
      Buffer.from([0x51, 0, 1, 0x86, 0xa5]),
      '54000',
      'a message of type `Q` has 100001 bytes; the limit is 100000',
    ],
    [
      'a Sync with a body beyond reason',
      Buffer.from([0x53, 0, 0, 0x75, 0x35]),
      '54000',
      'a message of type `S` has 30001 bytes; the limit is 30000',
    ],
  ])('%s', (_, bytes, sqlstate, message) => {
    const session = startSession();
    expect(session.client(client.query('select 1'), bytes, client.query('select 2'))).toEqual([
      'Q select 1\\x00',
    ]);
    expect(session.state.failure).toEqual({ cause: 'protocol', sqlstate, message });
    expect(session.client(client.query('select 3'))).toEqual([]);
  });
});

describe('COPY data that nobody asked for', () => {
  it('is left out', () => {
    const session = startSession();
    expect(
      session.client(client.copyData('1\n'), client.copyDone, client.copyFail('x'), client.sync),
    ).toEqual(['S ']);
  });
});

it('with a gate that denies everything, no byte of a statement reaches the server', () => {
  const marker = 'SECRET';
  const letters = 'QPBEDCFdcfHSX';
  const chunk = fc.oneof(
    fc.constantFrom(
      client.query(`select ${marker}`),
      client.parse('', marker),
      client.parse('a', marker),
      client.bind('', ''),
      client.bind('p', 'a'),
      client.describeStatement('a'),
      client.execute('p'),
      client.sync,
      client.flush,
      client.functionCall(),
      client.closeStatement('a'),
    ),
    fc
      .tuple(fc.constantFrom(...letters), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([letter, body]) => {
        const bytes = Buffer.from(`${body}${marker}`);
        const header = Buffer.alloc(5);
        header.write(letter);
        header.writeInt32BE(bytes.length + 4, 1);
        return Buffer.concat([header, bytes]);
      })
      // Names are no statements: they go on.
      .filter((bytes) => !'EDCdcfHSX'.includes(String.fromCharCode(bytes[0] ?? 0))),
  );
  const deniesAll: SessionGate = { revision: '1', judge: () => ({ kind: 'deny', denial: DENIAL }) };
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 30 }), (chunks) => {
      const sent = startSession(deniesAll).client(...chunks);
      expect(sent.join('\n')).not.toContain(marker);
    }),
    { seed: 20260107, numRuns: 300 },
  );
});

const DENIAL = { sqlstate: '42501', message: 'no', detail: null, hint: null, position: null };

it('never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), (chunks) => {
      const session = startSession();
      for (const chunk of chunks) session.client(Buffer.from(chunk));
    }),
    { seed: 20260108, numRuns: 500 },
  );
});
