import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as backend from '../../../../runtime/src/pgwire/codec/decode-backend.ts';
import * as frontend from '../../../../runtime/src/pgwire/codec/decode-frontend.ts';
import { decodeStartupPacket } from '../../../../runtime/src/pgwire/codec/decode-startup.ts';
import {
  encodeNegotiateProtocolVersion,
  encodeSaslContinue,
  encodeSaslMechanisms,
} from '../../../../runtime/src/pgwire/codec/encode-backend.ts';
import {
  encodeCancelRequest,
  encodeCloseStatement,
  encodeParse,
  encodeQuery,
  encodeSaslInitialResponse,
  encodeSslRequest,
  encodeStartup,
} from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import {
  decodeErrorFields,
  encodeError,
  encodeErrorFields,
} from '../../../../runtime/src/pgwire/codec/error-fields.ts';
import { utf8Text } from '../../../../runtime/src/pgwire/codec/text.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';

type Decoder = (bytes: Buffer, start: number, end: number) => unknown;

interface Case {
  readonly decode: Decoder;
  readonly message: Buffer;
  readonly value: unknown;
  /** Whether the message may end anywhere as far as its decoder knows. */
  readonly open?: boolean;
}

/** With the name in place of where it stands. */
function named<Span extends frontend.NameSpan>(
  decode: (bytes: Buffer, start: number, end: number) => Span | null,
): Decoder {
  return (bytes, from, to) => {
    const span = decode(bytes, from, to);
    if (span === null) return null;
    const { start, end, ...rest } = span;
    return { ...rest, name: bytes.toString('latin1', start, end) };
  };
}

const CASES: Readonly<Record<string, Case>> = {
  Query: { decode: frontend.decodeQuery, message: client.query('select 1'), value: Buffer.from('select 1') },
  Parse: {
    decode: frontend.decodeParse,
    message: client.parse('name', 'select $1', [23]),
    value: {
      name: Buffer.from('name'),
      text: Buffer.from('select $1'),
      parameterTypes: Buffer.from([0, 1, 0, 0, 0, 23]),
    },
  },
  Bind: {
    decode: (bytes, start, end) => {
      const bind = frontend.decodeBind(bytes, start, end);
      return bind && [bind.portal, bind.statement].map((span) => named(() => span)(bytes, start, end));
    },
    message: client.bind('portal', 'name', ['1']),
    value: [{ name: 'portal' }, { name: 'name' }],
    open: true,
  },
  'Describe of a statement': {
    decode: named(frontend.decodeObjectName),
    message: client.describeStatement('name'),
    value: { kind: 'statement', name: 'name' },
  },
  'Close of a portal': {
    decode: named(frontend.decodeObjectName),
    message: client.closePortal('portal'),
    value: { kind: 'portal', name: 'portal' },
  },
  Execute: {
    decode: named(frontend.decodeExecute),
    message: client.execute('portal', 5),
    value: { name: 'portal' },
  },
  ParameterStatus: {
    decode: backend.decodeParameterStatus,
    message: server.parameter('TimeZone', 'UTC'),
    value: { name: 'TimeZone', value: 'UTC' },
  },
  ReadyForQuery: { decode: backend.decodeReadyForQuery, message: server.ready('T'), value: 'T' },
  CommandComplete: {
    decode: backend.decodeCommandTag,
    message: server.complete('SELECT 3'),
    value: 'SELECT 3',
  },
  Authentication: {
    decode: backend.decodeAuthentication,
    message: encodeSaslContinue('data'),
    value: { code: 11, data: Buffer.from('data') },
    open: true,
  },
  BackendKeyData: {
    decode: backend.decodeBackendKeyData,
    message: server.key(7, Buffer.from('abcd')),
    value: { processId: 7, secret: Buffer.from('abcd') },
    open: true,
  },
  DataRow: { decode: backend.decodeDataRow, message: server.row('a', null, 'é'), value: ['a', null, 'é'] },
  ErrorResponse: {
    decode: decodeErrorFields,
    message: server.error(),
    value: new Map([
      ['S', 'ERROR'],
      ['V', 'ERROR'],
      ['C', '42601'],
      ['M', 'syntax error'],
    ]),
  },
};

