import { describe, expect, it } from 'vitest';
import type { SessionGate } from '../../../../runtime/src/pgwire/gate.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { forward } from '../wire-proxy.ts';
import { startSession } from './harness.ts';

/** Rewrites what may be kept; leaves alone what is harmless, and what is not. */
function keepingGate(): SessionGate & { revision: string } {
  return {
    revision: '1',
    judge: (text) =>
      text.startsWith('keep')
        ? forward(`masked ${text}`, { touchesProtected: true, positions: (at) => at, keeping: 'keepable' })
        : forward(text, text === 'harmless' ? { keeping: 'harmless' } : {}),
  };
}

const NAME = /dlp-proxy [0-9a-f]{24} [0-9]+/g;
const unnamed = (lines: readonly string[]) => lines.map((line) => line.replace(NAME, 'KEPT'));
const asked = [client.parse('', 'keep 1'), client.bind('', ''), client.execute(''), client.sync];
const described = [server.parameterDescription, server.rowDescription('a')];
const rows = [server.bindComplete, server.row('1'), server.complete(), server.ready()];

/** A session whose server keeps `keep 1`. */
function keeping(gate = keepingGate()) {
  const session = startSession(gate);
  for (const _ of [1, 2]) {
    session.client(...asked);
    session.server(server.parseComplete, ...rows);
  }
  return session;
}

