import { describe, expect, it } from 'vitest';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { DENIED_OTHER, type Harness, shown, startSession, testGate } from './harness.ts';

/** A session in which `a` is prepared as `text`, and the gate to change under it. */
function prepared(text: string, name = 'a', types: readonly number[] = []) {
  const gate = testGate();
  const session = startSession(gate);
  session.client(client.parse(name, text, types), client.sync);
  session.server(server.parseComplete, server.ready());
  gate.judged.length = 0;
  return { gate, session };
}

function known(session: Harness, name: string): boolean {
  // Everything is answered by now, or asked in the same segment.
  return session.client(client.describeStatement(name))[0] !== DENIED_OTHER;
}

describe('a statement judged under the revision in force', () => {
  it('is not judged again', () => {
    const { gate, session } = prepared('masked');
    expect(session.client(client.bind('', 'a'), client.execute(''), client.sync)).toEqual(
      shown(Buffer.concat([client.bind('', 'a'), client.execute(''), client.sync])),
    );
    expect(gate.judged).toEqual([]);
  });
});

describe('a statement judged under another revision', () => {
  it('goes on where the verdict is the same, and is not judged a third time', () => {
    const { gate, session } = prepared('select 1');
    gate.revision = '2';
    expect(session.client(client.bind('', 'a'))).toEqual(shown(client.bind('', 'a')));
    expect(session.client(client.bind('p', 'a'))).toEqual(shown(client.bind('p', 'a')));
    expect(gate.judged).toEqual(['select 1']);
  });

  it('is prepared again where the text is another now; the client does not see it', () => {
    const { gate, session } = prepared('masked', 'a', [23]);
    gate.revision = '2';
    const asked = [client.bind('', 'a'), client.execute(''), client.sync];
    expect(session.client(...asked)).toEqual(
      shown(Buffer.concat([client.closeStatement('a'), client.parse('a', '/*02*/masked', [23]), ...asked])),
    );
    const answers = [server.bindComplete, server.row('1'), server.complete(), server.ready()];
    expect(session.server(server.closeComplete, server.parseComplete, ...answers)).toEqual(
      shown(Buffer.concat(answers)),
    );
    expect(session.client(client.bind('', 'a'))).toEqual(shown(client.bind('', 'a')));
  });

  it('is prepared again before a Describe too', () => {
    const { gate, session } = prepared('masked');
    gate.revision = '2';
    expect(session.client(client.describeStatement('a'))).toHaveLength(3);
    const answers = [server.parameterDescription, server.rowDescription('x')];
    expect(session.server(server.closeComplete, server.parseComplete, ...answers)).toEqual(
      shown(Buffer.concat(answers)),
    );
  });

  it('is prepared again if it has no name', () => {
    const { gate, session } = prepared('masked', '');
    gate.revision = '2';
    expect(session.client(client.bind('', ''))).toEqual(
      shown(
        Buffer.concat([client.closeStatement(''), client.parse('', '/*02*/masked'), client.bind('', '')]),
      ),
    );
  });

  it('is denied as a Parse would be', () => {
    const { gate, session } = prepared('select 1');
    gate.revision = '2';
    gate.judge = () => ({
      kind: 'deny',
      denial: { sqlstate: '42501', message: 'not any more', detail: null, hint: null, position: null },
    });
    expect(session.client(client.bind('', 'a'), client.execute(''), client.sync)).toEqual([
      DENIED_OTHER,
      ...shown(Buffer.concat([client.execute(''), client.sync])),
    ]);
    expect(session.server(server.error(), server.ready())).toEqual([
      'E SERROR\\x00VERROR\\x00C42501\\x00Mnot any more\\x00\\x00',
      'Z I',
    ]);
    expect(session.state.requests.length).toBe(0);
  });

  it('that cannot be prepared again fails as the Bind would, and is tried anew the next time', () => {
    const { gate, session } = prepared('masked');
    gate.revision = '2';
    session.client(client.bind('', 'a'), client.execute(''), client.sync);
    const failed = session.server(
      server.closeComplete,
      server.error({ C: '25P02', M: 'aborted' }),
      server.ready('E'),
    );
    expect(failed).toEqual(['E SERROR\\x00VERROR\\x00C25P02\\x00Maborted\\x00\\x00', 'Z E']);
    expect(session.client(client.bind('', 'a'))).toHaveLength(3);
  });

  it('whose preparation the server skipped is prepared the next time', () => {
    const { gate, session } = prepared('masked');
    gate.revision = '2';
    session.client(client.parse('b', 'select x'), client.bind('', 'a'), client.sync);
    session.server(server.error(), server.ready());
    expect(session.client(client.bind('', 'a'))).toHaveLength(3);
  });

  it('is judged by what the client wrote, not by what the server was sent', () => {
    const { gate, session } = prepared('masked');
    gate.revision = '2';
    session.client(client.bind('', 'a'), client.sync);
    session.server(server.closeComplete, server.parseComplete, server.bindComplete, server.ready());
    gate.revision = '3';
    session.client(client.bind('', 'a'));
    expect(gate.judged).toEqual(['masked', 'masked']);
  });
});

