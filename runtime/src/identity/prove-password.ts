/** Whether somebody who sends a name and a password in the clear is who the file of credentials says. Whoever asks bounds how often. */
import { timingSafeEqual } from 'node:crypto';
import { mockVerifier, parseScramVerifier, saltedPassword, scramKeys } from '../pgwire/scram/verifier.ts';
import type { Credential } from './credential.ts';
import type { CredentialStore } from './credential-store.ts';

/** The credential; or why not, for the log alone: who asks is not told which. */
export type PasswordProof = Credential | 'unknown-user' | 'wrong-password' | 'changed';

/** Takes as long for an unknown user as for a wrong password. `mockSecret`: see the wire's services. */
export async function provePassword(
  user: string,
  password: string,
  { store, mockSecret }: { readonly store: CredentialStore; readonly mockSecret: Uint8Array },
): Promise<PasswordProof> {
  const credential = store.find(user);
  const known = credential === null ? null : parseScramVerifier(credential.verifier);
  const verifier = known ?? mockVerifier(user, mockSecret);
  const { storedKey } = scramKeys(await saltedPassword(password, verifier.salt, verifier.iterations));
  const isRight = timingSafeEqual(storedKey, verifier.storedKey);
  if (credential === null || known === null) return 'unknown-user';
  if (!isRight) return 'wrong-password';
  // The file may have been read again in between: what counts is how the credential is by now.
  const current = store.find(user);
  return current?.verifier === credential.verifier ? current : 'changed';
}
