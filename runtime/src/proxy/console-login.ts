/** Signing in at the console through providers, put together as the configuration says. */
import { CALLBACK_PATH, type LoginApi, loginApi } from '../admin/console/login-api.ts';
import { LoginStates } from '../admin/console/login-state.ts';
import type { LoginWay, LoginWayName } from '../admin/console/login-way.ts';
import type { SessionBook } from '../admin/console/session-book.ts';
import type { AdminConfig, SamlConfig, SignInConfig } from '../config/config.ts';
import { CodeLogin } from '../identity/oidc/code-login.ts';
import type { Fetch } from '../identity/oidc/discovery.ts';
import type { Revocations } from '../identity/revocations.ts';
import { postedResponse } from '../identity/saml/posted-response.ts';
import { SamlLogin } from '../identity/saml/saml-login.ts';
import type { Log } from '../log/logger.ts';

export interface ConsoleLoginParts {
  readonly book: SessionBook;
  readonly revocations: Revocations;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly log: Log;
}

export function consoleLogin({ url, signIn, saml }: AdminConfig, parts: ConsoleLoginParts): LoginApi {
  const { book, revocations, log, now } = parts;
  const ways = new Map<LoginWayName, LoginWay & { readonly states: LoginStates }>();
  if (signIn !== null && url !== null)
    ways.set('oidc', { ...codeWay(signIn, url, parts), states: new LoginStates(now) });
  const samlLogin = saml === null ? null : new SamlLogin(saml.settings, { now });
  if (saml !== null && samlLogin !== null)
    ways.set('saml', { ...samlWay(saml, samlLogin), states: new LoginStates(now) });
  if (ways.size === 0) return loginApi(null);
  return loginApi({
    ...{ ways, book, revocations },
    samlMetadata: samlLogin === null ? null : () => samlLogin.metadata(),
    onSignedIn: (subject, issuer) => log('signed-in', { subject, issuer }),
    onFailure: (user, reason) => log('sign-in-failed', { address: '', user, reason }),
  });
}

function codeWay(
  { provider, clientId, clientSecret, scopes, label }: SignInConfig,
  url: string,
  parts: ConsoleLoginParts,
): LoginWay {
  const redirectUri = `${url}${CALLBACK_PATH}`;
  const login = new CodeLogin(
    { provider, clientId, clientSecret, scopes, redirectUri },
    { ...parts, post: fetch },
  );
  return {
    ...{ label, provider: provider.user },
    address: (progress) => login.address(progress),
    stateOf: (returned) => ({ ok: true, state: returned.get('state') ?? '' }),
    identity: (returned, progress) => login.identity(returned, progress),
  };
}

function samlWay({ label }: SamlConfig, login: SamlLogin): LoginWay {
  return {
    ...{ label, provider: 'saml' },
    address: ({ state }) => login.address(state),
    stateOf: (form) => {
      const response = postedResponse(form);
      return response === null
        ? { ok: false, problem: 'the form holds not exactly one response' }
        : login.stateOf(response);
    },
    identity: (form, { state }) => login.identity(postedResponse(form) ?? '', state),
  };
}
