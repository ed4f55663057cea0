/** A server that does what a test says: lets everybody in, then answers nothing of its own accord. */
import { createServer, type Socket } from 'node:net';
import { encodeAuthenticationOk } from '../../../runtime/src/pgwire/codec/encode-backend.ts';
import type { UpstreamTarget } from '../../../runtime/src/pgwire/upstream-target.ts';
import * as server from './backend.ts';
import { shown } from './session/harness.ts';

export const UPSTREAM_KEY = { processId: 4711, secret: Buffer.from('k e y') };

export interface FakeConnection {
  readonly socket: Socket;
  /** Body of its first packet. */
  readonly packet: Buffer;
  /** The messages that came so far, once there are `count` of them. */
  received(count: number): Promise<string[]>;
  send(...messages: readonly Buffer[]): void;
  /** Resolves when the other side has closed the connection. */
  readonly closed: Promise<void>;
}

export interface FakeUpstream {
  readonly target: UpstreamTarget;
  /** The next connection that got in. */
  session(): Promise<FakeConnection>;
  /** The next connection that asked to cancel something; closed as soon as it has, as a server does. */
  cancel(): Promise<FakeConnection>;
  stop(): Promise<void>;
}

/** Listens on a port, or with `directory` on a Unix socket in it. */
export async function startFakeUpstream(directory: string | null = null): Promise<FakeUpstream> {
  const sockets = new Set<Socket>();
  const sessions = queue<FakeConnection>();
  const cancels = queue<FakeConnection>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other side may break off; tests look at that by `closed`.
    socket.on('error', () => undefined);
    accept(socket, sessions.put, cancels.put);
  });
  const place = directory === null ? { port: 0, host: '127.0.0.1' } : { path: `${directory}/.s.PGSQL.5432` };
  await new Promise<void>((resolve) => listener.listen(place, resolve));
  const address = listener.address();
  if (address === null) throw new Error('no port was bound');
  return {
    target: {
      host: directory ?? '127.0.0.1',
      port: typeof address === 'string' ? 5432 : address.port,
      database: 'fake',
      user: 'proxy',
      password: () => '',
      tls: 'disable',
      parameters: {},
    },
    session: sessions.take,
    cancel: cancels.take,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function accept(socket: Socket, session: (connection: FakeConnection) => void, cancel: typeof session): void {
  let received: Buffer = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  let packet: Buffer | null = null;
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (packet === null && received.length >= 4 && received.length >= received.readInt32BE(0)) {
      const length = received.readInt32BE(0);
      packet = received.subarray(4, length);
      received = received.subarray(length);
      open(packet);
    }
    wake();
  });

  function open(first: Buffer): void {
    const connection: FakeConnection = {
      socket,
      packet: first,
      closed,
      send: (...messages) => {
        socket.write(Buffer.concat(messages));
      },
      received: async (count) => {
        for (;;) {
          const messages = wholeMessages(received);
          if (messages.length >= count) return messages;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
    };
    if (first.readInt32BE(0) === 80877102) {
      cancel(connection);
      socket.end();
      return;
    }
    connection.send(
      encodeAuthenticationOk(),
      server.parameter('client_encoding', 'UTF8'),
      server.parameter('standard_conforming_strings', 'on'),
      server.key(UPSTREAM_KEY.processId, UPSTREAM_KEY.secret),
      server.ready(),
    );
    session(connection);
  }
}

function wholeMessages(bytes: Buffer): string[] {
  let end = 0;
  while (end + 5 <= bytes.length && end + 1 + bytes.readInt32BE(end + 1) <= bytes.length) {
    end += 1 + bytes.readInt32BE(end + 1);
  }
  return shown(bytes.subarray(0, end));
}

function queue<Item>() {
  const items: Item[] = [];
  const takers: ((item: Item) => void)[] = [];
  return {
    put: (item: Item) => {
      const taker = takers.shift();
      if (taker === undefined) items.push(item);
      else taker(item);
    },
    take: () =>
      new Promise<Item>((resolve) => {
        const item = items.shift();
        if (item === undefined) takers.push(resolve);
        else resolve(item);
      }),
  };
}
