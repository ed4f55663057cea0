/** Connections to an API that speaks HTTP/1.1: a pool that keeps them alive, with bounds on heads and times. */
import { isIP } from 'node:net';
import { ConnectionPool } from '../http1/connection-pool.ts';
import type { Upstream, UpstreamOptions } from './upstream.ts';

const CONNECT_MILLISECONDS = 10_000;

export function http1Upstream(options: UpstreamOptions): Upstream {
  const { url, tls, connections, headMilliseconds, idleMilliseconds } = options;
  const isTls = url.protocol === 'https:';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const { ca, client } = tls;
  // No name is an address (RFC 6066, section 3).
  const servername = tls.servername ?? (isIP(hostname) === 0 ? hostname : null);
  const pool = new ConnectionPool({
    ...{ hostname, port: Number(url.port || (isTls ? 443 : 80)), host: url.host },
    tls: isTls ? { ca, servername, client } : null,
    ...{ connections, connectMilliseconds: CONNECT_MILLISECONDS, headMilliseconds, idleMilliseconds },
  });
  return {
    send: ({ method, target, headers, body }, handler) => {
      pool.send({ method, target, fields: headers, body, length: lengthOf(headers) }, handler);
    },
    close: () => pool.close(),
  };
}

/** What the request said of the length of its body. */
function lengthOf(headers: readonly string[]): number | null {
  const at = headers.indexOf('content-length');
  return at === -1 ? null : Number(headers[at + 1]);
}
