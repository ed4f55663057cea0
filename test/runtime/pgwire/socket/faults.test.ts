/**
 * What goes wrong on connections, by accident or on purpose: whoever does it loses a connection of their own, the sessions of others go on,
 * and nothing of it stays. Seeds are new in each run; fast-check prints the one that failed.
 */
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  encodeCancelRequest,
  encodeSslRequest,
  encodeStartup,
} from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import { ChannelClosed } from '../../../../runtime/src/pgwire/startup/handshake-channel.ts';
import { receiveClient } from '../../../../runtime/src/pgwire/startup/receive-client.ts';
import { Refusal } from '../../../../runtime/src/pgwire/startup/refusal.ts';
import * as server from '../backend.ts';
import { type FakeConnection, type FakeUpstream, startFakeUpstream } from '../fake-upstream.ts';
import * as client from '../frontend.ts';
import { connectRaw, type RawClient } from '../raw-client.ts';
import { MemoryChannel } from '../startup/memory-channel.ts';
import { startWireProxy, type WireProxy } from '../wire-proxy.ts';

/** What they take of memory is measured by `npm run bench -- --only memory`, on a real server. */
const IDLE_SESSIONS = 2_000;

let upstream: FakeUpstream;
let proxy: WireProxy;
let near: RawClient;
let far: FakeConnection;

beforeEach(async () => {
  upstream = await startFakeUpstream();
  proxy = await startWireProxy({ upstream: upstream.target });
  [near, far] = await Promise.all([connectRaw(proxy), upstream.session()]);
});
afterEach(async () => {
  near?.close();
  await proxy?.stop();
  await upstream.stop();
});

let asked = 0;
async function goesOn(): Promise<void> {
  asked += 1;
  near.send(client.query(`select ${asked}`));
  await expect
    .poll(async () => (await far.received(1)).at(-1), { timeout: 20_000 })
    .toContain(`select ${asked}`);
  far.send(server.complete(`SELECT ${asked}`), server.ready());
  expect((await near.until())[0]).toContain(`SELECT ${asked}`);
}

/** Sends `bytes` on a connection of its own, and no more; resolves when the proxy has closed it. */
async function throwAt(bytes: Buffer): Promise<void> {
  const socket = connect(proxy.port, proxy.host);
  socket.on('error', () => undefined);
  socket.resume();
  socket.end(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
}

describe('bytes that are no protocol', () => {
  it('cost their sender the connection, and nobody else anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => throwAt(Buffer.from(bytes))),
      { numRuns: 60 },
    );
    await goesOn();
    await expect
      .poll(() => proxy.sessions.filter((session) => session.snapshot().phase !== 'closing').length)
      .toBe(1);
  });

  it.each([8, 9_999, 10_001, 0x7fffffff, -1, 0, 7])(
    'nor do packets that lie about their length (%i)',
    async (length) => {
      const packet = encodeStartup([['user', 'alice']]);
      packet.writeInt32BE(length, 0);
      await throwAt(packet);
      await goesOn();
    },
  );

  it('after the handshake, end that session alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 6, maxLength: 200 }), async (bytes) => {
        const [other, its] = await Promise.all([connectRaw(proxy), upstream.session()]);
        other.send(Buffer.from(bytes));
        other.socket.end();
        await Promise.all([other.untilClosed(), its.closed]);
      }),
      { numRuns: 20 },
    );
    await goesOn();
  });
});

describe('the first packets', () => {
  const VALID = [
    encodeSslRequest(),
    encodeStartup([
      ['user', 'alice'],
      ['database', 'crm'],
      ['options', '-c datestyle=ISO'],
      ['_pq_.wish', ''],
    ]),
    encodeCancelRequest(1, Buffer.alloc(32)),
  ] as const;

  /** Something valid with some bytes changed, taken out or put in. */
  const mutated = fc
    .tuple(
      fc.subarray([...VALID], { minLength: 1 }),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: -2, max: 255 })), { maxLength: 6 }),
    )
    .map(([packets, changes]) => {
      const bytes = [...Buffer.concat(packets)];
      for (const [where, what] of changes) {
        const at = where % (bytes.length + 1);
        if (what === -2) bytes.splice(at, 1);
        else if (what === -1) bytes.splice(at, 0, ...bytes.slice(at, at + 8));
        else bytes[at] = what;
      }
      return Buffer.from(bytes);
    });

  it('are taken, or refused in words, whatever was done to them', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        const channel = new MemoryChannel().feed(bytes).end();
        try {
          const { kind } = await receiveClient(channel, { offered: false, required: false });
          expect(['session', 'cancel', 'probe']).toContain(kind);
        } catch (error) {
          if (!(error instanceof Refusal || error instanceof ChannelClosed)) throw error;
        }
        expect(Buffer.concat(channel.written).length).toBeLessThan(1_000);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a client that goes away', () => {
  it('in the middle of COPY data takes its server along, and nothing stays', async () => {
    const [other, its] = await Promise.all([connectRaw(proxy), upstream.session()]);
    other.send(client.query('copy item from stdin'));
    await its.received(1);
    its.send(server.copyIn);
    await other.until(1, 'G');
    // More is announced than ever comes.
    other.send(client.copyData('x'.repeat(100_000)).subarray(0, 50_000));
    await expect.poll(() => proxy.sessions.at(-1)?.snapshot().bytesFromClient).toBeGreaterThan(50_000);
    other.close();
    await its.closed;
    await proxy.sessions.at(-1)?.closed;
    await goesOn();
  });

  it('in the middle of a message is waited for in little memory, and ends with a word', async () => {
    const [other, its] = await Promise.all([connectRaw(proxy), upstream.session()]);
    const large = Buffer.from(client.query('x'.repeat(100)));
    large.writeInt32BE(60_000_000, 1);
    other.send(large);
    await goesOn();
    expect(proxy.sessions.at(-1)?.snapshot().phase).toBe('idle');
    proxy.sessions.at(-1)?.end({ sqlstate: '57P01', message: 'terminating connection' });
    expect((await other.untilClosed()).at(-1)).toContain('terminating connection');
    await its.closed;
  });
});

it(`${IDLE_SESSIONS} sessions that do nothing are there when they are needed`, async () => {
  const sessions: { readonly other: RawClient; readonly its: FakeConnection }[] = [];
  while (sessions.length < IDLE_SESSIONS) {
    const [other, its] = await Promise.all([connectRaw(proxy), upstream.session()]);
    sessions.push({ other, its });
  }
  await goesOn();
  await Promise.all(
    sessions.map(async ({ other, its }, index) => {
      other.send(client.query(`select ${index}`));
      expect((await its.received(1))[0]).toContain(`select ${index}`);
      its.send(server.complete(`SELECT ${index}`), server.ready());
      expect((await other.until())[0]).toContain(`SELECT ${index}`);
      other.close();
      await its.closed;
    }),
  );
}, 60_000);
