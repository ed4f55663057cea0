import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { DENIED_UNNAMED, shown, startSession, testGate } from './harness.ts';

const answers = [server.parseComplete, server.ready()];

describe('a Parse of the unnamed statement that came before', () => {
  it('is not judged again, and goes on as it did', () => {
    const gate = testGate();
    const session = startSession(gate);
    for (const _ of [1, 2, 3]) {
      expect(session.client(client.parse('', 'masked', [23]), client.sync)).toEqual(
        shown(Buffer.concat([client.parse('', '/*01*/masked', [23]), client.sync])),
      );
      session.server(...answers);
    }
    expect(gate.judged).toEqual(['masked']);
    expect(session.state.statementsForwarded).toBe(3);
  });

  it('is judged under another revision', () => {
    const gate = testGate();
    const session = startSession(gate);
    session.client(client.parse('', 'masked'), client.sync);
    session.server(...answers);
    gate.revision = '2';
    expect(session.client(client.parse('', 'masked'))).toEqual(shown(client.parse('', '/*02*/masked')));
    expect(gate.judged).toEqual(['masked', 'masked']);
  });

  it('is judged each time where it was denied', () => {
    const gate = testGate();
    const session = startSession(gate);
    for (const _ of [1, 2]) expect(session.client(client.parse('', 'denied'))).toEqual([DENIED_UNNAMED]);
    expect(gate.judged).toEqual(['denied', 'denied']);
  });

  it('is gone after one that fails', () => {
    const session = startSession();
    const asked = [client.parse('', 'select 1'), client.sync];
    session.client(...asked);
    session.server(...answers);
    session.client(...asked);
    session.server(server.error(), server.ready());
    session.client(client.bind('', ''));
    expect(session.events.at(-1)).toMatchObject({ kind: 'statement-denied', sqlstate: '26000' });
  });
});

it('does to every sequence what a session does that has seen nothing', () => {
  const parse = fc.record({
    revision: fc.constantFrom('1', '2'),
    named: fc.constantFrom(false, false, false, true),
    // Some that differ in a character alone, one that no memory is given to, and one that is denied.
    text: fc.constantFrom(
      'masked 1',
      'masked 2',
      'select 1',
      'touching',
      'denied',
      `masked ${'x'.repeat(9_000)}`,
    ),
    types: fc.constantFrom([], [23], [25], [23, 25]),
  });
  fc.assert(
    fc.property(fc.array(parse, { maxLength: 30 }), (parses) => {
      const gate = testGate();
      const session = startSession(gate);
      for (const [index, { revision, named, text, types }] of parses.entries()) {
        // Never the same: that one stays if the next Parse of it fails.
        const name = named ? `a${index}` : '';
        gate.revision = revision;
        const fresh = startSession(Object.assign(testGate(), { revision }));
        const asked = [client.parse(name, text, types), client.bind('', name), client.sync];
        expect(session.client(...asked)).toEqual(fresh.client(...asked));
        const answer =
          text === 'denied'
            ? [server.error(), server.ready()]
            : [server.parseComplete, server.bindComplete, server.ready()];
        expect(session.server(...answer)).toEqual(fresh.server(...answer));
      }
    }),
  );
});
