/**
 * Which requests are sent once more where the connection that was kept for them turns out to be closed before a byte of the answer came: a server
 * may end a connection at the moment at which it is asked again, and nobody can tell whether it read the request (RFC 9112, section 9.3.1). Pure.
 */
import type { OutgoingRequest } from './exchange-handler.ts';

/** Safe methods (RFC 9110, section 9.2.1): asking twice does what asking once does. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function mayRepeat({ method, body }: OutgoingRequest): boolean {
  return body === null && SAFE.has(method);
}
