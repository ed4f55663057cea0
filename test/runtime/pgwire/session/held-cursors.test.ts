/** Cursors that outlive their transactions, under a policy that changes. */
import { describe, expect, it } from 'vitest';
import type { SessionGate, Verdict } from '../../../../runtime/src/pgwire/gate.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { deny, forward } from '../wire-proxy.ts';
import { DENIED_OTHER, DENIED_QUERY, shown, startSession } from './harness.ts';

/** Takes `declare NAME`, `hold NAME` and `fetch NAME` for what they are; of the revision 2, denies what says `once`, and rewrites what says `other`. */
function cursorGate(): SessionGate & { revision: string } {
  return {
    revision: '1',
    judge(text): Verdict {
      const isLater = this.revision === '2';
      if (isLater && text.includes('once')) return deny('no more');
      const verdict = forward(isLater && text.includes('other') ? `/*2*/${text}` : text);
      const parts = text.split(';').map((part) => /^(declare|hold|fetch) (\w+)/.exec(part.trim()) ?? []);
      const declares = parts.flatMap(([, does = '', name = '']) =>
        does === 'declare' || does === 'hold' ? [{ name, holds: does === 'hold' }] : [],
      );
      const fetches = parts.flatMap(([, does, name = '']) => (does === 'fetch' ? [name] : []));
      return verdict.kind === 'deny' || declares.length + fetches.length === 0
        ? verdict
        : { ...verdict, cursors: { declares, fetches } };
    },
  };
}

function declared(text: string, ...tags: readonly string[]) {
  const gate = cursorGate();
  const session = startSession(gate);
  expect(session.client(client.query(text))).toEqual(shown(client.query(text)));
  session.server(...tags.map((tag) => server.complete(tag)), server.ready());
  return { gate, session };
}

const fetch = client.query('fetch c');

describe('a cursor that was declared under another policy', () => {
  it.each([
    ['hold c for select 1', shown(fetch)],
    ['hold c for select once', [DENIED_QUERY]],
    ['hold c for select other', [DENIED_QUERY]],
    // It ends with its transaction, as a portal does.
    ['declare c for select once', shown(fetch)],
  ])('is read on if it would be run alike: %s', (text, expected) => {
    const { gate, session } = declared(text, 'DECLARE CURSOR');
    expect(session.client(fetch)).toEqual(shown(fetch));
    session.server(server.complete('FETCH 1'), server.ready());
    gate.revision = '2';
    expect(session.client(fetch)).toEqual(expected);
  });

  it.each([
    ['run', client.execute('c')],
    ['described', client.describePortal('c')],
  ])('is not %s as a portal', (_, message) => {
    const { gate, session } = declared('hold c for select once', 'DECLARE CURSOR');
    gate.revision = '2';
    expect(session.client(message)).toEqual([DENIED_OTHER]);
  });

  it('is not read by a statement of a Parse', () => {
    const { gate, session } = declared('hold c for select once', 'DECLARE CURSOR');
    gate.revision = '2';
    session.client(client.parse('', 'fetch c'), client.bind('', ''));
    session.server(server.parseComplete);
    expect(session.resume()).toEqual([DENIED_OTHER]);
  });

  it('is found among several statements of a text', () => {
    const text = 'declare a for select 1; hold c for select once; fetch c; hold d for select once';
    const { gate, session } = declared(text, 'DECLARE CURSOR', 'DECLARE CURSOR', 'FETCH 1', 'DECLARE CURSOR');
    gate.revision = '2';
    expect(session.client(client.query('fetch a'))).toEqual(shown(client.query('fetch a')));
    session.server(server.complete('FETCH 1'), server.ready());
    expect(session.client(fetch)).toEqual([DENIED_QUERY]);
  });

  it('is another one where it could not be declared', () => {
    const { gate, session } = declared('hold c for select 1', 'DECLARE CURSOR');
    session.client(client.query('hold c for select once'));
    session.server(server.error({ sqlstate: '42P03', message: 'there is one' }), server.ready());
    gate.revision = '2';
    expect(session.client(fetch)).toEqual(shown(fetch));
  });

  it.each(['CLOSE CURSOR ALL', 'DISCARD ALL'])('is gone after %s', (tag) => {
    const { gate, session } = declared('hold c for select once', 'DECLARE CURSOR');
    session.client(client.query('all'));
    session.server(server.complete(tag), server.ready());
    gate.revision = '2';
    expect(session.client(fetch)).toEqual(shown(fetch));
  });

  it('is not known before it is declared, so that who reads it waits', () => {
    const gate = cursorGate();
    const session = startSession(gate);
    session.client(client.query('hold c for select once'));
    gate.revision = '2';
    const flushed = session.client(fetch);
    expect(flushed).toEqual(shown(client.flush));
    session.server(server.complete('DECLARE CURSOR'), server.ready());
    expect(session.resume()).toEqual([DENIED_QUERY]);
  });

  it('is refused where there were too many to know', () => {
    const gate = cursorGate();
    const session = startSession(gate);
    for (let index = 0; index < 101; index += 1) {
      session.client(client.query(`hold c${index} for select 1`));
      session.server(server.complete('DECLARE CURSOR'), server.ready());
    }
    gate.revision = '2';
    expect(session.client(client.query('fetch c0'))).toEqual([DENIED_QUERY]);
    session.server(server.error({ sqlstate: '42601', message: '' }), server.ready());
    expect(session.client(client.query('fetch c100'))).toEqual(shown(client.query('fetch c100')));
  });
});

describe('a cursor that is declared by messages', () => {
  const messages = (portal: string) => [
    client.parse('', 'hold c for select once'),
    client.bind(portal, ''),
    client.execute(portal),
    client.sync,
  ];

  it('is known as one that a Query declares', () => {
    const gate = cursorGate();
    const session = startSession(gate);
    expect(session.client(...messages(''))).toEqual(shown(Buffer.concat(messages(''))));
    session.server(
      server.parseComplete,
      server.bindComplete,
      server.complete('DECLARE CURSOR'),
      server.ready(),
    );
    gate.revision = '2';
    expect(session.client(fetch)).toEqual([DENIED_QUERY]);
  });

  it('is declared by the unnamed portal only', () => {
    expect(startSession(cursorGate()).client(...messages('p'))).toContain(DENIED_OTHER);
  });
});
