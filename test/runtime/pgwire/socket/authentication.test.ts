import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  encodeSaslInitialResponse,
  encodeStartup,
} from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import type { WireEvent } from '../../../../runtime/src/pgwire/events.ts';
import type { OpenRequest } from '../../../../runtime/src/pgwire/services.ts';
import { type FakeUpstream, startFakeUpstream } from '../fake-upstream.ts';
import * as client from '../frontend.ts';
import { connectRaw } from '../raw-client.ts';
import { shown } from '../session/harness.ts';
import { PASS_ALL, startWireProxy, USER, type WireProxy, type WireProxyOptions } from '../wire-proxy.ts';

let upstream: FakeUpstream;
let proxy: WireProxy;

async function start(options: Partial<WireProxyOptions> = {}): Promise<void> {
  proxy = await startWireProxy({ upstream: upstream.target, ...options });
}
beforeEach(async () => {
  upstream = await startFakeUpstream();
});
afterEach(async () => {
  await proxy?.stop();
  await upstream.stop();
});

/** Sends what is given one after the other, each after an answer to the one before; what came until the end. */
async function talk(...steps: readonly Buffer[]): Promise<string[]> {
  const socket = connect(proxy.port, proxy.host);
  const chunks: Buffer[] = [];
  let next = 0;
  const step = () => {
    const bytes = steps[next];
    next += 1;
    if (bytes !== undefined) socket.write(bytes);
  };
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    step();
  });
  step();
  await new Promise((resolve) => socket.on('close', resolve));
  return shown(Buffer.concat(chunks));
}

function failures(): Extract<WireEvent, { kind: 'authentication-failed' }>[] {
  return proxy.events.filter((event) => event.kind === 'authentication-failed');
}

const startup = (user: string) => encodeStartup([['user', user]]);
const FIRST = encodeSaslInitialResponse('SCRAM-SHA-256', 'n,,n=,r=abcdefgh');
const WRONG_PROOF = 'A'.repeat(43);

/** The answers of the server to a client that does not know the password, without what is random in them. */
async function fail(user: string): Promise<string[]> {
  let nonce = '';
  const socket = connect(proxy.port, proxy.host);
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const text = received.toString('latin1');
    const challenge = /r=([^,]+),s=/.exec(text);
    if (challenge !== null && nonce === '') {
      nonce = challenge[1] ?? '';
      const proof = `c=biws,r=${nonce},p=${WRONG_PROOF}=`;
      socket.write(client.message('Password', (body) => body.bytes(Buffer.from(proof))));
    } else if (text.includes('SCRAM-SHA-256') && challenge === null) {
      socket.write(FIRST);
    }
  });
  socket.write(startup(user));
  await new Promise((resolve) => socket.on('close', resolve));
  return shown(received).map((line) =>
    line
      .replaceAll(nonce, '<nonce>')
      .replace(/s=[^,]+/, 's=<salt>')
      .replaceAll(user, '<user>'),
  );
}

describe('a client that does not know the password', () => {
  it('cannot tell whether there is such a user', async () => {
    await start();
    const known = await fail(USER);
    expect(known).toHaveLength(3);
    expect(known.at(-1)).toContain('C28P01\\x00Mpassword authentication failed for user "<user>"');
    expect(await fail('nobody')).toEqual(known);
    expect(failures().map(({ user, reason }) => `${user} ${reason}`)).toEqual([
      `${USER} wrong-password`,
      'nobody unknown-user',
    ]);
  });

  it('reaches neither the policy nor the server', async () => {
    let opened = 0;
    await start({
      open: () => {
        opened += 1;
        return Promise.reject(new Error('opened'));
      },
    });
    await fail(USER);
    expect(opened).toBe(0);
  });

  it('sees the same salt each time', async () => {
    await start();
    const salts = await Promise.all(
      ['nobody', 'nobody', 'somebody'].map(async (user) => {
        const lines = await talk(startup(user), FIRST, client.message('Password'));
        return /s=([^,]+)/.exec(lines.join())?.[1];
      }),
    );
    expect(salts[0]).toBe(salts[1]);
    expect(salts[0]).not.toBe(salts[2]);
  });
});

describe('a client that does not keep to the exchange', () => {
  it.each([
    ['sends a Query in place of the password', client.query('select 1')],
    [
      'chooses a mechanism that was not offered',
      encodeSaslInitialResponse('SCRAM-SHA-256-PLUS', 'p=x,,n=,r=a'),
    ],
    ['chooses none', encodeSaslInitialResponse('PLAIN', 'alice')],
    ['sends a malformed message', client.message('Password', (body) => body.cstring('SCRAM-SHA-256'))],
    ['sends a message that is too long', Buffer.from([0x70, 0, 0, 0x27, 0x15])],
    [
      'sends what is no UTF-8',
      client.message('Password', (body) => body.cstring('SCRAM-SHA-256').int32(1).bytes(Buffer.of(0xff))),
    ],
  ])('%s', async (_, message) => {
    await start();
    const lines = await talk(startup(USER), message);
    expect(lines.at(-1)).toMatch(/^E SFATAL\\x00VFATAL\\x00C08P01/);
  });

  it('says nothing more: it is let go in time', async () => {
    await start({ limits: { handshakeMilliseconds: 100 } });
    const lines = await talk(startup(USER));
    expect(lines.at(-1)).toContain('the connection was not ready in time');
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ kind: 'session-ended', cause: 'refused' });
  });

  it('says nothing at all', async () => {
    await start({ limits: { handshakeMilliseconds: 100 } });
    await talk();
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ kind: 'session-ended', cause: 'refused' });
  });
});