describe('names', () => {
  it('are told apart by their bytes, valid text or not', () => {
    const gate = testGate();
    const session = startSession(gate);
    const [first, second] = [Buffer.from([0xff]), Buffer.from([0xfe])];
    session.client(client.parse(first, 'masked'));
    session.server(server.parseComplete);
    expect(session.client(client.bind('', second))).toEqual([DENIED_OTHER]);
    session.client(client.sync);
    session.server(server.error(), server.ready());
    gate.revision = '2';
    const [, parse] = session.client(client.bind('', first));
    expect(parse).toBe(shown(client.parse(first, '/*02*/masked'))[0]);
  });

  it('stand for what the last Parse of them that succeeded said', () => {
    const { gate, session } = prepared('masked');
    session.client(client.parse('a', 'select 1'), client.sync);
    session.server(server.error({ C: '42P05' }), server.ready());
    gate.revision = '2';
    session.client(client.bind('', 'a'));
    expect(gate.judged).toEqual(['select 1', 'masked']);
  });

  it('stand for what a later Parse made of them, whatever became of an earlier one', () => {
    const session = startSession();
    session.client(client.parse('a', 'bad'), client.sync, client.parse('a', 'good'), client.sync);
    session.server(server.error(), server.ready(), server.parseComplete, server.ready());
    expect(known(session, 'a')).toBe(true);
  });

  it('stand for nothing after a Close, unless the server did not come to it', () => {
    const { session } = prepared('select 1');
    session.client(client.parse('b', 'x'), client.closeStatement('a'), client.sync);
    session.server(server.error(), server.ready());
    expect(known(session, 'a')).toBe(true);
    session.server(server.parameterDescription, server.noData);
    session.client(client.closeStatement('a'));
    session.server(server.closeComplete);
    expect(known(session, 'a')).toBe(false);
  });

  it('stand for nothing where their Parse was skipped', () => {
    const session = startSession();
    session.client(client.parse('a', 'x'), client.parse('b', 'y'), client.sync);
    session.server(server.error(), server.ready());
    expect(known(session, 'a')).toBe(false);
    session.client(client.sync);
    session.server(server.error(), server.ready());
    expect(known(session, 'b')).toBe(false);
  });

  it('can be used in the pipeline that defines them', () => {
    const session = startSession();
    expect(session.client(client.parse('a', 'x'), client.bind('', 'a'))).toHaveLength(2);
    expect(session.state.statementsDenied).toBe(0);
  });
});

describe('behind a Sync, a name waits for the answer to its last change', () => {
  it('and goes on once it is there', () => {
    const session = startSession();
    const rest = [client.bind('', 'a'), client.execute(''), client.sync];
    expect(session.client(client.parse('a', 'x'), client.sync, ...rest)).toHaveLength(2);
    expect(session.resume()).toEqual([]);
    session.server(server.parseComplete);
    expect(session.resume()).toEqual(shown(Buffer.concat(rest)));
  });

  it('whichever change it was', () => {
    for (const change of [client.closeStatement('a'), client.parse('a', 'y')]) {
      const { session } = prepared('x');
      expect(session.client(change, client.sync, client.describeStatement('a'))).toHaveLength(2);
    }
    const { session } = prepared('x', '');
    expect(session.client(client.query('y'), client.sync, client.bind('', ''))).toHaveLength(2);
  });

  it('so that nobody can hide an old statement behind one that the server will skip', () => {
    const { gate, session } = prepared('masked');
    gate.revision = '2';
    const bait = [client.closeStatement('a'), client.parse('a', 'harmless')];
    session.client(client.execute('none'), ...bait, client.sync, client.bind('', 'a'), client.sync);
    session.server(server.error({ C: '34000' }), server.ready());
    expect(session.resume()).toEqual(
      shown(
        Buffer.concat([
          client.closeStatement('a'),
          client.parse('a', '/*02*/masked'),
          client.bind('', 'a'),
          client.sync,
        ]),
      ),
    );
  });

  it('and other names do not', () => {
    const { session } = prepared('x');
    expect(session.client(client.parse('b', 'y'), client.sync, client.bind('', 'a'))).toHaveLength(3);
  });

  it('after being prepared again, too', () => {
    const { gate, session } = prepared('masked');
    gate.revision = '2';
    session.client(client.bind('', 'a'), client.sync);
    expect(session.client(client.bind('', 'a'))).toEqual([]);
    session.server(server.closeComplete);
    expect(session.resume()).toEqual([]);
    session.server(server.parseComplete);
    expect(session.resume()).toHaveLength(1);
  });

  it('over thousands of names', () => {
    const session = startSession(testGate(), { maxStatements: 10_000 });
    const names = Array.from({ length: 9_000 }, (_, index) => `s${index}`);
    for (const name of names) {
      session.client(client.parse(name, 'x'), client.sync);
      session.server(server.parseComplete, server.ready());
    }
    expect(session.client(...names.map((name) => client.bind('', name)))).toHaveLength(9_000);
  });
});

