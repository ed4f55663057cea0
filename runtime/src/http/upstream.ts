/** What the listener asks of the connections to an API. undici-upstream.ts is what ships. */
import type { Readable } from 'node:stream';
import type { ResponseHeaders } from './forwarded-headers.ts';

export interface UpstreamRequest {
  readonly method: string;
  /** Path and query, below the API's base. */
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer | Readable | null;
}

/** Called in this order; after the end or a failure, never again. */
export interface AnswerHandler {
  begun(exchange: Exchange): void;
  head(status: number, headers: ResponseHeaders): void;
  data(chunk: Buffer): void;
  /** `trailers`: fields behind the body; none of them counts as one of the head's. */
  end(trailers: ResponseHeaders): void;
  /** `isTimeout`: the API was too slow. */
  failed(isTimeout: boolean, reason: string): void;
}

/** One request under way. */
export interface Exchange {
  pause(): void;
  resume(): void;
  abort(): void;
}

export interface Upstream {
  send(request: UpstreamRequest, handler: AnswerHandler): void;
  close(): void;
}