describe.each(Object.entries(CASES))('%s', (_, { decode, message, value, open = false }) => {
  it('is read where it stands, whatever is around it', () => {
    const around = Buffer.concat([Buffer.from('before'), message, Buffer.from('behind')]);
    expect(decode(message, 0, message.length)).toEqual(value);
    expect(decode(around, 6, 6 + message.length)).toEqual(value);
  });

  if (!open) {
    it('is null where it is cut short', () => {
      for (let end = 5; end < message.length; end += 1) expect(decode(message, 0, end)).toBeNull();
    });
  }

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
        const bytes = Buffer.concat([Buffer.alloc(5), Buffer.from(body)]);
        decode(bytes, 0, bytes.length);
      }),
      { seed: 20260103, numRuns: 300 },
    );
  });
});

describe('what does not belong there', () => {
  it('behind the end of a message is malformed', () => {
    const trailing = Buffer.concat([client.query('select 1'), Buffer.from('x')]);
    expect(frontend.decodeQuery(trailing, 0, trailing.length)).toBeNull();
  });

  it('a NUL inside of a query is malformed', () => {
    const query = client.query('select 1\0; drop table t');
    expect(frontend.decodeQuery(query, 0, query.length)).toBeNull();
  });

  it('a count of parameter types that are not there is malformed', () => {
    const parse = Buffer.from(client.parse('', 'select 1', [23]));
    parse.writeUInt16BE(2, parse.length - 6);
    expect(frontend.decodeParse(parse, 0, parse.length)).toBeNull();
  });

  it('Describe of neither a statement nor a portal is malformed', () => {
    const describeOther = client.message('Describe', (body) => body.cstring('Xname'));
    expect(frontend.decodeObjectName(describeOther, 0, describeOther.length)).toBeNull();
  });

  it('a string that reaches into the next message is malformed', () => {
    const query = client.query('select 1');
    const bytes = Buffer.concat([query, client.query('select 2')]);
    expect(frontend.decodeQuery(bytes, 0, query.length - 1)).toBeNull();
  });

  it('an unknown transaction status is malformed', () => {
    const odd = server.message('ReadyForQuery', (body) => body.bytes(Buffer.from('X')));
    expect(backend.decodeReadyForQuery(odd, 0, odd.length)).toBeNull();
  });
});

describe('start-up packets', () => {
  const decode = (packet: Buffer) => decodeStartupPacket(packet.subarray(4));

  it('reads the StartupMessage', () => {
    const packet = encodeStartup([
      ['user', 'alice'],
      ['database', 'crm'],
      ['application_name', ''],
    ]);
    expect(decode(packet)).toEqual({
      kind: 'startup',
      major: 3,
      minor: 0,
      parameters: [
        ['user', 'alice'],
        ['database', 'crm'],
        ['application_name', ''],
      ],
    });
  });

  it('reads requests', () => {
    expect(decode(encodeSslRequest())).toEqual({ kind: 'ssl' });
    expect(decode(encodeCancelRequest(7, Buffer.from('abcd')))).toEqual({
      kind: 'cancel',
      processId: 7,
      secret: Buffer.from('abcd'),
    });
    expect(decodeStartupPacket(Buffer.from([0x04, 0xd2, 0x16, 0x30]))).toEqual({ kind: 'gss-encryption' });
  });

  it('reads no parameters of another major version', () => {
    expect(decodeStartupPacket(Buffer.from([0, 2, 0, 0, 1, 2, 3]))).toEqual({
      kind: 'startup',
      major: 2,
      minor: 0,
      parameters: [],
    });
  });

  const whole = encodeStartup([['user', 'alice']]).subarray(4);
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['three bytes', Buffer.from([0, 3, 0])],
    ['a request for TLS with more behind it', Buffer.from([0x04, 0xd2, 0x16, 0x2f, 0])],
    ['a StartupMessage without its end', whole.subarray(0, -1)],
    ['a StartupMessage with more behind its end', Buffer.concat([whole, Buffer.from('x')])],
    ['a name without a value', Buffer.from('\0\x03\0\0user\0', 'latin1')],
    ['a name that is no UTF-8', Buffer.from('\0\x03\0\0us\xffer\0a\0\0', 'latin1')],
    ['a value that is no UTF-8', Buffer.from('\0\x03\0\0user\0a\xff\0\0', 'latin1')],
  ])('%s is malformed', (_, body) => {
    expect(decodeStartupPacket(body)).toEqual({ kind: 'malformed' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
        decodeStartupPacket(Buffer.from(body));
      }),
      { seed: 20260104, numRuns: 500 },
    );
  });
});

