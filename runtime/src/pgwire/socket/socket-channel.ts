/** A socket as a handshake sees it: bytes in order, as many as asked for, no more read than that. */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ChannelClosed, type HandshakeChannel, type TlsFacts } from '../startup/handshake-channel.ts';
import type { ReadableChannel, Taker } from './taker.ts';

/** Wraps a socket for TLS; resolves once the handshake is done. */
export type TlsUpgrade = (socket: Socket) => Promise<TLSSocket>;

export class SocketChannel implements HandshakeChannel, ReadableChannel {
  readonly lends = false;
  #socket: Socket;
  readonly #upgrade: TlsUpgrade;
  readonly #side: 'client' | 'server';

  /** `side` is ours. */
  constructor(socket: Socket, side: 'client' | 'server', upgrade: TlsUpgrade) {
    this.#socket = socket;
    this.#side = side;
    this.#upgrade = upgrade;
    ignoreErrors(socket);
  }

  /** The socket as it is now, encrypted or not. Whoever takes it over reads what this has left. */
  get socket(): Socket {
    return this.#socket;
  }

  get hasUnread(): boolean {
    return this.#socket.readableLength > 0;
  }

  read(count: number): Promise<Buffer> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const settle = (bytes: Buffer | null) => {
        socket.off('readable', attempt).off('end', fail).off('close', fail);
        if (bytes === null) reject(new ChannelClosed());
        else resolve(bytes);
      };
      const fail = () => settle(null);
      const attempt = () => {
        if (count === 0) return settle(Buffer.alloc(0));
        // Less than asked for comes only at the end of the stream.
        const bytes = socket.read(count) as Buffer | null;
        if (bytes !== null) settle(bytes.length === count ? bytes : null);
        else if (socket.readableEnded || socket.destroyed) fail();
      };
      socket.on('readable', attempt).on('end', fail).on('close', fail);
      attempt();
    });
  }

  unread(bytes: Buffer): void {
    this.#socket.unshift(bytes);
  }

  write(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  take(taker: Taker): void {
    this.#socket.on('data', taker);
  }

  async startTls(): Promise<TlsFacts> {
    const encrypted = await this.#upgrade(this.#socket);
    ignoreErrors(encrypted);
    this.#socket = encrypted;
    const isServer = this.#side === 'server';
    const certificate = isServer ? encrypted.getX509Certificate() : encrypted.getPeerX509Certificate();
    return {
      version: encrypted.getProtocol() ?? 'TLS',
      applicationProtocol: encrypted.alpnProtocol || null,
      certificate: certificate ?? null,
    };
  }
}

/** An error is followed by `close`, which is listened to; without a listener it would end the process. */
export function ignoreErrors(socket: Socket): void {
  socket.on('error', () => undefined);
}
