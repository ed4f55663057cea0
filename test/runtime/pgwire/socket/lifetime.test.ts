import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeCancelRequest } from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import * as server from '../backend.ts';
import { type FakeConnection, type FakeUpstream, startFakeUpstream, UPSTREAM_KEY } from '../fake-upstream.ts';
import * as client from '../frontend.ts';
import { connectRaw, type RawClient } from '../raw-client.ts';
import { shown, testGate } from '../session/harness.ts';
import { startWireProxy, type WireProxy, type WireProxyOptions } from '../wire-proxy.ts';

let upstream: FakeUpstream;
let proxy: WireProxy;
let near: RawClient;
let far: FakeConnection;

async function start(options: Partial<WireProxyOptions> = {}): Promise<void> {
  proxy = await startWireProxy({ upstream: upstream.target, gate: testGate(), ...options });
  [near, far] = await Promise.all([connectRaw(proxy), upstream.session()]);
}

beforeEach(async () => {
  upstream = await startFakeUpstream();
});
afterEach(async () => {
  near?.close();
  await proxy?.stop();
  await upstream.stop();
});

const CANCEL = encodeCancelRequest(UPSTREAM_KEY.processId, UPSTREAM_KEY.secret).subarray(4);
const FATAL = (sqlstate: string, message: string) =>
  `E SFATAL\\x00VFATAL\\x00C${sqlstate}\\x00M${message}\\x00\\x00`;

describe('a session', () => {
  it('begins with what the server reported, and a key of our own', async () => {
    await start();
    expect([...near.greeting.parameters.values]).toEqual([
      ['client_encoding', 'UTF8'],
      ['standard_conforming_strings', 'on'],
    ]);
    expect(near.greeting.key?.secret).toHaveLength(4);
    expect(near.greeting.key?.processId).not.toBe(UPSTREAM_KEY.processId);
    expect(far.packet.toString('latin1')).toContain(
      'client_encoding\0UTF8\0standard_conforming_strings\0on\0',
    );
  });

  it('relays both ways', async () => {
    await start();
    near.send(client.query('select 1'));
    expect(await far.received(1)).toEqual(['Q select 1\\x00']);
    const answer = [server.rowDescription('a'), server.row('1'), server.complete(), server.ready()];
    far.send(...answer);
    expect(await near.until()).toEqual(shown(Buffer.concat(answer)));
  });

  it('can have its server on a Unix socket', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'dlp-wire-'));
    await upstream.stop();
    upstream = await startFakeUpstream(directory);
    try {
      await start();
      near.send(client.query('select 1'));
      expect(await far.received(1)).toEqual(['Q select 1\\x00']);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('is reported from its first to its last byte', async () => {
    await start();
    near.send(client.query('select 1'), client.query('denied'));
    await far.received(2);
    far.send(server.complete(), server.ready(), server.error(), server.ready());
    await near.until(2);
    expect(proxy.sessions[0]?.snapshot()).toMatchObject({
      phase: 'idle',
      user: 'alice',
      statementsDenied: 1,
    });
    near.send(client.terminate);
    await proxy.sessions[0]?.closed;
    expect(proxy.events.map((event) => event.kind)).toEqual([
      'session-started',
      'authenticated',
      'session-ready',
      'statement-forwarded',
      'statement-denied',
      'session-ended',
    ]);
    expect(proxy.events.at(-1)).toMatchObject({
      cause: 'client',
      statementsForwarded: 1,
      statementsDenied: 1,
    });
    expect(proxy.sessions[0]?.snapshot().phase).toBe('closing');
  });
});

describe('the end by the client', () => {
  it('said, lets the server finish what it was asked', async () => {
    await start();
    near.send(client.query('insert'), client.terminate);
    expect(await far.received(2)).toEqual(['Q insert\\x00', 'X ']);
    await far.closed;
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ kind: 'session-ended', cause: 'client' });
  });

  it('without a word, while idle, is a goodbye to the server', async () => {
    await start();
    near.close();
    expect(await far.received(1)).toEqual(['X ']);
    await far.closed;
  });

  it('without a word, while something runs, cancels it', async () => {
    await start();
    near.send(client.query('select pg_sleep(1000)'));
    await far.received(1);
    near.close();
    const cancel = await upstream.cancel();
    expect(cancel.packet).toEqual(CANCEL);
    await far.closed;
    await proxy.sessions[0]?.closed;
  });
});

