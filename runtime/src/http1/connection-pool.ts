/** Keeps connections to one API alive, up to a number; requests beyond it wait in their order. */
import {
  type ConnectionOptions,
  type ConnectionOwner,
  type ConnectionTls,
  Http1Connection,
} from './connection.ts';
import type { ExchangeHandler, OutgoingRequest } from './exchange-handler.ts';
import { TlsSession } from './tls-session.ts';
import { atTurnEnd } from './turn-end.ts';

export interface PoolOptions extends Pick<ConnectionOptions, 'hostname' | 'port' | 'host'> {
  /** Null for none. */
  readonly tls: Omit<ConnectionTls, 'session'> | null;
  readonly connections: number;
  readonly connectMilliseconds: number;
  /** From the end of a request to the end of its answer's head. */
  readonly headMilliseconds: number;
  /** Between two pieces of a body. */
  readonly idleMilliseconds: number;
}

/** How exact times are. */
const TICK = 1_000;
/** A connection that is not used is kept so long where the server says nothing. */
const KEPT_SECONDS = 4;
/** Its own clock ends it sooner than the server's, or a request would meet a connection that is being closed. */
const MARGIN_SECONDS = 2;
const MOST_KEPT_SECONDS = 600;

interface Idle {
  readonly connection: Http1Connection;
  ticksLeft: number;
}

interface Waiting {
  readonly request: OutgoingRequest;
  readonly handler: ExchangeHandler;
}

export class ConnectionPool implements ConnectionOwner {
  readonly #options: PoolOptions;
  readonly #connection: ConnectionOptions;
  readonly #tick: number;
  readonly #all = new Set<Http1Connection>();
  /** The one used last is used next. */
  readonly #idle: Idle[] = [];
  /** In the order in which they came; who gives up is let go of at once. */
  readonly #waiting = new Set<Waiting>();
  /** Connections whose answer has just ended. */
  #freed: Idle[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: PoolOptions) {
    const { connectMilliseconds, headMilliseconds, idleMilliseconds } = options;
    this.#options = options;
    this.#tick = Math.max(1, Math.min(TICK, connectMilliseconds, headMilliseconds, idleMilliseconds));
    const ticks = (milliseconds: number) => Math.ceil(milliseconds / this.#tick) + 1;
    this.#connection = {
      ...options,
      tls: options.tls === null ? null : { ...options.tls, session: new TlsSession() },
      connectTicks: ticks(connectMilliseconds),
      headTicks: ticks(headMilliseconds),
      idleTicks: ticks(idleMilliseconds),
    };
  }

  send(request: OutgoingRequest, handler: ExchangeHandler): void {
    if (this.#isClosed) {
      handler.failed(false, 'the proxy ends');
      return;
    }
    const idle = this.#idle.pop();
    if (idle !== undefined) idle.connection.send(request, handler);
    else if (this.#all.size < this.#options.connections) this.#connect().send(request, handler);
    else this.#wait(request, handler);
  }

  /** Ends all connections, and what is under way on them. */
  close(): void {
    this.#isClosed = true;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const { handler } of waiting) handler.failed(false, 'the proxy ends');
    for (const connection of this.#all) connection.destroy();
  }

  /** Not at once: what a server has sent behind its answer comes first, and ends the connection. */
  free(connection: Http1Connection, keepSeconds: number | null): void {
    const seconds =
      keepSeconds === null ? KEPT_SECONDS : Math.min(keepSeconds - MARGIN_SECONDS, MOST_KEPT_SECONDS);
    if (seconds <= 0) {
      connection.destroy();
      return;
    }
    this.#freed.push({ connection, ticksLeft: Math.ceil((seconds * 1000) / this.#tick) });
    if (this.#freed.length === 1) atTurnEnd(() => this.#takeFreed());
  }

  closed(connection: Http1Connection): void {
    this.#all.delete(connection);
    const at = this.#idle.findIndex((idle) => idle.connection === connection);
    if (at !== -1) this.#idle.splice(at, 1);
    if (this.#all.size === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    if (this.#waiting.size > 0 && !this.#isClosed) setImmediate(() => this.#serveWaiting());
  }

  repeat(request: OutgoingRequest, handler: ExchangeHandler): void {
    if (this.#isClosed) handler.failed(false, 'the proxy ends');
    else this.#connect().send(request, handler);
  }

  #takeFreed(): void {
    const freed = this.#freed;
    this.#freed = [];
    for (const idle of freed) if (this.#all.has(idle.connection)) this.#idle.push(idle);
    this.#serveWaiting();
  }

  #connect(): Http1Connection {
    const connection = new Http1Connection(this.#connection, this);
    this.#all.add(connection);
    this.#timer ??= setInterval(() => this.#passTime(), this.#tick).unref();
    return connection;
  }

  #wait(request: OutgoingRequest, handler: ExchangeHandler): void {
    const waiting: Waiting = { request, handler };
    this.#waiting.add(waiting);
    handler.begun({
      pause: () => undefined,
      resume: () => undefined,
      abort: () => void this.#waiting.delete(waiting),
    });
  }

  #serveWaiting(): void {
    for (const next of this.#waiting) {
      if (this.#isClosed || (this.#idle.length === 0 && this.#all.size >= this.#options.connections)) return;
      this.#waiting.delete(next);
      this.send(next.request, next.handler);
    }
  }

  #passTime(): void {
    for (const connection of this.#all) connection.tick();
    for (const idle of [...this.#idle]) {
      idle.ticksLeft -= 1;
      if (idle.ticksLeft <= 0) idle.connection.destroy();
    }
  }
}
