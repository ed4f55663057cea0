/** The connections to an API as the configuration wants them: the version of HTTP, the path below which the API lies, and the proxy's own credential. */
import { http1Upstream } from './http1-upstream.ts';
import { undiciUpstream } from './undici-upstream.ts';
import type { Upstream, UpstreamOptions, UpstreamRequest } from './upstream.ts';

export interface ApiConnectionOptions extends UpstreamOptions {
  /** The header field of the proxy's own credential, read anew now and then; null where the API asks for none. */
  readonly credential: (() => Promise<readonly [name: string, value: string]>) | null;
  /** Whether HTTP/2 is spoken: over TLS where the API chooses it, else from the first byte on. */
  readonly http2: boolean;
}

export function connectApi(options: ApiConnectionOptions): Upstream {
  const { url, credential, http2 } = options;
  const base = url.pathname.replace(/\/+$/, '');
  const upstream = http2 ? undiciUpstream(options) : http1Upstream(options);
  return {
    send: (request, handler) => {
      const based = { ...request, target: base + request.target };
      if (credential === null) {
        upstream.send(based, handler);
        return;
      }
      credential().then(
        (field) => upstream.send(proving(based, field), handler),
        () => handler.failed(false, 'the credential of the API cannot be read'),
      );
    },
    close: () => upstream.close(),
  };
}

/** A caller has no say in the proxy's own credential, even where the document describes its field. */
function proving(request: UpstreamRequest, field: readonly [string, string]): UpstreamRequest {
  const name = field[0].toLowerCase();
  const others = request.headers.filter((_, index, all) => all[index - (index % 2)]?.toLowerCase() !== name);
  return { ...request, headers: [...others, ...field] };
}
