/**
 * Signing in through a provider, over HTTP: a page begins, the browser goes to the provider and comes back, the page gets its token. Nobody has signed in
 * yet who asks here, so what a request can cause is bounded: nothing is kept for it, and providers are asked only for what began here.
 */
import type { CodeLogin } from '../../identity/oidc/code-login.ts';
import type { Revocations } from '../../identity/revocations.ts';
import { type Answer, jsonAnswer, problem, problemAnswer } from '../http/problem.ts';
import type { LoginStates } from './login-state.ts';
import type { SessionBook } from './session-book.ts';

export interface LoginParts {
  readonly login: CodeLogin;
  /** What people know the provider by. */
  readonly label: string;
  readonly states: LoginStates;
  readonly book: SessionBook;
  readonly revocations: Revocations;
  /** Hears who signed in, and why somebody could not; holds nothing secret. */
  readonly onSignedIn: (subject: string, issuer: string) => void;
  readonly onFailure: (reason: string) => void;
}

/** How a page may have people sign in besides by password and token. */
export interface SignInWays {
  /** Null where there is none. */
  readonly provider: { readonly label: string } | null;
}

/** Where the provider sends the browser back to. */
export const CALLBACK_PATH = '/v1/sign-in/callback';
/** People who sign in at a time. */
const MAX_ASKING = 8;
const CHALLENGE = /^[\w-]{43}$/;
const MAX_QUERY_LENGTH = 4_096;

export interface LoginApi {
  ways(): Answer;
  /** `body`: `challenge`. */
  begin(body: unknown): Promise<Answer>;
  /** Of the browser that comes back: it is sent on to the page. */
  callback(query: string): Promise<Answer>;
  /** `body`: `ticket` and `secret`. */
  exchange(body: unknown): Answer;
  end(authorization: string | undefined): Answer;
}

/** `parts` null: nobody signs in so. */
export function loginApi(parts: LoginParts | null): LoginApi {
  let asking = 0;
  const ways: SignInWays = { provider: parts === null ? null : { label: parts.label } };
  const absent = problemAnswer(problem('not-found', 'The configuration has no `admin.signIn`.'));
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

  return {
    ways: () => jsonAnswer(ways),
    begin: async (body) => {
      const { challenge } = membersOf(body);
      if (parts === null) return absent;
      if (typeof challenge !== 'string' || !CHALLENGE.test(challenge))
        return problemAnswer(problem('bad-request', '`challenge` is a SHA-256 in base64url.'));
      return counted(() => begin(parts, challenge));
    },
    callback: async (query) => {
      if (parts === null) return absent;
      if (query.length > MAX_QUERY_LENGTH) return toPage('problem=failed');
      return counted(() => callback(parts, new URLSearchParams(query)));
    },
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

async function begin({ login, states, onFailure }: LoginParts, challenge: string): Promise<Answer> {
  try {
    return jsonAnswer({ url: (await login.address(states.begin(challenge))).href });
  } catch (error) {
    onFailure(`the provider cannot be asked: ${error instanceof Error ? error.message : String(error)}`);
    return problemAnswer(problem('unavailable', 'The identity provider cannot be asked.'));
  }
}

async function callback(
  { login, states, book, revocations, onSignedIn, onFailure }: LoginParts,
  query: URLSearchParams,
): Promise<Answer> {
  const progress = states.resume(query.get('state') ?? '');
  if (progress === null) {
    onFailure('the sign-in did not begin here, or too long ago');
    return toPage('problem=too-late');
  }
  const reading = await login.identity(query, progress);
  const refusal = !reading.ok
    ? reading.problem
    : !revocations.usable
      ? 'the list of revoked tokens cannot be read'
      : revocations.revokes(reading.identity)
        ? 'it was revoked'
        : null;
  if (!reading.ok || refusal !== null) {
    onFailure(refusal ?? '');
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