describe('a client that knows the password', () => {
  it('is told that its credential is over, and only then', async () => {
    await start({ expiresAt: new Date(Date.now() - 1) });
    await expect(connectRaw(proxy)).rejects.toMatchObject({ reason: expect.stringContaining('28000') });
    expect((await fail(USER)).at(-1)).toContain('28P01');
    expect(failures().map(({ reason }) => reason)).toEqual(['expired', 'wrong-password']);
  });

  it('is asked about with all that is known of it', async () => {
    const asked: OpenRequest[] = [];
    await start({
      open: async (request) => {
        asked.push(request);
        return { ok: true, upstream: upstream.target, gate: () => PASS_ALL, endsAt: null };
      },
    });
    const near = await connectRaw(proxy, { database: 'crm', parameters: { timezone: 'UTC' } });
    expect(asked).toMatchObject([
      { user: USER, database: 'crm', remoteAddress: '127.0.0.1', parameters: new Map([['TimeZone', 'UTC']]) },
    ]);
    expect(asked[0]?.sessionId).toBe(proxy.sessions[0]?.id);
    near.close();
  });

  it('is told why it gets no session', async () => {
    const denial = {
      sqlstate: '3D000',
      message: 'database "x" does not exist',
      detail: null,
      hint: null,
      position: null,
    };
    await start({ open: async () => ({ ok: false, denial }) });
    await expect(connectRaw(proxy)).rejects.toMatchObject({ reason: expect.stringContaining('3D000') });
    expect(await proxy.event('session-refused')).toMatchObject({
      sqlstate: '3D000',
      message: denial.message,
    });
  });

  it('is not told what went wrong in the proxy', async () => {
    await start({ open: () => Promise.reject(new Error('a secret')) });
    await expect(connectRaw(proxy)).rejects.toMatchObject({ reason: expect.stringContaining('XX000') });
    expect(JSON.stringify(proxy.events)).not.toContain('a secret');
  });

  it('is told that there is no server', async () => {
    await start();
    await upstream.stop();
    await expect(connectRaw(proxy)).rejects.toMatchObject({ reason: expect.stringContaining('08006') });
    expect(await proxy.event('session-refused')).toMatchObject({ sqlstate: '08006', cause: 'ECONNREFUSED' });
    upstream = await startFakeUpstream();
  });
});

describe('before the session is ready', () => {
  it('the proxy can end it', async () => {
    await start();
    const ended = talk(startup(USER));
    await proxy.event('session-started');
    proxy.sessions[0]?.drain({ sqlstate: '57P01', message: 'the proxy is shutting down' });
    expect((await ended).at(-1)).toContain('57P01');
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ kind: 'session-ended', cause: 'told' });
  });

  it.each(['goes', 'is sent away'])(
    'nobody waits for an answer of the program once the client %s',
    async (how) => {
      const asked = Promise.withResolvers<void>();
      await start({
        open: () => {
          asked.resolve();
          return new Promise(() => undefined);
        },
      });
      const near = connectRaw(proxy, { connectMilliseconds: 300 }).catch(() => 'gone');
      await asked.promise;
      if (how === 'is sent away') proxy.sessions[0]?.end({ sqlstate: '57P01', message: 'bye' });
      expect(await near).toBe('gone');
      await proxy.sessions[0]?.closed;
      expect(proxy.events.at(-1)).toMatchObject({ kind: 'session-ended' });
    },
  );

  it('nobody waits for the server once the client goes', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await start({ upstream: { ...upstream.target, port } });
    expect(await connectRaw(proxy, { connectMilliseconds: 300 }).catch(() => 'gone')).toBe('gone');
    await proxy.sessions[0]?.closed;
    expect(proxy.events.at(-1)).toMatchObject({ kind: 'session-ended', cause: 'client' });
    silent.close();
  });
});

it('random bytes end every connection in order', async () => {
  await start({ limits: { handshakeMilliseconds: 200 } });
  let seed = 20260110;
  const random = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  const junk = Array.from({ length: 60 }, () =>
    Buffer.from(Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256))),
  );
  await Promise.all(
    junk.map(
      (bytes) =>
        new Promise<void>((resolve) => {
          const socket = connect(proxy.port, proxy.host);
          socket.on('error', () => undefined);
          socket.on('data', () => undefined);
          socket.on('close', () => resolve());
          socket.write(bytes);
        }),
    ),
  );
  await Promise.all(proxy.sessions.map((session) => session.closed));
  expect(proxy.events.filter((event) => event.kind === 'session-ended')).toHaveLength(60);
});
