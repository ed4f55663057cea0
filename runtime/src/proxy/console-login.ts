/** Signing in at the console through a provider, put together as the configuration says. */
import { CALLBACK_PATH, type LoginApi, loginApi } from '../admin/console/login-api.ts';
import { LoginStates } from '../admin/console/login-state.ts';
import type { SessionBook } from '../admin/console/session-book.ts';
import type { AdminConfig } from '../config/config.ts';
import { CodeLogin } from '../identity/oidc/code-login.ts';
import type { Fetch } from '../identity/oidc/discovery.ts';
import type { Revocations } from '../identity/revocations.ts';
import type { Log } from '../log/logger.ts';

export interface ConsoleLoginParts {
  readonly book: SessionBook;
  readonly revocations: Revocations;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly log: Log;
}

export function consoleLogin({ url, signIn }: AdminConfig, parts: ConsoleLoginParts): LoginApi {
  if (signIn === null || url === null) return loginApi(null);
  const { book, revocations, log, now } = parts;
  const { provider, clientId, clientSecret, scopes, label } = signIn;
  const redirectUri = `${url}${CALLBACK_PATH}`;
  return loginApi({
    ...{ book, revocations, label, states: new LoginStates(now) },
    login: new CodeLogin(
      { provider, clientId, clientSecret, scopes, redirectUri },
      { ...parts, post: fetch },
    ),
    onSignedIn: (subject, issuer) => log('signed-in', { subject, issuer }),
    onFailure: (reason) => log('sign-in-failed', { address: '', user: provider.user, reason }),
  });
}