describe('the end by the server', () => {
  it('announced, is passed on', async () => {
    await start();
    far.send(server.error({ S: 'FATAL', V: 'FATAL', C: '57P01', M: 'terminating connection' }));
    far.socket.end();
    expect(await near.untilClosed()).toEqual([FATAL('57P01', 'terminating connection')]);
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ cause: 'upstream' });
  });

  it.each(['select 1', 'denied'])('without a word, is told to the client (%s)', async (text) => {
    await start();
    near.send(client.query(text));
    await far.received(1);
    far.socket.destroy();
    expect(await near.untilClosed()).toEqual([FATAL('08006', 'the connection to the database was lost')]);
  });

  it('in the middle of a row, adds nothing to the row', async () => {
    await start();
    near.send(client.query('select 1'));
    await far.received(1);
    const row = server.row('x'.repeat(1_000));
    far.send(row.subarray(0, 500));
    const seen: Buffer[] = [];
    near.take((chunk) => seen.push(Buffer.from(chunk)));
    await expect.poll(() => Buffer.concat(seen).length).toBe(500);
    far.socket.destroy();
    await new Promise((resolve) => near.socket.on('close', resolve));
    expect(Buffer.concat(seen)).toEqual(row.subarray(0, 500));
  });

  it('by breaking the protocol, is told to the client', async () => {
    await start();
    near.send(client.query('select 1'));
    await far.received(1);
    far.send(server.parseComplete);
    expect(await near.untilClosed()).toEqual([
      FATAL('08P01', 'the server sent a message of type `1` in answer to query'),
    ]);
    await upstream.cancel();
    await far.closed;
  });
});

describe('the end by a broken protocol', () => {
  it('is told to the client', async () => {
    await start();
    near.send(client.message('Password'));
    expect(await near.untilClosed()).toEqual([FATAL('08P01', 'a message of type `p` is out of place')]);
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ cause: 'protocol' });
  });
});

describe('the end by us', () => {
  const reason = { sqlstate: '57P01', message: 'the proxy is shutting down' };

  it('is told to the client, and to the server', async () => {
    await start();
    proxy.sessions[0]?.end(reason);
    expect(await near.untilClosed()).toEqual([FATAL('57P01', reason.message)]);
    expect(await far.received(1)).toEqual(['X ']);
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ cause: 'told' });
  });

  it('cancels what runs', async () => {
    await start();
    near.send(client.query('select pg_sleep(1000)'));
    await far.received(1);
    proxy.sessions[0]?.end(reason);
    const cancel = await upstream.cancel();
    expect(cancel.packet).toEqual(CANCEL);
    expect(await near.untilClosed()).toEqual([FATAL('57P01', reason.message)]);
  });

  it('can wait for the end of a transaction', async () => {
    await start();
    near.send(client.query('begin'));
    await far.received(1);
    far.send(server.complete('BEGIN'), server.ready('T'));
    await near.until();
    proxy.sessions[0]?.drain(reason);
    near.send(client.query('commit'));
    await far.received(2);
    expect(proxy.sessions[0]?.snapshot().phase).toBe('active');
    far.send(server.complete('COMMIT'), server.ready('I'));
    expect(await near.untilClosed()).toEqual(['C COMMIT\\x00', 'Z I', FATAL('57P01', reason.message)]);
  });

  it('comes at once where nothing is under way', async () => {
    await start();
    proxy.sessions[0]?.drain(reason);
    expect(await near.untilClosed()).toEqual([FATAL('57P01', reason.message)]);
  });

  it('comes when the credential expires', async () => {
    await start({ endsAt: () => new Date(Date.now() + 100) });
    expect(await near.untilClosed()).toEqual([FATAL('28000', 'the credential expired')]);
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ cause: 'expired' });
  });
});

describe('cancelling', () => {
  it('asks the server, with its own key', async () => {
    await start();
    const { processId, secret } = near.greeting.key ?? { processId: 0, secret: Buffer.alloc(4) };
    const asked = connectPlain(encodeCancelRequest(processId, secret));
    const cancel = await upstream.cancel();
    expect(cancel.packet).toEqual(CANCEL);
    await asked;
    expect(proxy.events.find((event) => event.kind === 'cancel-requested')).toMatchObject({
      sessionId: proxy.sessions[0]?.id,
    });
  });

  it('asks nobody with a key that fits nothing', async () => {
    await start();
    const { processId, secret } = near.greeting.key ?? { processId: 0, secret: Buffer.alloc(4) };
    for (const request of [
      encodeCancelRequest(processId, Buffer.from(secret.map((byte) => byte ^ 1))),
      encodeCancelRequest(processId ^ 1, secret),
      encodeCancelRequest(processId, Buffer.alloc(0)),
      encodeCancelRequest(processId, Buffer.concat([secret, secret])),
    ]) {
      await connectPlain(request);
    }
    const asked = proxy.events.filter((event) => event.kind === 'cancel-requested');
    expect(asked.map((event) => event.sessionId)).toEqual([null, null, null, null]);
  });

  it('does nothing once the session is over', async () => {
    await start();
    const { processId, secret } = near.greeting.key ?? { processId: 0, secret: Buffer.alloc(4) };
    near.send(client.terminate);
    await proxy.sessions[0]?.closed;
    expect(proxy.cancels.find({ processId, secret })).toBeNull();
  });
});

/** Sends `bytes` on a connection of its own; resolves when the proxy has closed it. */
async function connectPlain(bytes: Buffer): Promise<Buffer> {
  const socket = connect(proxy.port, proxy.host);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(bytes);
  await new Promise((resolve) => socket.on('close', resolve));
  return Buffer.concat(chunks);
}
