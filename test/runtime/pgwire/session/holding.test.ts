/** Statements that people must agree to: when they are asked, what waits behind, and what goes on once it is settled. */
import { describe, expect, it } from 'vitest';
import type {
  Denial,
  HeldStatement,
  HoldListener,
  SessionGate,
} from '../../../../runtime/src/pgwire/gate.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { DENIED_OTHER, DENIED_QUERY, type Harness, startSession, testGate } from './harness.ts';

interface Asked {
  readonly statement: HeldStatement;
  readonly listener: HoldListener;
  begun: number;
  withdrawn: string | null;
}

/** Of {@link testGate}, and asks about texts with `held`. */
function holdingGate() {
  const inner = testGate();
  const asked: Asked[] = [];
  const gate: SessionGate & { revision: string } = {
    revision: '1',
    judge(text) {
      inner.revision = this.revision;
      const verdict = inner.judge(text, 'simple');
      const approvals = [{ by: ['dba'], people: 1, within: 900, rule: 'policy p, p.dlp:1: approve it' }];
      return verdict.kind === 'forward' && text.includes('held') ? { ...verdict, approvals } : verdict;
    },
    hold(statement, listener) {
      const entry: Asked = { statement, listener, begun: 0, withdrawn: null };
      asked.push(entry);
      listener.asked({ message: 'waits', detail: 'for dba', hint: 'look' });
      return {
        withdraw: (why) => {
          entry.withdrawn = why;
          listener.settled(NO);
        },
        begun: () => {
          entry.begun += 1;
        },
      };
    },
  };
  return { gate, asked };
}

const NO: Denial = { sqlstate: '42501', message: 'dba says no', detail: null, hint: null, position: null };

function start() {
  const { gate, asked } = holdingGate();
  const session = startSession(gate);
  const settle = (refusal: Denial | null, at = asked.length - 1): string[] => {
    asked[at]?.listener.settled(refusal);
    return session.resume();
  };
  return { gate, asked, session, settle };
}

function answersTo(session: Harness, kind: 'query' | 'extended'): void {
  const answers = kind === 'query' ? [] : [server.parseComplete, server.bindComplete];
  session.server(...answers, server.complete(), server.ready());
}

describe('a Query that is held', () => {
  it('goes on as it came once it is agreed to, and what is behind it after it', () => {
    const { session, asked, settle } = start();
    expect(session.client(client.query('delete held'), client.query('select 1'))).toEqual([]);
    expect(session.said()).toEqual([expect.stringContaining('waits')]);
    expect(session.client(client.query('select 2'))).toEqual([]);
    expect(settle(null)).toEqual(['Q delete held\\x00', 'Q select 1\\x00', 'Q select 2\\x00']);
    expect(asked).toMatchObject([
      { begun: 1, withdrawn: null, statement: { text: 'delete held', parameters: null } },
    ]);
    expect(session.state.statementsForwarded).toBe(3);
  });

  it('is denied in the words of the refusal, and the session goes on', () => {
    const { session, asked, settle } = start();
    session.client(client.query('delete held'));
    expect(settle(NO)).toEqual([DENIED_QUERY]);
    expect(session.server(server.error(), server.ready())).toEqual([
      expect.stringContaining('dba says no'),
      'Z I',
    ]);
    expect(asked).toMatchObject([{ begun: 0 }]);
    expect(session.state).toMatchObject({ idle: true, statementsForwarded: 0, statementsDenied: 1 });
  });

  it('is asked about when what is before it was answered', () => {
    const { session, asked, settle } = start();
    expect(session.client(client.query('select 1'), client.query('delete held'))).toEqual([
      'Q select 1\\x00',
      'H ',
    ]);
    expect(asked).toEqual([]);
    session.server(server.complete());
    session.resume();
    expect(asked).toEqual([]);
    session.server(server.ready());
    expect(session.resume()).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(settle(null)).toEqual(['Q delete held\\x00']);
  });

  it('is agreed to once', () => {
    const { session, asked, settle } = start();
    session.client(client.query('delete held'), client.query('delete held'));
    expect(settle(null)).toEqual(['Q delete held\\x00', 'H ']);
    answersTo(session, 'query');
    expect(session.resume()).toEqual([]);
    expect(asked).toHaveLength(2);
    expect(settle(NO)).toEqual([DENIED_QUERY]);
  });

  it('does not go on under another policy, whatever that says', () => {
    for (const text of ['delete held', 'delete held masked']) {
      const { gate, session, asked, settle } = start();
      session.client(client.query(text));
      gate.revision = '2';
      expect(session.resume()).toEqual([]);
      expect(settle(null)).toEqual([DENIED_QUERY]);
      expect(session.server(server.error(), server.ready())[0]).toContain(
        'changed while the statement waited',
      );
      expect(asked).toMatchObject([{ begun: 0 }]);
    }
  });

  it('is denied at once in a failed transaction', () => {
    const { session, asked } = start();
    session.client(client.query('begin; select wrong'));
    session.server(server.error(), server.ready('E'));
    expect(session.client(client.query('delete held'))).toEqual([DENIED_QUERY]);
    expect(asked).toEqual([]);
  });

  it('is denied where the gate asks nobody', () => {
    const { gate } = holdingGate();
    const session = startSession({ revision: '1', judge: (text) => gate.judge(text, 'simple') });
    expect(session.client(client.query('delete held'))).toEqual([DENIED_QUERY]);
    expect(session.server(server.error(), server.ready())[0]).toContain('approval of "dba"');
  });
});

