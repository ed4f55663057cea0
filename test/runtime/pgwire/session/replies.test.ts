import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../../runtime/src/pgwire/codec/messages.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { type Harness, shown, startSession } from './harness.ts';

/** What a client can ask, up to the point where the server's answer to it is next. */
const REQUESTS: Readonly<Record<string, (session: Harness) => void>> = {
  nothing: () => undefined,
  Query: (session) => session.client(client.query('select 1')),
  'Query in the middle': (session) => {
    session.client(client.query('select 1'));
    session.server(server.rowDescription('a'));
  },
  Parse: (session) => session.client(client.parse('', 'select 1')),
  Bind: (session) => {
    session.client(client.parse('', 'select 1'), client.bind('', ''));
    session.server(server.parseComplete);
  },
  'Describe of a statement': (session) => {
    session.client(client.parse('', 'select 1'), client.describeStatement(''));
    session.server(server.parseComplete);
  },
  'Describe of a portal': (session) => session.client(client.describePortal('')),
  Execute: (session) => session.client(client.execute('')),
  Close: (session) => session.client(client.closePortal('')),
  Sync: (session) => session.client(client.sync),
  'denied Query': (session) => session.client(client.query('denied')),
  'denied Query after its error': (session) => {
    session.client(client.query('denied'));
    session.server(server.error());
  },
  'denied Parse': (session) => session.client(client.parse('', 'denied')),
};

const ROWS = ['DataRow', 'CopyOutResponse', 'CopyData', 'CopyDone'];

/** The answers that each may get, from the protocol's documentation; anything else must end the session. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  Query: [
    ...ROWS,
    'RowDescription',
    'CommandComplete',
    'EmptyQueryResponse',
    'CopyInResponse',
    'ErrorResponse',
  ],
  'Query in the middle': [
    ...ROWS,
    'RowDescription',
    'CommandComplete',
    'EmptyQueryResponse',
    'CopyInResponse',
    'ErrorResponse',
    'ReadyForQuery',
  ],
  Parse: ['ParseComplete', 'ErrorResponse'],
  Bind: ['BindComplete', 'ErrorResponse'],
  'Describe of a statement': ['ParameterDescription', 'RowDescription', 'NoData', 'ErrorResponse'],
  'Describe of a portal': ['RowDescription', 'NoData', 'ErrorResponse'],
  Execute: [
    ...ROWS,
    'CommandComplete',
    'EmptyQueryResponse',
    'PortalSuspended',
    'CopyInResponse',
    'ErrorResponse',
  ],
  Close: ['CloseComplete', 'ErrorResponse'],
  Sync: ['ReadyForQuery', 'ErrorResponse'],
  'denied Query': ['ErrorResponse'],
  'denied Query after its error': ['ReadyForQuery', 'ErrorResponse'],
  'denied Parse': ['ErrorResponse'],
};

const ANY_TIME = ['NoticeResponse', 'ParameterStatus', 'NotificationResponse'];

/** One message of each type that a server can send. */
const MESSAGES: Readonly<Record<keyof typeof Backend, Buffer>> = {
  Authentication: server.message('Authentication', (body) => body.int32(0)),
  BackendKeyData: server.key(1, Buffer.alloc(4)),
  BindComplete: server.bindComplete,
  CloseComplete: server.closeComplete,
  CommandComplete: server.complete(),
  CopyBothResponse: server.message('CopyBothResponse', (body) => body.byte(0).byte(0).byte(0)),
  CopyData: server.copyData('1\n'),
  CopyDone: server.copyDone,
  CopyInResponse: server.copyIn,
  CopyOutResponse: server.copyOut,
  DataRow: server.row('1'),
  EmptyQueryResponse: server.emptyQuery,
  ErrorResponse: server.error(),
  FunctionCallResponse: server.message('FunctionCallResponse', (body) => body.int32(-1)),
  NegotiateProtocolVersion: server.message('NegotiateProtocolVersion', (body) => body.int32(0).int32(0)),
  NoData: server.noData,
  NoticeResponse: server.notice(),
  NotificationResponse: server.notification(),
  ParameterDescription: server.parameterDescription,
  ParameterStatus: server.parameter('TimeZone', 'UTC'),
  ParseComplete: server.parseComplete,
  PortalSuspended: server.portalSuspended,
  ReadyForQuery: server.ready(),
  RowDescription: server.rowDescription('a'),
};

describe.each(Object.keys(REQUESTS))('in answer to: %s', (request) => {
  it.each(Object.entries(MESSAGES))('%s', (name, message) => {
    const session = startSession();
    REQUESTS[request]?.(session);
    const passed = session.server(message);
    if (ANY_TIME.includes(name) || ANSWERS[request]?.includes(name)) {
      expect(session.state.failure).toBeNull();
      const replaced = request.startsWith('denied') && name === 'ErrorResponse';
      if (name === 'NotificationResponse') expect(passed).toEqual([]);
      else if (!replaced) expect(passed).toEqual(shown(message));
    } else {
      expect(passed).toEqual([]);
      expect(session.state.failure).toMatchObject({ cause: 'upstream', sqlstate: '08P01' });
    }
  });
});

