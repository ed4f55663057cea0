/**
 * The client's message of OAUTHBEARER (RFC 7628, section 3.1), and what it is told where its token does not do (section 3.2.2). Pure; what a token is
 * worth is not known here.
 */
import { utf8Text } from '../codec/text.ts';

export const OAUTHBEARER = 'OAUTHBEARER';

/** What a client sends in answer to an error: nothing but a separator (section 3.2.3). */
export const DUMMY_RESPONSE = '\x01';

const SEPARATOR = '\x01';
/** The pairs of RFC 7628: a name of letters, and a value of printable characters, blanks, tabs and ends of lines. */
const PAIR = /^([A-Za-z]+)=([\x20-\x7e\t\r\n]*)$/;
/** RFC 6750, section 2.1; the name of the scheme in any case (RFC 7235). */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

export type BearerMessage =
  | { readonly kind: 'token'; readonly token: string }
  /** The client has no token yet, and asks where it gets one. */
  | { readonly kind: 'discovery' }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Where a client gets a token. */
export interface TokenSource {
  /** URL of the provider's metadata. */
  readonly configuration: string;
  /** Scope to ask for. */
  readonly scope: string;
}

export function readBearerMessage(bytes: Buffer): BearerMessage {
  const text = utf8Text(bytes);
  if (text === null) return malformed('The message is no text.');
  // The header of GS2 (RFC 5801, section 4): no mechanism of its kind binds to the channel.
  if (text.startsWith('p')) return malformed('OAUTHBEARER cannot be bound to the channel.');
  const header = /^[ny],/.exec(text);
  if (header === null) return malformed('The message has no header of GS2.');
  if (!text.startsWith(',', header[0].length))
    return malformed('No client can act for somebody whom its token does not name.');
  const body = text.slice(header[0].length + 1);
  if (!body.startsWith(SEPARATOR) || !body.endsWith(SEPARATOR + SEPARATOR))
    return malformed('The message is not a list of pairs.');
  const pairs = body
    .slice(1, -2)
    .split(SEPARATOR)
    .map((pair) => PAIR.exec(pair));
  if (pairs.includes(null)) return malformed('The message is not a list of pairs.');
  const said = pairs.filter((pair) => pair?.[1] === 'auth').map((pair) => pair?.[2] ?? '');
  const [auth] = said;
  if (said.length !== 1 || auth === undefined) return malformed('The message must name `auth` once.');
  if (auth === '') return { kind: 'discovery' };
  const token = BEARER.exec(auth)?.[1];
  return token === undefined
    ? malformed('What the message presents is no bearer token.')
    : { kind: 'token', token };
}

/** Says that there was no token, or none that does, and where to get one. */
export function encodeBearerError({ configuration, scope }: TokenSource): string {
  return JSON.stringify({ status: 'invalid_token', 'openid-configuration': configuration, scope });
}

function malformed(problem: string): BearerMessage {
  return { kind: 'malformed', problem };
}