describe('the unnamed statement', () => {
  it('is gone after a Query', () => {
    const { session } = prepared('select 1', '');
    session.client(client.query('select 2'));
    expect(known(session, '')).toBe(false);
  });

  it('is not gone after a Query that the server skipped', () => {
    const { session } = prepared('select 1', '');
    session.client(client.parse('b', 'x'), client.query('select 2'), client.sync);
    session.server(server.error(), server.ready());
    expect(known(session, '')).toBe(true);
  });

  it.each(['x', 'denied'])('is gone after a Parse of it that failed (%s)', (text) => {
    const { session } = prepared('select 1', '');
    session.client(client.parse('', text), client.sync);
    session.server(server.error(), server.ready());
    expect(known(session, '')).toBe(false);
  });

  it('is not gone after the denial of another Parse', () => {
    const { session } = prepared('select 1', '');
    session.client(client.parse('b', 'denied'), client.sync);
    session.server(server.error(), server.ready());
    expect(known(session, '')).toBe(true);
  });

  it.each(['x', 'denied'])('is not gone after a Parse that the server skipped (%s)', (text) => {
    const { session } = prepared('select 1', '');
    session.client(client.parse('b', 'x'), client.parse('', text), client.sync);
    session.server(server.error(), server.ready());
    expect(known(session, '')).toBe(true);
  });
});

describe('DISCARD ALL and DEALLOCATE ALL', () => {
  it.each(['DISCARD ALL', 'DEALLOCATE ALL'])(
    '%s makes the server forget what was prepared before, not after',
    (tag) => {
      const { session } = prepared('select 1');
      session.client(client.query(tag), client.parse('b', 'select 2'), client.sync);
      session.server(server.complete(tag), server.ready(), server.parseComplete, server.ready());
      expect(known(session, 'b')).toBe(true);
      session.server(server.parameterDescription, server.noData);
      expect(known(session, 'a')).toBe(false);
    },
  );

  it.each(['DELETE 3', 'DISCARD PLANS', 'DEALLOCATE'])('%s does not', (tag) => {
    const { session } = prepared('select 1');
    session.client(client.query('something'));
    session.server(server.complete(tag), server.ready());
    expect(known(session, 'a')).toBe(true);
  });
});

describe('bounds', () => {
  /** Prepares `text` under each name, one after the other. */
  const prepare = (session: Harness, names: readonly string[], text = 'x') => {
    for (const name of names) {
      session.client(client.parse(name, text), client.sync);
      session.server(server.parseComplete, server.ready());
    }
  };

  it('forget the statement that was not used for longest', () => {
    const session = startSession(testGate(), { maxStatements: 3 });
    prepare(session, ['a', 'b', 'c']);
    session.client(client.bind('', 'a'), client.sync);
    session.server(server.bindComplete, server.ready());
    prepare(session, ['d']);
    expect(session.state.statements.size).toBe(3);
    expect(known(session, 'a')).toBe(true);
    expect(known(session, 'b')).toBe(false);
  });

  it('hold for text as well', () => {
    const session = startSession(testGate(), { maxStatementBytes: 100_000 });
    prepare(
      session,
      Array.from({ length: 20 }, (_, index) => `s${index}`),
      `select '${'x'.repeat(10_000)}'`,
    );
    expect(session.state.statements.size).toBe(4);
    expect(known(session, 's19')).toBe(true);
  });

  it('do not forget what was defined in their place', () => {
    const session = startSession(testGate(), { maxStatements: 2 });
    prepare(session, ['a', 'b']);
    session.client(client.closeStatement('a'), client.parse('a', 'y'), client.sync);
    session.server(server.closeComplete, server.parseComplete, server.ready());
    expect(known(session, 'a')).toBe(true);
    session.server(server.parameterDescription, server.noData);
    expect(known(session, 'b')).toBe(true);
  });
});
