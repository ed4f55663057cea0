/**
 * One connection to an API over HTTP/1.1, with one request under way at a time. Without TLS it is read without streams: what arrives is put
 * into one buffer that all connections share, and what goes on is copied out of it once. Knows no pool and no clock: whoever keeps it asks
 * it to {@link Http1Connection.tick}.
 */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ExchangeControl, ExchangeHandler, OutgoingRequest } from './exchange-handler.ts';
import { mayRepeat } from './repeat.ts';
import { requestHead } from './request-head.ts';
import type { ResponseFields } from './response-fields.ts';
import { ResponseReader, type ResponseSink } from './response-reader.ts';
import { sendBody } from './send-body.ts';
import type { TlsSession } from './tls-session.ts';
import { atTurnEnd } from './turn-end.ts';

export interface ConnectionTls {
  /** PEM of the authorities; null for those that Node.js brings. */
  readonly ca: string | null;
  /** Null for none, where the server is reached by its address. */
  readonly servername: string | null;
  readonly client: { readonly cert: string; readonly key: string } | null;
  /** What all connections to the server resume. */
  readonly session: TlsSession;
}

export interface ConnectionOptions {
  readonly hostname: string;
  readonly port: number;
  /** As it stands in the field Host. */
  readonly host: string;
  /** Null for none. */
  readonly tls: ConnectionTls | null;
  /** All in ticks. */
  readonly connectTicks: number;
  readonly headTicks: number;
  readonly idleTicks: number;
}

export interface ConnectionOwner {
  /** It may be asked again. `keepSeconds`: as long as the other side says that it waits for that; null where it says nothing. */
  free(connection: Http1Connection, keepSeconds: number | null): void;
  closed(connection: Http1Connection): void;
  /** The connection that was kept for it was dead, and it may be sent once more: over a new one. {@link closed} came before. */
  repeat(request: OutgoingRequest, handler: ExchangeHandler): void;
}

/** As much as one read can bring. Reading and taking are one synchronous step, so that one connection has it at a time. */
const SHARED = Buffer.allocUnsafeSlow(64 * 1024);
const NEVER = Number.POSITIVE_INFINITY;

export class Http1Connection implements ResponseSink {
  readonly #options: ConnectionOptions;
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #reader = new ResponseReader(this);
  #handler: ExchangeHandler | null = null;
  #control: Control | null = null;
  #isOpen = false;
  #isClosed = false;
  /** What is under way, where it may be sent once more over another connection; see repeat.ts. */
  #repeatable: OutgoingRequest | null = null;
  #hasServed = false;
  /** Lets go of the body that is being sent; null once it has gone out. */
  #unsent: (() => void) | null = null;
  #keepSeconds: number | null = null;
  /** Ticks until it has waited too long. */
  #left: number;
  /** Why it was closed, where that is known. */
  #reason = 'it was closed';
  #isTimeout = false;

