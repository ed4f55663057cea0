/** What the listener asks of the connections to an API. connect-api.ts makes them. */
import type { Readable } from 'node:stream';
import type { ResponseHeaders } from './response-headers.ts';

export interface UpstreamTlsOptions {
  /** PEM of the authorities; null for those that Node.js brings. */
  readonly ca: string | null;
  readonly servername: string | null;
  /** Certificate and key that the proxy shows; null for none. */
  readonly client: { readonly cert: string; readonly key: string } | null;
}

export interface UpstreamOptions {
  /** Scheme, host and port. */
  readonly url: URL;
  readonly tls: UpstreamTlsOptions;
  readonly connections: number;
  readonly headMilliseconds: number;
  /** Between two pieces of a body. */
  readonly idleMilliseconds: number;
}

export interface UpstreamRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer | Readable | null;
}

/** Called in this order; after the end or a failure, never again. */
export interface AnswerHandler {
  /** Once more where the request has waited for a connection and has one now. */
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
