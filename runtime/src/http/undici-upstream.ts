/** Connections to an API that may speak HTTP/2: a pool that keeps them alive, with bounds on heads and times. */
import { Pool } from 'undici';
import type { AnswerHandler, Upstream, UpstreamOptions, UpstreamRequest } from './upstream.ts';

const CONNECT_MILLISECONDS = 10_000;
const MAX_HEAD_BYTES = 64 * 1024;

export function undiciUpstream(options: UpstreamOptions): Upstream {
  const { url, tls } = options;
  const pool = new Pool(url.origin, {
    connections: options.connections,
    pipelining: 1,
    headersTimeout: options.headMilliseconds,
    bodyTimeout: options.idleMilliseconds,
    maxHeaderSize: MAX_HEAD_BYTES,
    allowH2: true,
    // Known to undici, and not to its types.
    ...(url.protocol === 'http:' ? { useH2c: true } : {}),
    connect: {
      timeout: CONNECT_MILLISECONDS,
      rejectUnauthorized: true,
      ...(tls.ca === null ? {} : { ca: tls.ca }),
      ...(tls.servername === null ? {} : { servername: tls.servername }),
      ...(tls.client === null ? {} : tls.client),
    },
  });
  return {
    send: (request, handler) => dispatch(pool, request, handler),
    close: () => void pool.destroy(),
  };
}

function dispatch(
  pool: Pool,
  { method, target, headers, body }: UpstreamRequest,
  handler: AnswerHandler,
): void {
  try {
    pool.dispatch(
      {
        method,
        path: target,
        headers: [...headers],
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

function isTimeout(error: Error): boolean {
  return /TIMEOUT/.test(codeOf(error));
}

/** Never the text, which may hold what was sent. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
