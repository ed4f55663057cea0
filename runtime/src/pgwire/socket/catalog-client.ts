/**
 * The proxy's own client of a server, for its catalog: one simple query at a time, answers as text, bounded in size and
 * time. What goes wrong on the connection ends it.
 */
import type { Socket } from 'node:net';
import { decodeDataRow } from '../codec/decode-backend.ts';
import { encodeQuery, encodeTerminate } from '../codec/encode-frontend.ts';
import { decodeErrorFields, Field } from '../codec/error-fields.ts';
import { type Disposition, Framer, type FrameSink, type Reading } from '../codec/framer.ts';
import { Backend, typeText } from '../codec/messages.ts';
import type { CatalogConnection } from '../gate.ts';
import { closed, closeGently } from './close.ts';
import type { ReadableChannel } from './taker.ts';

/** Of one message, and of the rows of one answer. */
const MAX_BYTES = 256 * 1024 * 1024;
const QUERY_MILLISECONDS = 60_000;

type Row = readonly (string | null)[];

interface Running {
  rows: Row[];
  /** Whether the rows are those of a statement that is not complete yet. */
  described: boolean;
  bytes: number;
  error: CatalogError | null;
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: CatalogError) => void;
}

/** The server's message for a query that failed, or why the connection did. */
class CatalogError extends Error {
  readonly sqlstate: string;

  constructor(message: string, sqlstate: string) {
    super(message);
    this.name = 'CatalogError';
    this.sqlstate = sqlstate;
  }
}

export class CatalogClient implements CatalogConnection, FrameSink {
  readonly #socket: Socket;
  readonly #framer = new Framer(this);
  #last: Promise<unknown> = Promise.resolve();
  #running: Running | null = null;
  #ended: CatalogError | null = null;

  constructor(channel: ReadableChannel) {
    const { socket } = channel;
    this.#socket = socket;
    const lost = () => this.#fail('the connection to the database was lost');
    channel.take((chunk) => this.#framer.push(chunk));
    socket.on('end', lost).on('close', lost);
    socket.resume();
  }

  query(sql: string): Promise<readonly Row[]> {
    const result = this.#last.then(() => this.#run(sql));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    this.#fail('the connection was closed', encodeTerminate());
    await closed(this.#socket);
  }

  #run(sql: string): Promise<readonly Row[]> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const timer = setTimeout(() => this.#fail('the database did not answer in time'), QUERY_MILLISECONDS);
    const answer = new Promise<readonly Row[]>((resolve, reject) => {
      this.#running = { rows: [], described: false, bytes: 0, error: null, resolve, reject };
    });
    this.#socket.write(encodeQuery(sql));
    return answer.finally(() => clearTimeout(timer));
  }

  begin(type: number, bodyBytes: number): Reading {
    const running = this.#running;
    switch (type) {
      case Backend.NoticeResponse:
      case Backend.NotificationResponse:
      case Backend.ParameterStatus:
        return 'drop';
      case Backend.RowDescription:
        if (running !== null) Object.assign(running, { rows: [], described: true });
        return 'drop';
      case Backend.CommandComplete:
      case Backend.EmptyQueryResponse:
        // The rows are those of the last statement, also where that one has none.
        if (running !== null && !running.described) running.rows = [];
        if (running !== null) running.described = false;
        return 'drop';
      case Backend.DataRow:
        if (running === null) return this.#broken(type);
        running.bytes += bodyBytes;
        if (running.bytes > MAX_BYTES) return this.#fail('the answer of the database is too large');
        return 'whole';
      case Backend.ErrorResponse:
      case Backend.ReadyForQuery:
        return bodyBytes > MAX_BYTES ? this.#broken(type) : 'whole';
      default:
        return this.#broken(type);
    }
  }

  message(type: number, bytes: Buffer, start: number, end: number): Disposition {
    const running = this.#running;
    if (type === Backend.ErrorResponse) {
      const fields = decodeErrorFields(bytes, start, end);
      const error = new CatalogError(
        fields?.get(Field.message) ?? 'the database reported an error',
        fields?.get(Field.sqlstate) ?? 'XX000',
      );
      if (running === null) return this.#fail(error.message);
      running.error = error;
    } else if (type === Backend.DataRow) {
      const row = decodeDataRow(bytes, start, end);
      if (row === null) return this.#broken(type);
      running?.rows.push(row);
    } else if (running !== null) {
      this.#running = null;
      if (running.error === null) running.resolve(running.rows);
      else running.reject(running.error);
    }
    return 'drop';
  }

  pass(): void {
    // Nothing is passed on: every message ends here.
  }

  broken(type: number): void {
    this.#broken(type);
  }

  #broken(type: number): 'stop' {
    return this.#fail(`the database sent a message of type ${typeText(type)} out of place`);
  }

  #fail(message: string, lastWords: Buffer | null = null): 'stop' {
    if (this.#ended !== null) return 'stop';
    const error = new CatalogError(message, '08006');
    this.#ended = error;
    this.#framer.stop();
    this.#running?.reject(this.#running.error ?? error);
    this.#running = null;
    closeGently(this.#socket, lastWords);
    return 'stop';
  }
}
