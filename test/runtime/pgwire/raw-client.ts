/** A client that sends exactly the messages it is told to, and shows exactly those it gets. */
import type { Socket } from 'node:net';
import { Framer } from '../../../runtime/src/pgwire/codec/framer.ts';
import { connectUpstream } from '../../../runtime/src/pgwire/socket/connect-upstream.ts';
import type { Taker } from '../../../runtime/src/pgwire/socket/taker.ts';
import type { UpstreamGreeting } from '../../../runtime/src/pgwire/startup/enter-upstream.ts';
import type { UpstreamTarget } from '../../../runtime/src/pgwire/upstream-target.ts';
import { shown } from './session/harness.ts';
import { PASSWORD, USER } from './wire-proxy.ts';

export interface RawClient {
  readonly socket: Socket;
  readonly greeting: UpstreamGreeting;
  send(...messages: readonly Buffer[]): void;
  /** From now on the bytes go to `taker`, and to nobody else. */
  take(taker: Taker): void;
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
  const { channel, greeting } = await connectUpstream(target, new Map(), new AbortController().signal);
  const { socket } = channel;
  let messages: Buffer[] = [];
  let closed = false;
  let wake: () => void = () => undefined;
  const changed = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const framer = new Framer({
    begin: () => 'whole',
    message: (_type, bytes, start, end) => {
      messages.push(Buffer.from(bytes.subarray(start, end)));
      return 'drop';
    },
    pass: () => undefined,
    broken: (type, length) => socket.destroy(new Error(`a message of type ${type} and length ${length}`)),
  });
  channel.take((chunk) => {
    framer.push(chunk);
    wake();
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  socket.resume();

  const bytesUntil = async (count = 1, letter = 'Z') => {
    const type = letter.charCodeAt(0);
    let seen = 0;
    for (let index = 0; ; index += 1) {
      while (messages[index] === undefined) {
        if (closed) throw new Error(`closed after ${shown(Buffer.concat(messages)).join('\n')}`);
        await changed();
      }
      if (messages[index]?.[0] === type) seen += 1;
      if (seen < count) continue;
      const taken = messages.slice(0, index + 1);
      messages = messages.slice(index + 1);
      return Buffer.concat(taken);
    }
  };
  return {
    socket,
    greeting,
    send: (...messages) => {
      socket.write(Buffer.concat(messages));
    },
    take: (taker) => channel.take(taker),
    bytesUntil,
    until: async (count, letter) => shown(await bytesUntil(count, letter)),
    untilClosed: async () => {
      while (!closed) await changed();
      return shown(Buffer.concat(messages));
    },
    close: () => socket.destroy(),
  };
}
