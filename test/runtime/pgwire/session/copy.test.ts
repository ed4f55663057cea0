import { describe, expect, it } from 'vitest';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { type Harness, shown, startSession } from './harness.ts';

const asked = [client.parse('', 'copy t from stdin'), client.bind('', ''), client.execute('')];
const accepted = [server.parseComplete, server.bindComplete, server.copyIn];
const rows = [client.copyData('1\n'), client.copyData('2\n')];

function inStep(session: Harness): boolean {
  session.client(client.query('select 1'));
  session.server(server.complete(), server.ready());
  return session.state.failure === null && session.state.idle;
}

describe('COPY to the client', () => {
  it.each(['simple', 'extended'])('passes (%s)', (protocol) => {
    const session = startSession();
    const simple = protocol === 'simple';
    session.client(...(simple ? [client.query('copy t to stdout')] : [...asked, client.sync]));
    if (!simple) session.server(server.parseComplete, server.bindComplete);
    const answer = [
      server.copyOut,
      server.copyData('1\n'),
      server.copyDone,
      server.complete('COPY 1'),
      server.ready(),
    ];
    expect(session.server(...answer)).toEqual(shown(Buffer.concat(answer)));
    expect(inStep(session)).toBe(true);
  });

  it('can end in an error', () => {
    const session = startSession();
    session.client(client.query('copy t to stdout'));
    session.server(server.copyOut, server.copyData('1\n'), server.error(), server.ready());
    expect(inStep(session)).toBe(true);
  });
});

describe('COPY from the client', () => {
  it('in a Query', () => {
    const session = startSession();
    session.client(client.query('copy t from stdin'));
    session.server(server.copyIn);
    expect(session.client(...rows, client.copyDone)).toEqual(
      shown(Buffer.concat([...rows, client.copyDone])),
    );
    session.server(server.complete('COPY 2'), server.ready());
    expect(inStep(session)).toBe(true);
  });

  it('in the extended protocol, with the Sync after its end', () => {
    const session = startSession();
    session.client(...asked, client.flush);
    session.server(...accepted);
    session.client(...rows, client.copyDone, client.sync);
    session.server(server.complete('COPY 2'), server.ready());
    expect(inStep(session)).toBe(true);
  });

  it('in the extended protocol, with a Sync right after Execute, which the server ignores', () => {
    const session = startSession();
    session.client(...asked, client.sync);
    session.server(...accepted);
    session.client(...rows, client.copyDone, client.sync);
    session.server(server.complete('COPY 2'), server.ready());
    expect(inStep(session)).toBe(true);
  });

  it('with a Sync among its data, which the server ignores', () => {
    const session = startSession();
    session.client(...asked, client.flush);
    session.server(...accepted);
    session.client(client.copyData('1\n'), client.sync, client.copyDone, client.sync);
    session.server(server.complete('COPY 1'), server.ready());
    expect(inStep(session)).toBe(true);
  });

  it('sent without waiting whether the server wants it', () => {
    const session = startSession();
    const all = [...asked, client.sync, ...rows, client.copyDone, client.sync, client.query('select 1')];
    expect(session.client(...all)).toEqual(shown(Buffer.concat(all)));
    session.server(...accepted, server.complete('COPY 2'), server.ready(), server.complete(), server.ready());
    expect(session.state.failure).toBeNull();
    expect(session.state.idle).toBe(true);
  });

  it('that the server did not want: what was sent for it is ignored by both', () => {
    const session = startSession();
    session.client(client.query('select 1'), client.copyData('1\n'), client.copyDone);
    session.server(server.complete(), server.ready());
    expect(inStep(session)).toBe(true);
  });

  it('with anything else in it ends the session, as the server would', () => {
    const session = startSession();
    session.client(client.query('copy t from stdin'));
    session.server(server.copyIn);
    expect(session.client(client.copyData('1\n'), client.query('select 1'))).toEqual(['d 1\\x0a']);
    expect(session.state.failure).toMatchObject({ cause: 'protocol', sqlstate: '08P01' });
  });

  it('does not wait for itself', () => {
    const session = startSession();
    session.client(client.query('copy t from stdin'), client.sync, client.bind('', ''));
    session.server(server.copyIn);
    expect(session.resume()).toEqual([]);
    expect(session.state.failure).toMatchObject({ cause: 'protocol' });
  });

  it('that fails after its data: what still comes is left out', () => {
    const session = startSession();
    session.client(client.query('copy t from stdin'));
    session.server(server.copyIn);
    session.client(client.copyData('x\n'));
    session.server(server.error({ C: '22P02' }), server.ready());
    expect(session.client(client.copyData('y\n'), client.copyDone)).toEqual([]);
    expect(inStep(session)).toBe(true);
  });

  it('that fails in the extended protocol is over at the next Sync', () => {
    const session = startSession();
    session.client(...asked, client.sync);
    session.server(...accepted);
    session.client(client.copyData('x\n'));
    session.server(server.error({ C: '22P02' }));
    expect(session.client(client.copyData('y\n'), client.copyDone, client.sync)).toEqual(['S ']);
    session.server(server.ready());
    expect(inStep(session)).toBe(true);
  });

  it('that fails before the server has read the Sync after Execute: both Syncs are answered', () => {
    const session = startSession();
    session.client(...asked, client.sync);
    session.server(...accepted, server.error({ C: 'P0001' }));
    session.client(client.copyFail('no'), client.sync);
    expect(session.server(server.ready(), server.ready())).toEqual(['Z I', 'Z I']);
    expect(inStep(session)).toBe(true);
  });
});
