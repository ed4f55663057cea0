/** A way to sign in at the console through a browser: where it is sent, and what it brings back. */
import type { IdentityReading } from '../../identity/oidc/token-identity.ts';
import type { ClaimedState } from '../../identity/saml/saml-login.ts';
import type { LoginInProgress } from './login-state.ts';

export const LOGIN_WAYS = ['oidc', 'saml'] as const;

export type LoginWayName = (typeof LOGIN_WAYS)[number];

export interface LoginWay {
  /** What people know the provider by. */
  readonly label: string;
  /** Names the provider in the log. */
  readonly provider: string;
  /** Where a browser is sent. Rejects where the provider cannot be asked. */
  address(progress: LoginInProgress): Promise<URL>;
  /** The state that what was brought back claims; nobody has verified it. */
  stateOf(returned: URLSearchParams): ClaimedState;
  /** Who signed in. Never rejects for anything that was brought. */
  identity(returned: URLSearchParams, progress: LoginInProgress): Promise<IdentityReading>;
}