describe('a statement that is kept', () => {
  it('is prepared under a name when it comes again, and described from then on', () => {
    const session = startSession(keepingGate());
    expect(session.client(...asked)[0]).toBe('P \\x00masked keep 1\\x00\\x00\\x00');
    session.server(server.parseComplete, ...rows);
    expect(unnamed(session.client(...asked))).toEqual([
      'P KEPT\\x00masked keep 1\\x00\\x00\\x00',
      'B \\x00KEPT\\x00\\x00\\x00\\x00\\x00\\x00\\x00',
      'E \\x00\\x00\\x00\\x00\\x00',
      'S ',
    ]);
    session.server(server.parseComplete, ...rows);
    expect(unnamed(session.client(...asked))[0]).toBe('D SKEPT\\x00');
    expect(session.server(...described, ...rows).map((line) => line[0])).toEqual(['1', '2', 'D', 'C', 'Z']);
    expect(session.state.statementsForwarded).toBe(3);
  });

  it.each(['26000', '0A000', '42P01'])('is parsed when the server has it no more (%s)', (sqlstate) => {
    const session = keeping();
    const [, ...behind] = session.client(...asked);
    expect(session.server(server.error({ C: sqlstate }), server.ready())).toEqual([]);
    expect(unnamed(session.resume())).toEqual([
      'C SKEPT\\x00',
      'P KEPT\\x00masked keep 1\\x00\\x00\\x00',
      ...unnamed(behind),
    ]);
    expect(session.server(server.closeComplete, server.parseComplete, ...rows)[0]).toBe('1 ');
    expect(session.events.some(({ kind }) => kind === 'upstream-error')).toBe(false);
  });

  it('lets through the error of a Parse that fails after all', () => {
    const session = keeping();
    session.client(...asked);
    session.server(server.error({ C: '42P01' }), server.ready());
    session.resume();
    const told = session.server(server.closeComplete, server.error({ C: '42P01' }), server.ready());
    expect(told.map((line) => line[0])).toEqual(['E', 'Z']);
    session.client(client.bind('', ''));
    expect(session.events.at(-1)).toMatchObject({ kind: 'statement-denied', sqlstate: '26000' });
  });

  it('is asked for again where a message waits for its answer', () => {
    const session = keeping();
    expect(unnamed(session.client(client.parse('', 'keep 1'), client.execute('')))).toEqual([
      'D SKEPT\\x00',
      'H ',
    ]);
    session.server(server.error({ C: '0A000' }));
    expect(session.resume()).toEqual(['S ']);
    session.server(server.ready());
    expect(unnamed(session.resume())).toEqual([
      'C SKEPT\\x00',
      'P KEPT\\x00masked keep 1\\x00\\x00\\x00',
      'H ',
    ]);
  });

  it('asks for the end of the segment itself where the client waits', () => {
    const session = keeping();
    session.client(client.parse('', 'keep 1'), client.flush);
    expect(session.server(server.error({ C: '0A000' }))).toEqual([]);
    expect(session.resume()).toEqual(['S ']);
    expect(session.client(client.bind('', ''), client.sync)).toEqual([]);
    session.server(server.ready());
    expect(unnamed(session.resume()).map((line) => line[0])).toEqual(['C', 'P', 'H', 'B', 'S']);
  });

  it.each(['57014', '55P03', '40P01'])('is no excuse for an error of the moment (%s)', (sqlstate) => {
    const session = keeping();
    session.client(...asked);
    const told = session.server(server.error({ C: sqlstate }), server.ready());
    expect(told.map((line) => line[0])).toEqual(['E', 'Z']);
    expect(session.resume()).toEqual([]);
  });

  it('is not asked for within a transaction, and not behind what is not answered', () => {
    const session = keeping();
    session.client(client.query('harmless'));
    session.server(server.complete(), server.ready('T'));
    expect(session.client(...asked)[0]).toBe('P \\x00masked keep 1\\x00\\x00\\x00');
    session.server(server.parseComplete, ...rows.slice(0, -1), server.ready('I'));
    session.client(client.query('harmless'));
    expect(session.client(...asked)[0]).toBe('P \\x00masked keep 1\\x00\\x00\\x00');
  });

  it('holds up what is sent behind its Sync once, and nothing is kept after that', () => {
    const session = keeping();
    session.client(...asked);
    expect(session.client(...asked)).toEqual([]);
    session.server(...described, ...rows);
    expect(session.resume()[0]).toBe('P \\x00masked keep 1\\x00\\x00\\x00');
  });

  it.each([
    ['a statement that may change what it means', client.query('anything')],
    ['another revision', null],
  ])('is given up behind %s', (_, message) => {
    const gate = keepingGate();
    const session = keeping(gate);
    if (message === null) gate.revision = '2';
    else {
      session.client(message);
      session.server(server.complete(), server.ready());
    }
    if (message === null) {
      session.client(...asked);
      session.server(server.parseComplete, ...rows);
    }
    expect(unnamed(session.client(...asked)).slice(0, 2)).toEqual([
      'C SKEPT\\x00',
      'P KEPT\\x00masked keep 1\\x00\\x00\\x00',
    ]);
    expect(session.server(server.closeComplete, server.parseComplete, ...rows)[0]).toBe('1 ');
  });

  it('is never told by its name', () => {
    const session = keeping();
    const name = /dlp-proxy [0-9a-f]{24} [0-9]+/.exec(session.client(...asked).join())?.[0] ?? '';
    session.server(...described);
    const told = session.server(server.error({ C: '08P01', M: `prepared statement "${name}" requires 2` }));
    expect(told.join()).toContain('prepared statement "" requires 2');
  });

  it('cannot be had by a client that guesses its name', () => {
    const session = keeping();
    const name = /dlp-proxy [0-9a-f]{24} [0-9]+/.exec(session.client(...asked).join())?.[0] ?? '';
    session.server(...described, ...rows);
    session.client(client.bind('', name), client.sync);
    expect(session.events.at(-1)).toMatchObject({ kind: 'statement-denied', sqlstate: '26000' });
  });
});