describe('a Bind that is held', () => {
  const pipeline = [
    client.parse('', 'delete held'),
    client.bind('', '', ['7']),
    client.execute(''),
    client.sync,
  ];

  it('is asked about with its values, after the Parse was answered', () => {
    const { session, asked, settle } = start();
    expect(session.client(...pipeline)).toEqual(['P \\x00delete held\\x00\\x00\\x00', 'H ']);
    session.server(server.parseComplete);
    expect(session.resume()).toEqual([]);
    expect(asked[0]?.statement.parameters?.toString('latin1')).toContain('7');
    expect(settle(null).map((line) => line[0])).toEqual(['B', 'E', 'S']);
    expect(asked).toMatchObject([{ begun: 1 }]);
  });

  it('is refused, and the rest of the pipeline is skipped up to Sync', () => {
    const { session, settle } = start();
    session.client(...pipeline);
    session.server(server.parseComplete);
    session.resume();
    expect(settle(NO)[0]).toEqual(DENIED_OTHER);
    session.server(server.error(), server.ready());
    expect(session.state.idle).toBe(true);
  });

  it('is not asked about after an error before it', () => {
    const { session, asked } = start();
    session.client(client.parse('', 'wrong'), client.bind('', '', ['7']), client.execute(''), client.flush);
    session.client(
      client.parse('h', 'delete held'),
      client.bind('', 'h'),
      client.sync,
      client.query('select 1'),
    );
    session.server(server.error());
    expect(session.resume()).toEqual(['S ', 'Q select 1\\x00']);
    expect(asked).toEqual([]);
    expect(session.state.holding).toBeNull();
  });

  it('is asked about each time that it is bound, and not when it is described', () => {
    const { session, asked, settle } = start();
    session.client(client.parse('h', 'delete held'), client.describeStatement('h'), client.sync);
    session.server(server.parseComplete, server.parameterDescription, server.noData, server.ready());
    expect(asked).toEqual([]);
    for (const value of ['1', '2']) {
      expect(session.client(client.bind('', 'h', [value]), client.execute(''), client.sync)).toEqual([]);
      expect(settle(null)).toHaveLength(3);
      session.server(server.bindComplete, server.complete(), server.ready());
    }
    expect(asked).toHaveLength(2);
  });
});

it('a gate that answers at once makes nobody wait', () => {
  const { gate } = holdingGate();
  const at = (refusal: Denial | null): SessionGate => ({
    revision: '1',
    judge: (text) => gate.judge(text, 'simple'),
    hold: (_, listener) => {
      listener.settled(refusal);
      return { withdraw: () => undefined, begun: () => undefined };
    },
  });
  expect(startSession(at(NO)).client(client.query('delete held'))).toEqual([DENIED_QUERY]);
  expect(startSession(at(null)).client(client.query('delete held'))).toEqual(['Q delete held\\x00']);
});
