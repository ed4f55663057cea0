/** Whether an API can be reached, for `dlp-proxy --check`: a connection with what TLS there is, and no request. */
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ApiConfig } from '../../config/config.ts';

const MILLISECONDS = 10_000;

/** A sentence where it cannot; null where it can. */
export function checkApi({ name, upstream }: ApiConfig): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const url = new URL(upstream.url);
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (isTls ? 443 : 80));
  const { ca, servername, client } = upstream.tls;
  const socket = isTls
    ? connectTls({
        ...{ host, port, servername: servername ?? host },
        ...(ca === null ? {} : { ca }),
        ...(client === null ? {} : client),
      })
    : connect({ host, port });
  const over = (problem: string | null): void => {
    socket.destroy();
    resolve(
      problem === null ? null : `source ${name}: the API at ${url.origin} cannot be reached: ${problem}`,
    );
  };
  socket.setTimeout(MILLISECONDS, () => over('it does not answer'));
  socket.once(isTls ? 'secureConnect' : 'connect', () => over(null));
  socket.once('error', (error: NodeJS.ErrnoException) => over(error.code ?? error.message));
  return promise;
}