it('knows a type of message that no server has', () => {
  const session = startSession();
  session.client(client.query('select 1'));
  expect(session.server(Buffer.from([0x21, 0, 0, 0, 4]))).toEqual([]);
  expect(session.state.failure).toMatchObject({ cause: 'upstream' });
});

it('passes on what came before the message that ends the session', () => {
  const session = startSession();
  session.client(client.query('select 1'));
  const good = [server.rowDescription('a'), server.row('1')];
  expect(session.server(...good, server.parseComplete, server.row('2'))).toEqual(shown(Buffer.concat(good)));
});

it.each([
  ['FATAL', '57P01'],
  ['PANIC', 'XX000'],
])('passes on %s at any time', (severity, sqlstate) => {
  for (const request of Object.keys(REQUESTS)) {
    const session = startSession();
    REQUESTS[request]?.(session);
    const last = server.error({ S: severity, V: severity, C: sqlstate });
    expect(session.server(last)).toEqual(shown(last));
    expect(session.state.serverGone).toBe(true);
    expect(session.state.failure).toBeNull();
  }
});

describe('an error', () => {
  it('in the extended protocol ends everything up to the next Sync', () => {
    const session = startSession();
    session.client(
      client.parse('', 'a'),
      client.bind('', ''),
      client.execute(''),
      client.sync,
      client.query('b'),
    );
    session.server(server.parseComplete, server.error({ C: '22P02' }));
    expect(session.state.requests.head?.kind.name).toBe('sync');
    session.server(server.ready('E'));
    expect(session.state.requests.head?.kind.name).toBe('query');
    expect(session.state.status).toBe('E');
  });

  it('without a Sync makes the server ignore what comes, and so do we', () => {
    const session = startSession();
    session.client(client.parse('', 'a'), client.flush);
    session.server(server.error());
    expect(
      session.client(client.bind('', ''), client.query('b'), client.functionCall(), client.copyData('x')),
    ).toEqual([]);
    expect(session.client(client.parse('', 'denied'), client.sync, client.query('c'))).toEqual([
      'S ',
      'Q c\\x00',
    ]);
    expect(session.events.some((event) => event.kind === 'statement-denied')).toBe(false);
    session.server(server.ready(), server.complete(), server.ready());
    expect(session.state.idle).toBe(true);
  });

  it('to a Query leaves what follows', () => {
    const session = startSession();
    session.client(client.query('a'), client.query('b'));
    session.server(server.error(), server.ready(), server.complete(), server.ready());
    expect(session.state.idle).toBe(true);
    expect(session.state.failure).toBeNull();
  });

  it('at the commit of a pipeline comes before its ReadyForQuery', () => {
    const session = startSession();
    session.client(client.sync);
    session.server(server.error({ C: '23503' }), server.ready());
    expect(session.state.idle).toBe(true);
  });
});

describe('being idle', () => {
  it('needs every answer and no transaction', () => {
    const session = startSession();
    expect(session.state.idle).toBe(true);
    session.client(client.query('begin'));
    expect(session.state.idle).toBe(false);
    session.server(server.complete('BEGIN'), server.ready('T'));
    expect(session.state.idle).toBe(false);
    session.client(client.query('commit'));
    session.server(server.complete('COMMIT'), server.ready('I'));
    expect(session.state.idle).toBe(true);
  });

  it('is not so before the Sync of a pipeline, answered or not', () => {
    const session = startSession();
    session.client(client.parse('', 'a'), client.flush);
    session.server(server.parseComplete);
    expect(session.state.requests.length).toBe(0);
    expect(session.state.idle).toBe(false);
    session.client(client.sync);
    session.server(server.ready());
    expect(session.state.idle).toBe(true);
  });

  it('is not so while more is asked', () => {
    const session = startSession();
    session.client(client.query('a'), client.query('b'));
    session.server(server.complete(), server.ready());
    expect(session.state.idle).toBe(false);
  });
});

it('keeps its place over thousands of requests', () => {
  const session = startSession();
  const texts = Array.from({ length: 5_000 }, (_, index) => (index % 7 === 0 ? 'denied' : `select ${index}`));
  session.client(...texts.map((text) => client.query(text)));
  for (const text of texts) {
    const [first] = session.server(
      text === 'denied' ? server.error() : server.complete(text),
      server.ready(),
    );
    expect(first).toContain(text === 'denied' ? 'the policy says no' : text);
  }
  expect(session.state.idle).toBe(true);
});

it('never throws, whatever a server sends', () => {
  const known = fc.constantFrom(...Object.values(MESSAGES));
  const junk = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes));
  const asked = fc.constantFrom(...Object.values(REQUESTS));
  fc.assert(
    fc.property(fc.array(fc.oneof(known, junk, asked), { maxLength: 40 }), (steps) => {
      const session = startSession();
      for (const step of steps) {
        if (Buffer.isBuffer(step)) session.rawServer(step);
        else step(session);
      }
    }),
    { seed: 20260109, numRuns: 500 },
  );
});
