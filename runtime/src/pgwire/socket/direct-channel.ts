/**
 * A connection to a server without TLS, read without streams: what arrives is put into one buffer that all such
 * connections of the process share, and lent to whoever takes it for as long as its call lasts. So reading allocates
 * nothing. During the handshake it is a {@link HandshakeChannel}.
 */
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { ChannelClosed, type HandshakeChannel, type TlsFacts } from '../startup/handshake-channel.ts';
import { ignoreErrors } from './socket-channel.ts';
import type { ReadableChannel, Taker } from './taker.ts';

/** As much as one read can bring. Reading and taking are one synchronous step, so that one connection has it at a time. */
const SHARED = Buffer.allocUnsafeSlow(64 * 1024);
/** A server that says more than that before it is asked for more is not read on meanwhile. */
const MAX_QUEUED_BYTES = 64 * 1024;

interface Wanted {
  readonly count: number;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: ChannelClosed) => void;
}

export class DirectChannel implements HandshakeChannel, ReadableChannel {
  readonly socket: Socket;
  readonly lends = true;
  /** What arrived before it was asked for. */
  #queue: Buffer = Buffer.alloc(0);
  #wanted: Wanted | null = null;
  #taker: Taker | null = null;
  #over = false;

  /** Begins to connect. */
  constructor(place: NetConnectOpts) {
    const callback = (count: number): boolean => this.#arrived(SHARED.subarray(0, count));
    this.socket = connect({ ...place, onread: { buffer: SHARED, callback } });
    ignoreErrors(this.socket);
    const gone = () => {
      this.#over = true;
      this.#serve();
    };
    this.socket.on('end', gone).on('close', gone);
  }

  get hasUnread(): boolean {
    return this.#queue.length > 0;
  }

  read(count: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#wanted = { count, resolve, reject };
      this.#serve();
    });
  }

  unread(bytes: Buffer): void {
    this.#queue = Buffer.concat([bytes, this.#queue]);
  }

  write(bytes: Buffer): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  startTls(): Promise<TlsFacts> {
    return Promise.reject(new ChannelClosed('this connection has no TLS'));
  }

  take(taker: Taker): void {
    const queue = this.#queue;
    this.#taker = taker;
    this.#queue = Buffer.alloc(0);
    if (queue.length > 0) taker(queue);
    this.socket.resume();
  }

  #arrived(chunk: Buffer): boolean {
    if (this.#taker !== null) {
      this.#taker(chunk);
      return true;
    }
    this.#queue = Buffer.concat([this.#queue, chunk]);
    this.#serve();
    return this.#queue.length < MAX_QUEUED_BYTES;
  }

  /** Gives what is waited for, if it is there or will never be. */
  #serve(): void {
    const wanted = this.#wanted;
    if (wanted === null) return;
    if (wanted.count <= this.#queue.length) {
      this.#wanted = null;
      const bytes = this.#queue.subarray(0, wanted.count);
      this.#queue = this.#queue.subarray(wanted.count);
      wanted.resolve(bytes);
    } else if (this.#over) {
      this.#wanted = null;
      wanted.reject(new ChannelClosed());
    } else if (!this.socket.connecting) {
      // It may have been stopped above.
      this.socket.resume();
    }
  }
}