describe('a Query whose like came before', () => {
  const shape = { text: 'masked of $1', parameters: 1 };

  function queryGate(): SessionGate & { revision: string } {
    return {
      revision: '1',
      judge: (text) =>
        text.startsWith('of ')
          ? forward(`masked ${text}`, {
              ...{ touchesProtected: true, positions: (at) => at, keeping: 'keepable' },
              kept: { shape, values: [text.slice(3)] },
            })
          : forward(text, text === 'harmless' ? { keeping: 'harmless' } : {}),
    };
  }

  const answered = [server.rowDescription('a'), server.row('1'), server.complete(), server.ready()];
  const RUN = [
    'B \\x00KEPT\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x013\\x00\\x00',
    'D P\\x00',
    'E \\x00\\x00\\x00\\x00\\x00',
    'S ',
  ];

  /** A session whose server keeps the shape. */
  function ready(gate = queryGate()) {
    const session = startSession(gate);
    session.client(client.query('of 1'));
    session.server(...answered);
    session.client(client.query('of 2'));
    session.server(server.parseComplete, server.bindComplete, ...answered);
    return session;
  }

  it('is run by what the server keeps of it', () => {
    const session = startSession(queryGate());
    expect(session.client(client.query('of 1'))).toEqual(['Q masked of 1\\x00']);
    session.server(...answered);
    expect(unnamed(session.client(client.query('of 3')))).toEqual([
      'P KEPT\\x00masked of $1\\x00\\x00\\x01\\x00\\x00\\x00\\x17',
      ...RUN,
    ]);
    const told = session.server(server.parseComplete, server.bindComplete, ...answered);
    expect(told.map((line) => line[0])).toEqual(['T', 'D', 'C', 'Z']);
    expect(unnamed(session.client(client.query('of 3')))).toEqual(RUN);
    expect(session.server(server.bindComplete, ...answered).map((line) => line[0])).toEqual([
      'T',
      'D',
      'C',
      'Z',
    ]);
    expect(session.state.statementsForwarded).toBe(3);
  });

  it.each(['26000', '0A000', '42P01'])(
    'is sent as it is when the server has that no more (%s)',
    (sqlstate) => {
      const session = ready();
      session.client(client.query('of 3'));
      expect(session.server(server.error({ C: sqlstate }), server.ready())).toEqual([]);
      expect(session.resume()).toEqual(['Q masked of 3\\x00']);
      expect(session.server(...answered).map((line) => line[0])).toEqual(['T', 'D', 'C', 'Z']);
      expect(session.events.some(({ kind }) => kind === 'upstream-error')).toBe(false);
    },
  );

  it('passes errors of the moment, and those that come behind the description of rows', () => {
    const session = ready();
    session.client(client.query('of 3'));
    expect(session.server(server.error({ C: '57014' }), server.ready()).map((line) => line[0])).toEqual([
      'E',
      'Z',
    ]);
    session.client(client.query('of 3'));
    const told = session.server(
      ...[
        server.bindComplete,
        server.rowDescription('a'),
        server.error({ C: '42P01', P: '8' }),
        server.ready(),
      ],
    );
    expect(told.map((line) => line[0])).toEqual(['T', 'E', 'Z']);
    // What ran is another text than the client's.
    expect(told[1]).not.toContain('P8');
    expect(session.resume()).toEqual([]);
  });

  it('is sent as it is within a transaction, and behind what is not answered', () => {
    const session = ready();
    session.client(client.query('harmless'));
    session.server(server.complete(), server.ready('T'));
    expect(session.client(client.query('of 3'))).toEqual(['Q masked of 3\\x00']);
    session.server(...answered.slice(0, -1), server.ready('I'));
    session.client(client.query('harmless'));
    expect(session.client(client.query('of 3'))).toEqual(['Q masked of 3\\x00']);
  });

  it('leaves no unnamed statement that could be bound', () => {
    const session = ready();
    session.client(client.parse('', 'harmless'), client.sync);
    session.server(server.parseComplete, server.ready());
    session.client(client.query('of 3'));
    session.server(server.bindComplete, ...answered);
    session.client(client.bind('', ''), client.sync);
    expect(session.events.at(-1)).toMatchObject({ kind: 'statement-denied', sqlstate: '26000' });
  });

  it('is prepared anew under another revision', () => {
    const gate = queryGate();
    const session = ready(gate);
    gate.revision = '2';
    session.client(client.query('anything'));
    session.server(server.complete(), server.ready());
    expect(unnamed(session.client(client.query('of 3'))).slice(0, 2)).toEqual([
      'C SKEPT\\x00',
      'P KEPT\\x00masked of $1\\x00\\x00\\x01\\x00\\x00\\x00\\x17',
    ]);
    const told = session.server(server.closeComplete, server.parseComplete, server.bindComplete, ...answered);
    expect(told.map((line) => line[0])).toEqual(['T', 'D', 'C', 'Z']);
  });
});