  /** Begins to connect. */
  constructor(options: ConnectionOptions, owner: ConnectionOwner) {
    this.#options = options;
    this.#owner = owner;
    this.#left = options.connectTicks;
    this.#socket = options.tls === null ? this.#connectPlain() : this.#connectTls(options.tls);
    const socket = this.#socket;
    socket.once(options.tls === null ? 'connect' : 'secureConnect', () => {
      this.#isOpen = true;
      this.#await();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#reason = error.code ?? error.name;
    });
    socket.on('end', () => {
      this.#reader.close();
      this.#close('the other side closed');
    });
    socket.on('close', () => this.#close(this.#reason));
    socket.resume();
  }

  /** One request; the one before must be over. */
  send(request: OutgoingRequest, handler: ExchangeHandler): void {
    const { method, target, fields, body } = request;
    const length = body === null ? 0 : Buffer.isBuffer(body) ? body.length : request.length;
    const head = requestHead({ method, target, fields, host: this.#options.host, length });
    const control = new Control(this);
    this.#handler = handler;
    this.#control = control;
    this.#keepSeconds = null;
    handler.begun(control);
    if (this.#isClosed || this.#handler !== handler) return;
    this.#repeatable = this.#hasServed && mayRepeat(request) ? request : null;
    if (head === null) {
      this.#repeatable = null;
      this.#destroy('the request cannot be written');
      return;
    }
    this.#reader.expect(method);
    const socket = this.#socket;
    socket.cork();
    atTurnEnd(() => socket.uncork());
    socket.write(head, 'latin1');
    if (Buffer.isBuffer(body)) {
      socket.write(body);
    } else if (body !== null) {
      this.#unsent = sendBody(socket, body, length, {
        onSent: () => {
          this.#unsent = null;
          this.#await();
        },
        onProgress: () => this.#await(),
        onBroken: () => this.#destroy('the body of the request ended too early'),
      });
    }
    this.#await();
  }

  /** Some time has gone by. */
  tick(): void {
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#isTimeout = true;
    this.#repeatable = null;
    this.#destroy('it took too long');
  }

  /** Ends it, and what is under way. */
  destroy(): void {
    this.#destroy('it was ended');
  }

  /** Ends it without a word to whoever waited for the answer. */
  abort(control: ExchangeControl): void {
    if (this.#control !== control) return;
    this.#handler = null;
    this.#destroy('nobody waits for it');
  }

  pause(control: ExchangeControl): void {
    if (this.#control !== control) return;
    this.#socket.pause();
    // Who asks is slow, not who answers.
    this.#left = NEVER;
  }

  resume(control: ExchangeControl): void {
    if (this.#control !== control) return;
    this.#socket.resume();
    this.#await();
  }

  head(status: number, fields: ResponseFields): void {
    this.#await(this.#options.idleTicks);
    this.#keepSeconds = keptSeconds(fields['keep-alive']);
    this.#handler?.head(status, fields);
  }

  data(bytes: Buffer): void {
    this.#await(this.#options.idleTicks);
    this.#handler?.data(this.#options.tls === null ? Buffer.from(bytes) : bytes);
  }

  end(trailers: ResponseFields, keepsAlive: boolean): void {
    const handler = this.#handler;
    this.#handler = null;
    this.#control = null;
    this.#left = NEVER;
    this.#hasServed = true;
    // An answer before the end of the request: what is left of that would be read as the next.
    if (!keepsAlive || this.#unsent !== null || this.#isClosed) {
      this.#destroy('it is not used again');
    } else {
      this.#socket.resume();
      this.#owner.free(this, this.#keepSeconds);
    }
    if (handler !== null) atTurnEnd(() => handler.end(trailers));
  }

  fault(reason: string): void {
    this.#destroy(reason);
  }

  #connectPlain(): Socket {
    const { hostname: host, port } = this.#options;
    const callback = (count: number): boolean => {
      this.#read(SHARED.subarray(0, count));
      return true;
    };
    return connect({ host, port, noDelay: true, onread: { buffer: SHARED, callback } });
  }

  #connectTls({ ca, servername, client, session }: ConnectionTls): Socket {
    const { hostname: host, port } = this.#options;
    const socket = connectTls({
      ...session.offered(),
      ...{ host, port, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'] },
      ...(servername === null ? {} : { servername }),
      ...(ca === null ? {} : { ca }),
      ...(client === null ? {} : client),
    });
    socket.setNoDelay(true);
    session.follow(socket);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    return socket;
  }

  #read(bytes: Buffer): void {
    this.#repeatable = null;
    this.#reader.push(bytes);
  }

  /** Begins to wait for what comes next. */
  #await(ticks: number | null = null): void {
    const { connectTicks, headTicks, idleTicks } = this.#options;
    if (!this.#isOpen) this.#left = connectTicks;
    else if (this.#control === null) this.#left = NEVER;
    else this.#left = ticks ?? (this.#unsent === null ? headTicks : idleTicks);
  }

  #destroy(reason: string): void {
    this.#reason = reason;
    this.#close(reason);
  }

  #close(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#left = NEVER;
    this.#reader.stop();
    this.#unsent?.();
    this.#unsent = null;
    this.#socket.destroy();
    const handler = this.#handler;
    const repeatable = this.#repeatable;
    this.#handler = null;
    this.#control = null;
    this.#owner.closed(this);
    if (handler !== null && repeatable !== null) this.#owner.repeat(repeatable, handler);
    else handler?.failed(this.#isTimeout, reason);
  }
}

/** Of one request; once it is over, it does nothing. */
class Control implements ExchangeControl {
  readonly #connection: Http1Connection;

  constructor(connection: Http1Connection) {
    this.#connection = connection;
  }

  pause(): void {
    this.#connection.pause(this);
  }

  resume(): void {
    this.#connection.resume(this);
  }

  abort(): void {
    this.#connection.abort(this);
  }
}

/** What a server says of how long it waits (RFC 9112 leaves it to `Keep-Alive: timeout=5`); null where it says nothing. */
function keptSeconds(value: string | string[] | undefined): number | null {
  const seconds = typeof value === 'string' ? /(?:^|[, ])timeout=(\d{1,6})\b/i.exec(value)?.[1] : undefined;
  return seconds === undefined ? null : Number(seconds);
}
