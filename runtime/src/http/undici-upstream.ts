/** Connections to an API: a pool that keeps them alive, with bounds on heads and times, and the proxy's own credential. */
import { Pool } from 'undici';
import type { AnswerHandler, Upstream, UpstreamRequest } from './upstream.ts';

export interface UpstreamTlsOptions {
  /** PEM of the authorities; null for those that Node.js brings. */
  readonly ca: string | null;
  readonly servername: string | null;
  /** Certificate and key that the proxy shows; null for none. */
  readonly client: { readonly cert: string; readonly key: string } | null;
}

export interface UndiciUpstreamOptions {
  /** Scheme, host, port and base path. */
  readonly url: URL;
  /** The header field of the proxy's own credential, read anew now and then; null where the API asks for none. */
  readonly credential: (() => Promise<readonly [name: string, value: string]>) | null;
  readonly tls: UpstreamTlsOptions;
  /** Whether HTTP/2 is spoken: over TLS where the API chooses it, else from the first byte on. */
  readonly http2: boolean;
  readonly connections: number;
  readonly headMilliseconds: number;
  /** Between two pieces of a body. */
  readonly idleMilliseconds: number;
}

const CONNECT_MILLISECONDS = 10_000;
const MAX_HEAD_BYTES = 64 * 1024;

export function undiciUpstream(options: UndiciUpstreamOptions): Upstream {
  const { url, tls, credential } = options;
  const base = url.pathname.replace(/\/+$/, '');
  const pool = new Pool(url.origin, {
    connections: options.connections,
    pipelining: 1,
    headersTimeout: options.headMilliseconds,
    bodyTimeout: options.idleMilliseconds,
    maxHeaderSize: MAX_HEAD_BYTES,
    allowH2: options.http2,
    // Known to undici, and not to its types.
    ...(options.http2 && url.protocol === 'http:' ? { useH2c: true } : {}),
    connect: {
      timeout: CONNECT_MILLISECONDS,
      rejectUnauthorized: true,
      ...(tls.ca === null ? {} : { ca: tls.ca }),
      ...(tls.servername === null ? {} : { servername: tls.servername }),
      ...(tls.client === null ? {} : tls.client),
    },
  });
  return {
    send: (request, handler) => {
      if (credential === null) return dispatch(pool, base, request, null, handler);
      credential().then(
        (field) => dispatch(pool, base, request, field, handler),
        () => handler.failed(false, 'the credential of the API cannot be read'),
      );
    },
    close: () => void pool.destroy(),
  };
}

function dispatch(
  pool: Pool,
  base: string,
  { method, target, headers, body }: UpstreamRequest,
  credential: readonly [string, string] | null,
  handler: AnswerHandler,
): void {
  try {
    pool.dispatch(
      {
        method,
        path: base + target,
        headers: credential === null ? [...headers] : [...without(headers, credential[0]), ...credential],
        body,
      },
      {
        onRequestStart: (controller) =>
          handler.begun({
            pause: () => controller.pause(),
            resume: () => controller.resume(),
            abort: () => controller.abort(new Error('the client is gone')),
          }),
        onResponseStart: (_controller, status, fields) => {
          // What is said on the way (RFC 9110, section 15.2) is not the answer.
          if (status >= 200) handler.head(status, fields);
        },
        onResponseData: (_controller, chunk) => handler.data(chunk),
        onResponseEnd: (_controller, trailers) => handler.end(trailers ?? {}),
        onResponseError: (_controller, error) => handler.failed(isTimeout(error), codeOf(error)),
      },
    );
  } catch (error) {
    handler.failed(false, error instanceof Error ? codeOf(error) : 'unknown');
  }
}

/** A caller has no say in the proxy's own credential, even where the document describes its field. */
function without(headers: readonly string[], name: string): string[] {
  return headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== name.toLowerCase());
}

function isTimeout(error: Error): boolean {
  return /TIMEOUT/.test(codeOf(error));
}

/** Never the text, which may hold what was sent. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
