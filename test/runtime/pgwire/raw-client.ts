/** A client that sends exactly the messages it is told to, and shows exactly those it gets. */
import type { Socket } from 'node:net';
import { ByteReader } from '../../../runtime/src/pgwire/codec/byte-reader.ts';
import { connectUpstream } from '../../../runtime/src/pgwire/socket/connect-upstream.ts';
import type { UpstreamGreeting } from '../../../runtime/src/pgwire/startup/enter-upstream.ts';
import type { UpstreamTarget } from '../../../runtime/src/pgwire/upstream-target.ts';
import { shown } from './session/harness.ts';
import { PASSWORD, USER } from './wire-proxy.ts';

export interface RawClient {
  readonly socket: Socket;
  readonly greeting: UpstreamGreeting;
  send(...messages: readonly Buffer[]): void;
  /** What came up to and with the next `count` messages of type `letter`, ReadyForQuery if not said otherwise. */
  until(count?: number, letter?: string): Promise<string[]>;
  /** The same as bytes. */
  bytesUntil(count?: number, letter?: string): Promise<Buffer>;
  /** What came until the connection was closed. */
  untilClosed(): Promise<string[]>;
  close(): void;
}

/** Connects to a proxy as its only user, or anywhere else with `changes`. */
export async function connectRaw(
  place: { readonly host: string; readonly port: number },
  changes: Partial<UpstreamTarget> = {},
): Promise<RawClient> {
  const target: UpstreamTarget = {
    host: place.host,
    port: place.port,
    database: 'x',
    user: USER,
    password: () => PASSWORD,
    tls: 'disable',
    parameters: {},
    ...changes,
  };
  const { socket, greeting } = await connectUpstream(target, new Map(), new AbortController().signal);
  let received: Buffer = Buffer.alloc(0);
  let closed = false;
  let wake: () => void = () => undefined;
  const changed = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  socket.resume();

  const bytesUntil = async (count = 1, letter = 'Z') => {
    for (;;) {
      const end = endOf(received, letter, count);
      if (end !== null) {
        const taken = received.subarray(0, end);
        received = received.subarray(end);
        return taken;
      }
      if (closed) throw new Error(`closed after ${received.toString('latin1')}`);
      await changed();
    }
  };
  return {
    socket,
    greeting,
    send: (...messages) => {
      socket.write(Buffer.concat(messages));
    },
    bytesUntil,
    until: async (count, letter) => shown(await bytesUntil(count, letter)),
    untilClosed: async () => {
      while (!closed) await changed();
      return shown(received);
    },
    close: () => socket.destroy(),
  };
}

/** The end of the `count`th message of type `letter`; null where it is not there yet. */
function endOf(bytes: Buffer, letter: string, count: number): number | null {
  let at = 0;
  let left = count;
  while (at + 5 <= bytes.length) {
    const reader = new ByteReader(bytes, at, bytes.length);
    const type = String.fromCharCode(reader.byte());
    const end = at + 1 + reader.int32();
    if (end > bytes.length) return null;
    if (type === letter) left -= 1;
    if (left === 0) return end;
    at = end;
  }
  return null;
}
