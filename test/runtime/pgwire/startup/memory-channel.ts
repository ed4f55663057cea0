/** A handshake's connection without a socket: what is fed is read, what is written is kept. */
import {
  ChannelClosed,
  type HandshakeChannel,
  type TlsFacts,
} from '../../../../runtime/src/pgwire/startup/handshake-channel.ts';

export class MemoryChannel implements HandshakeChannel {
  #unread: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => undefined;
  readonly written: Buffer[] = [];
  /** Whether TLS was begun. */
  tls = false;
  /** Fed once TLS has begun; what was fed before is taken for its handshake. */
  readonly encrypted: Buffer[] = [];
  applicationProtocol: string | null = null;

  feed(...chunks: readonly Buffer[]): this {
    this.#unread = Buffer.concat([this.#unread, ...chunks]);
    this.#wake();
    return this;
  }

  end(): this {
    this.#ended = true;
    this.#wake();
    return this;
  }

  get hasUnread(): boolean {
    return this.#unread.length > 0;
  }

  async read(count: number): Promise<Buffer> {
    while (this.#unread.length < count) {
      if (this.#ended) throw new ChannelClosed();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = this.#unread.subarray(0, count);
    this.#unread = this.#unread.subarray(count);
    return bytes;
  }

  unread(bytes: Buffer): void {
    this.#unread = Buffer.concat([bytes, this.#unread]);
  }

  write(bytes: Buffer): void {
    this.written.push(bytes);
  }

  async startTls(): Promise<TlsFacts> {
    this.tls = true;
    this.#unread = Buffer.alloc(0);
    this.feed(...this.encrypted);
    return { version: 'TLSv1.3', applicationProtocol: this.applicationProtocol, certificate: null };
  }

  get output(): Buffer {
    return Buffer.concat(this.written);
  }
}
