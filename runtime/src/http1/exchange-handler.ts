/** What a connection is asked to send, and whom it tells what comes back. */
import type { Readable } from 'node:stream';
import type { ResponseFields } from './response-fields.ts';

export interface OutgoingRequest {
  readonly method: string;
  /** Origin form. */
  readonly target: string;
  /** Names and values in turn. */
  readonly fields: readonly string[];
  readonly body: Buffer | Readable | null;
  /** Bytes of a body that streams; null where nobody knows. */
  readonly length: number | null;
}

/** Called in this order; after the end or a failure, never again. */
export interface ExchangeHandler {
  begun(exchange: ExchangeControl): void;
  head(status: number, fields: ResponseFields): void;
  /** The piece may be kept. */
  data(piece: Buffer): void;
  end(trailers: ResponseFields): void;
  /** `isTimeout`: the other side was too slow. `reason`: a word or half a sentence for the log. */
  failed(isTimeout: boolean, reason: string): void;
}

export interface ExchangeControl {
  pause(): void;
  resume(): void;
  /** Ends the connection, since nobody waits for the answer. Nothing is told any more. */
  abort(): void;
}
