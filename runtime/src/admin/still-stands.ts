/** Whether somebody who proved who they are could do so again. That a token or a session has ended since takes nothing back of what they did with it. */
import type { CredentialStore } from '../identity/credential-store.ts';
import type { Identity } from '../identity/identity.ts';
import { TokenIdentity } from '../identity/oidc/token-identity.ts';
import type { Revocations } from '../identity/revocations.ts';

export interface Standing {
  readonly store: CredentialStore;
  readonly revocations: Revocations;
}

/** False, too, while the list or the file that would say so cannot be read. */
export function stillStands(identity: Identity, { store, revocations }: Standing): boolean {
  return identity instanceof TokenIdentity
    ? revocations.usable && !revocations.revokes(identity)
    : store.usable && store.revocationOf(identity) === null;
}