describe('what is encoded', () => {
  it('is what the decoders read', () => {
    const query = encodeQuery('select \u{1f600}');
    expect(frontend.decodeQuery(query, 0, query.length)?.toString()).toBe('select \u{1f600}');

    const name = Buffer.from([0xff, 0x41]);
    const parse = encodeParse(name, 'select é', Buffer.from([0, 1, 0, 0, 0, 23]));
    const parsed = frontend.decodeParse(parse, 0, parse.length);
    expect(parsed?.name).toEqual(name);
    expect(parsed?.text.toString()).toBe('select é');
    expect(parsed?.parameterTypes).toEqual(Buffer.from([0, 1, 0, 0, 0, 23]));

    const close = encodeCloseStatement(name);
    expect(named(frontend.decodeObjectName)(close, 0, close.length)).toEqual({
      kind: 'statement',
      name: name.toString('latin1'),
    });

    const initial = encodeSaslInitialResponse('SCRAM-SHA-256', 'n,,n=,r=x');
    expect(frontend.decodeSaslInitialResponse(initial.subarray(5))).toEqual({
      mechanism: Buffer.from('SCRAM-SHA-256'),
      data: Buffer.from('n,,n=,r=x'),
    });

    const offer = encodeSaslMechanisms(['A', 'B']);
    const { data } = backend.decodeAuthentication(offer, 0, offer.length) ?? {};
    expect(backend.decodeSaslMechanisms(data ?? Buffer.alloc(0))).toEqual(['A', 'B']);
  });

  it('grows as it must', () => {
    const text = 'é'.repeat(100_000);
    const query = encodeQuery(text);
    expect(frontend.decodeQuery(query, 0, query.length)?.toString()).toBe(text);
  });

  it('says which version and options are meant', () => {
    expect(encodeNegotiateProtocolVersion(2, ['_pq_.x']).toString('latin1')).toBe(
      'v\0\0\0\x13\0\x03\0\x02\0\0\0\x01_pq_.x\0',
    );
  });
});

describe('errors', () => {
  it('keep the order and text of their fields', () => {
    const fields = new Map([
      ['S', 'FEHLER'],
      ['V', 'ERROR'],
      ['C', '22012'],
      ['M', 'Division durch Null — ö'],
    ]);
    const bytes = encodeErrorFields('error', fields);
    expect([...(decodeErrorFields(bytes, 0, bytes.length) ?? [])]).toEqual([...fields]);
  });

  it('of our own leave out what there is not', () => {
    const bytes = encodeError({
      severity: 'FATAL',
      sqlstate: '28000',
      message: 'no',
      detail: null,
      position: 3,
    });
    expect([...(decodeErrorFields(bytes, 0, bytes.length) ?? [])]).toEqual([
      ['S', 'FATAL'],
      ['V', 'FATAL'],
      ['C', '28000'],
      ['M', 'no'],
      ['P', '3'],
    ]);
  });

  it('cannot be ended early by a NUL', () => {
    const bytes = encodeError({ severity: 'ERROR', sqlstate: '42501', message: 'a\0Cfake' });
    expect(decodeErrorFields(bytes, 0, bytes.length)?.get('C')).toBe('42501');
    expect(decodeErrorFields(bytes, 0, bytes.length)?.get('M')).toBe('a\u{fffd}Cfake');
  });
});

describe('text', () => {
  it('is what the bytes are, byte order mark included', () => {
    expect(utf8Text(Buffer.from('\u{feff}select'))).toBe('\u{feff}select');
  });

  it.each([
    ['a stray byte', [0xff]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a sequence that is cut short', [0xe2, 0x82]],
  ])('is not %s', (_, bytes) => {
    expect(utf8Text(Buffer.from(bytes))).toBeNull();
  });
});
