import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as server from '../backend.ts';
import { type FakeConnection, type FakeUpstream, startFakeUpstream } from '../fake-upstream.ts';
import * as client from '../frontend.ts';
import { connectRaw, type RawClient } from '../raw-client.ts';
import { startWireProxy, type WireProxy } from '../wire-proxy.ts';

/** More than the buffers of two sockets and their kernel take. */
const FLOOD_BYTES = 64 * 1024 * 1024;
/** What a session may hold of it: some chunks on their way, whatever the kernel holds. */
const HELD_BYTES = 1024 * 1024;

let upstream: FakeUpstream;
let proxy: WireProxy;
let near: RawClient;
let far: FakeConnection;

beforeEach(async () => {
  upstream = await startFakeUpstream();
  proxy = await startWireProxy({ upstream: upstream.target, limits: { maxInFlight: 3_000 } });
  [near, far] = await Promise.all([connectRaw(proxy), upstream.session()]);
});
afterEach(async () => {
  near?.close();
  await proxy?.stop();
  await upstream.stop();
});

/** Writes `message` again and again for as long as the socket takes it; gives the bytes it took. */
function flood(
  socket: FakeConnection['socket'],
  message: Buffer,
): { readonly taken: () => number; stop(): void } {
  let taken = 0;
  let stopped = false;
  const write = () => {
    while (!stopped && taken < FLOOD_BYTES) {
      taken += message.length;
      if (!socket.write(message)) return;
    }
  };
  socket.on('drain', write);
  write();
  return {
    taken: () => taken,
    stop: () => {
      stopped = true;
    },
  };
}

/** Waits until `count` stays the same for a while. */
async function settled(count: () => number): Promise<number> {
  let before = -1;
  await expect
    .poll(
      () => {
        const same = count() === before;
        before = count();
        return same;
      },
      { interval: 200, timeout: 20_000 },
    )
    .toBe(true);
  return before;
}

describe('a slow reader', () => {
  it('slows the server: what the proxy holds is bounded', async () => {
    near.send(client.query('select everything'));
    await far.received(1);
    near.socket.pause();
    const rows = flood(far.socket, server.row('x'.repeat(10_000)));
    const taken = await settled(rows.taken);
    expect(taken).toBeLessThan(FLOOD_BYTES);
    const held = proxy.sockets[0]?.writableLength ?? Number.NaN;
    expect(held).toBeLessThan(HELD_BYTES);

    rows.stop();
    far.send(server.complete('SELECT 1'), server.ready());
    const seen: Buffer[] = [];
    near.take((chunk) => seen.push(Buffer.from(chunk)));
    near.socket.resume();
    await expect
      .poll(() => Buffer.concat(seen.slice(-2)).subarray(-6).toString('latin1'), { timeout: 20_000 })
      .toBe('Z\0\0\0\x05I');
    const total = seen.reduce((sum, chunk) => sum + chunk.length, 0);
    expect(total).toBe(rows.taken() + server.complete('SELECT 1').length + server.ready().length);
  });

  it('of one row larger than any buffer holds no more', async () => {
    near.send(client.query('select everything'));
    await far.received(1);
    near.socket.pause();
    const header = Buffer.alloc(5);
    header.write('D');
    header.writeInt32BE(512 * 1024 * 1024, 1);
    far.send(header);
    const body = flood(far.socket, Buffer.alloc(64 * 1024));
    expect(await settled(body.taken)).toBeLessThan(FLOOD_BYTES);
    expect(proxy.sockets[0]?.writableLength ?? Number.NaN).toBeLessThan(HELD_BYTES);
    body.stop();
  });
});

describe('a client that asks faster than the server answers', () => {
  it('is read no further than the limit of requests under way', async () => {
    const requests = flood(
      near.socket,
      Buffer.concat(Array.from({ length: 100 }, () => client.query('select 1'))),
    );
    await settled(() => proxy.sessions[0]?.snapshot().statementsForwarded ?? 0);
    const forwarded = proxy.sessions[0]?.snapshot().statementsForwarded ?? 0;
    expect(forwarded).toBeGreaterThanOrEqual(3_000);
    // The limit, and the rest of the chunk in which it was reached.
    expect(forwarded).toBeLessThan(3_000 + 64 * 1024);
    expect(requests.taken()).toBeGreaterThan(0);
    requests.stop();
  });

  it('is read on as the answers come', async () => {
    const count = 20_000;
    near.send(Buffer.concat(Array.from({ length: count }, () => client.query('select 1'))));
    let answered = 0;
    for (;;) {
      const received = await far.received(answered + 1);
      const fresh = received.length - answered;
      answered = received.length;
      far.send(...Array.from({ length: fresh }, () => Buffer.concat([server.complete(), server.ready()])));
      if (answered === count) break;
    }
    expect(await near.until(count)).toHaveLength(2 * count);
    expect(proxy.sessions[0]?.snapshot()).toMatchObject({ phase: 'idle', statementsForwarded: count });
  });
});
