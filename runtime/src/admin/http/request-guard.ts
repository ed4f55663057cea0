/**
 * Which requests are looked at: those that name this listener, and come from no web page of another origin. A browser can be led here by a page
 * that anybody wrote, under a name of theirs that resolves to this address (DNS rebinding); neither gets further.
 */
import type { IncomingMessage } from 'node:http';
import { type Problem, problem } from './problem.ts';

export interface OwnNames {
  /** Address or name that it listens on. */
  readonly host: string;
  /** Others, in lower case. */
  readonly names: readonly string[];
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a browser may be sent here by the page of a provider: by an address, or by a form, which names the origin that it comes from. What it brings must
 * prove by itself that it began here.
 */
export type ComingBack = 'no' | 'by-address' | 'by-form';

/** Null where the request may be looked at. */
export function objection(
  { headers }: Pick<IncomingMessage, 'headers'>,
  own: OwnNames,
  comingBack: ComingBack = 'no',
): Problem | null {
  const host = hostOf(headers.host ?? '');
  const known = [...LOOPBACK, own.host.toLowerCase(), `[${own.host.toLowerCase()}]`, ...own.names];
  if (host === null || !known.includes(host)) return problem('wrong-host');
  // A browser that was sent elsewhere to sign in comes back from there, by an address that it was given.
  if (comingBack === 'by-form' || (comingBack === 'by-address' && headers.origin === undefined)) return null;
  const { origin } = headers;
  if (origin !== undefined && originHost(origin) !== (headers.host ?? '').toLowerCase())
    return problem('cross-origin');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return problem('cross-origin');
  return null;
}

/** Without its port, in lower case; null for what is no host. */
function hostOf(header: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/.exec(header.toLowerCase());
  return match?.[1] ?? null;
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host.toLowerCase() : null;
}
