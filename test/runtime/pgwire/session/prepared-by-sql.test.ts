/** PREPARE and EXECUTE as statements, in one table with the statements of the protocol. */
import { describe, expect, it } from 'vitest';
import type { SessionGate, Verdict } from '../../../../runtime/src/pgwire/gate.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { deny, forward } from '../wire-proxy.ts';
import { DENIED_OTHER, DENIED_QUERY, shown, startSession } from './harness.ts';

/** Takes `prepare NAME as …` and `execute NAME` for what they are; of the revision 2, denies what says `once`, and rewrites what says `other`. */
function sqlGate(): SessionGate & { revision: string } {
  return {
    revision: '1',
    judge(text): Verdict {
      const [, does, name = ''] = /^(prepare|execute) (\w+)/.exec(text) ?? [];
      const isLater = this.revision === '2';
      if (isLater && text.includes('once')) return deny('no more');
      const verdict = forward(isLater && text.includes('other') ? `/*2*/${text}` : text);
      if (verdict.kind === 'forward' && text === 'discard all') return { ...verdict, forgetsPrepared: true };
      if (verdict.kind === 'deny' || (does !== 'prepare' && does !== 'execute')) return verdict;
      return { ...verdict, touchesProtected: text.includes('people'), prepared: { does, name } };
    },
  };
}

function prepared(text = 'prepare a as select 1', succeeds = true) {
  const gate = sqlGate();
  const session = startSession(gate);
  expect(session.client(client.query(text))).toEqual(shown(client.query(text)));
  if (succeeds) session.server(server.complete('PREPARE'), server.ready());
  else session.server(server.error({ sqlstate: '42P05', message: 'there is one' }), server.ready());
  return { gate, session };
}

const execute = client.query('execute a(1)');

describe('EXECUTE', () => {
  it('of what was prepared goes on', () => {
    expect(prepared().session.client(execute)).toEqual(shown(execute));
  });

  it('of what failed to be prepared does not', () => {
    expect(prepared('prepare a as select 1', false).session.client(execute)).toEqual([DENIED_QUERY]);
  });

  it('waits for the answer to a PREPARE', () => {
    const session = startSession(sqlGate());
    session.client(client.query('prepare a as select 1'));
    expect(session.client(execute)).toEqual([]);
    session.server(server.complete('PREPARE'), server.ready());
    expect(session.resume()).toEqual(shown(execute));
  });

  it('does not wait for a PREPARE that the server skipped', () => {
    const session = startSession(sqlGate());
    session.client(client.parse('', 'select 1'), client.query('prepare a as select 1'), client.sync);
    session.client(execute);
    session.server(server.error({ sqlstate: '42601', message: 'syntax error' }), server.ready());
    expect(session.resume()).toEqual([DENIED_QUERY]);
  });

  it('of what a Parse prepared goes on', () => {
    const session = startSession(sqlGate());
    session.client(client.parse('a', 'select 1'), client.sync);
    session.server(server.parseComplete, server.ready());
    expect(session.client(execute)).toEqual(shown(execute));
  });

  it('of what touches protected rows has neutral errors', () => {
    const { session } = prepared('prepare a as select people');
    session.client(execute);
    const said = session.server(server.error({ sqlstate: '22012', message: 'a row says' }), server.ready());
    expect(said.join()).not.toContain('a row says');
  });

  it.each([
    ['select 1', shown(execute)],
    ['select once', [DENIED_QUERY]],
    ['select other', [DENIED_QUERY]],
  ])('under another policy: %s', (query, expected) => {
    const { gate, session } = prepared(`prepare a as ${query}`);
    gate.revision = '2';
    expect(session.client(execute)).toEqual(expected);
  });

  it('does not wait for other answers', () => {
    const { session } = prepared();
    const other = client.query('select 1');
    expect(session.client(other, execute)).toEqual([...shown(other), ...shown(execute)]);
  });

  it.each([
    ['EXECUTE', execute, DENIED_QUERY],
    ['a Bind', client.bind('', 'a'), DENIED_OTHER],
  ])('%s waits for the answer to what discards everything, for which it asks once', (_, asks, denied) => {
    const { session } = prepared();
    const discard = client.query('discard all');
    expect(session.client(discard, asks)).toEqual([...shown(discard), 'H ']);
    session.server(server.notice());
    expect(session.resume()).toEqual([]);
    session.server(server.complete('DISCARD ALL'), server.ready());
    expect(session.resume()).toEqual([denied]);
  });

  it('waits for answers as long as a portal may discard everything', () => {
    const { session } = prepared();
    const portal = [client.parse('', 'discard all'), client.bind('p', ''), client.sync];
    session.client(client.query('begin'), ...portal);
    session.server(server.complete('BEGIN'), server.ready('T'));
    session.server(server.parseComplete, server.bindComplete, server.ready('T'));
    const run = client.execute('p');
    expect(session.client(run, client.bind('', 'a'))).toEqual([...shown(run), 'H ']);
    session.server(server.complete('DISCARD ALL'));
    expect(session.resume()).toEqual([DENIED_OTHER]);
  });

  it('after everything was discarded does not go on', () => {
    const { session } = prepared();
    session.client(client.query('discard all'));
    session.server(server.complete('DISCARD ALL'), server.ready());
    expect(session.client(execute)).toEqual([DENIED_QUERY]);
  });
});

describe('a Bind to what SQL prepared', () => {
  it('goes on under the same policy, and never under another', () => {
    const { gate, session } = prepared();
    expect(session.client(client.bind('', 'a'))).toEqual(shown(client.bind('', 'a')));
    gate.revision = '2';
    expect(session.client(client.bind('', 'a'))).toEqual([DENIED_OTHER]);
  });
});

describe('the unnamed portal that an earlier segment left', () => {
  const execute = client.execute('');

  function bound() {
    const session = startSession(sqlGate());
    session.client(client.parse('', 'select 1'), client.bind('', ''), client.execute('', 1), client.sync);
    return session;
  }

  it('is not run before it is known what became of it', () => {
    const session = bound();
    // The server is asked for what it has not answered yet.
    expect(session.client(execute)).toEqual(['H ']);
    session.server(server.parseComplete, server.bindComplete, server.portalSuspended, server.ready('T'));
    expect(session.resume()).toEqual(shown(execute));
  });

  it('is gone with its transaction, also where something was sent behind that', () => {
    const session = startSession(sqlGate());
    const [parse, bind] = [client.parse('', 'prepare a as select 1'), client.bind('', '')];
    session.client(parse, bind, execute, client.sync, client.parse('b', 'select 1'), execute);
    const answers = [server.parseComplete, server.bindComplete, server.complete('PREPARE'), server.ready()];
    session.server(...answers, server.parseComplete);
    // The server says that there is none.
    expect(session.resume()).toEqual(shown(execute));
  });

  it('is not run in a failed transaction, in which the server may have freed what it points to', () => {
    const session = bound();
    session.client(execute);
    session.server(server.error({ sqlstate: '22012', message: 'division by zero' }), server.ready('E'));
    expect(session.resume()).toEqual([DENIED_OTHER]);
  });

  it('is run behind a Bind of its segment, whatever became of that', () => {
    const session = bound();
    session.server(server.error({ sqlstate: '22012', message: 'division by zero' }), server.ready('E'));
    const bind = client.bind('', 'never prepared');
    expect(session.client(bind, execute)).toEqual([DENIED_OTHER, ...shown(execute)]);
  });
});
