/**
 * Signing in through a provider, over HTTP: a page begins, the browser goes to the provider and comes back, the page gets its token. Nobody has signed in
 * yet who asks here, so what a request can cause is bounded: nothing is kept for it, and providers are asked only for what began here.
 */
import type { Revocations } from '../../identity/revocations.ts';
import { type Answer, jsonAnswer, problem, problemAnswer } from '../http/problem.ts';
import type { LoginStates } from './login-state.ts';
import { LOGIN_WAYS, type LoginWay, type LoginWayName } from './login-way.ts';
import type { SessionBook } from './session-book.ts';

export interface LoginParts {
  /** At least one. States of one way are none of another. */
  readonly ways: ReadonlyMap<LoginWayName, LoginWay & { readonly states: LoginStates }>;
  /** For the administrator of a SAML provider; null where there is none. */
  readonly samlMetadata: (() => Promise<string>) | null;
  readonly book: SessionBook;
  readonly revocations: Revocations;
  /** Hears who signed in, and why somebody could not; holds nothing secret. */
  readonly onSignedIn: (subject: string, issuer: string) => void;
  readonly onFailure: (provider: string, reason: string) => void;
}

/** How a page may have people sign in besides by password and token. */
export interface SignInWays {
  readonly ways: readonly { readonly way: LoginWayName; readonly label: string }[];
}

/** Where an OpenID Connect provider sends the browser back to. */
export const CALLBACK_PATH = '/v1/sign-in/callback';
/** Where a SAML provider has the browser post its response, and what it is told of that. */
export const SAML_CONSUMER_PATH = '/v1/sign-in/saml';
export const SAML_METADATA_PATH = '/v1/sign-in/saml/metadata';
/** People who sign in at a time. */
const MAX_ASKING = 8;
const CHALLENGE = /^[\w-]{43}$/;
const MAX_QUERY_LENGTH = 4_096;

export interface LoginApi {
  ways(): Answer;
  /** `body`: `challenge`, and `way` where it is not `oidc`. */
  begin(body: unknown): Promise<Answer>;
  /** Of the browser that comes back: it is sent on to the page. */
  callback(query: string): Promise<Answer>;
  /** The same, of one that brings a form. */
  consume(form: URLSearchParams): Promise<Answer>;
  metadata(): Promise<Answer>;
  /** `body`: `ticket` and `secret`. */
  exchange(body: unknown): Answer;
  end(authorization: string | undefined): Answer;
}

/** `parts` null: nobody signs in so. */
export function loginApi(parts: LoginParts | null): LoginApi {
  let asking = 0;
  const offered: SignInWays = {
    ways: [...(parts?.ways ?? [])].map(([way, { label }]) => ({ way, label })),
  };
  const absent = problemAnswer(problem('not-found', 'The configuration has no such way to sign in.'));
  const busy = { ...problem('unavailable'), headers: { 'retry-after': '1' } };

  async function counted(action: () => Promise<Answer>): Promise<Answer> {
    if (asking >= MAX_ASKING) return problemAnswer(busy);
    asking += 1;
    try {
      return await action();
    } finally {
      asking -= 1;
    }
  }

  async function returned(name: LoginWayName, brought: URLSearchParams): Promise<Answer> {
    return parts === null || !parts.ways.has(name) ? absent : counted(() => comeBack(parts, name, brought));
  }

  return {
    ways: () => jsonAnswer(offered),
    begin: async (body) => {
      const { challenge, way = 'oidc' } = membersOf(body);
      const name = LOGIN_WAYS.find((each) => each === way);
      if (parts === null || name === undefined || !parts.ways.has(name)) return absent;
      if (typeof challenge !== 'string' || !CHALLENGE.test(challenge))
        return problemAnswer(problem('bad-request', '`challenge` is a SHA-256 in base64url.'));
      return counted(() => begin(parts, name, challenge));
    },
    callback: async (query) =>
      query.length > MAX_QUERY_LENGTH
        ? toPage('problem=failed')
        : returned('oidc', new URLSearchParams(query)),
    consume: (form) => returned('saml', form),
    metadata: async () =>
      parts === null || parts.samlMetadata === null
        ? absent
        : { status: 200, type: 'application/samlmetadata+xml', body: await parts.samlMetadata() },
    exchange: (body) => {
      const { ticket, secret } = membersOf(body);
      if (parts === null) return absent;
      if (typeof ticket !== 'string' || typeof secret !== 'string')
        return problemAnswer(problem('bad-request', 'Send `ticket` and `secret`.'));
      const token = parts.book.exchange(ticket, secret);
      return token === null
        ? problemAnswer(problem('not-signed-in', 'Sign in again.'))
        : jsonAnswer({ token });
    },
    end: (authorization) => {
      parts?.book.end(/^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
      return jsonAnswer({ signedOut: true });
    },
  };
}

async function begin(
  { ways, onFailure }: LoginParts,
  name: LoginWayName,
  challenge: string,
): Promise<Answer> {
  const way = ways.get(name);
  if (way === undefined) return problemAnswer(problem('not-found'));
  try {
    return jsonAnswer({ url: (await way.address(way.states.begin(challenge))).href });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onFailure(way.provider, `the provider cannot be asked: ${reason}`);
    return problemAnswer(problem('unavailable', 'The identity provider cannot be asked.'));
  }
}

async function comeBack(
  { ways, book, revocations, onSignedIn, onFailure }: LoginParts,
  name: LoginWayName,
  brought: URLSearchParams,
): Promise<Answer> {
  const way = ways.get(name);
  if (way === undefined) return problemAnswer(problem('not-found'));
  const claimed = way.stateOf(brought);
  if (!claimed.ok) {
    onFailure(way.provider, claimed.problem);
    return toPage('problem=failed');
  }
  const progress = way.states.resume(claimed.state);
  if (progress === null) {
    onFailure(way.provider, 'the sign-in did not begin here, or too long ago');
    return toPage('problem=too-late');
  }
  const reading = await way.identity(brought, progress);
  const refusal = !reading.ok
    ? reading.problem
    : !revocations.usable
      ? 'the list of revoked tokens cannot be read'
      : revocations.revokes(reading.identity)
        ? 'it was revoked'
        : null;
  if (!reading.ok || refusal !== null) {
    onFailure(way.provider, refusal ?? '');
    return toPage('problem=failed');
  }
  onSignedIn(reading.identity.caller.sub, reading.identity.issuer);
  return toPage(`ticket=${book.ticket(reading.identity, progress.challenge)}`);
}

/**
 * A document of ours that goes on to the page: a redirect would count as a step of the provider's page, which may not look at ours. What is told stands
 * behind `#`, which browsers send to nobody; it is letters, digits, `=`, `-` and `_`.
 */
function toPage(told: string): Answer {
  const body = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="0; url=/#${told}" />
    <title>dlp-proxy</title>
  </head>
  <body>
    <a href="/#${told}">Go on to the console</a>
  </body>
</html>
`;
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
