/**
 * Who asks: the same identities as those of callers. A name and a password are held against the credential's verifier, a bearer token is verified as
 * one that is presented as a password; each request proves it anew, so that there is no session to steal and no cookie that a browser adds.
 */
import type { CredentialStore } from '../identity/credential-store.ts';
import type { Identity } from '../identity/identity.ts';
import { TokenIdentity } from '../identity/oidc/token-identity.ts';
import type { TokenVerifier } from '../identity/oidc/token-verifier.ts';
import { provePassword } from '../identity/prove-password.ts';
import type { Revocations } from '../identity/revocations.ts';
import type { AttemptLimiter } from './attempt-limiter.ts';
import { SessionBook } from './console/session-book.ts';
import { type Problem, problem } from './http/problem.ts';

export interface SignInParts {
  readonly store: CredentialStore;
  readonly verifiers: readonly TokenVerifier[];
  readonly revocations: Revocations;
  /** Of those who signed in at the console through a provider. */
  readonly sessions: SessionBook;
  /** See the wire's services: what unknown users are held against. */
  readonly mockSecret: Uint8Array;
  readonly limiter: AttemptLimiter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears why somebody could not sign in; nothing in it is secret. The name is empty for a token, and where nobody is called so. */
  readonly onFailure: (address: string, name: string, problem: string) => void;
}

export type SigningIn =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly problem: Problem };

const MAX_HEADER_LENGTH = 20_000;
/** Passwords that are tried at a time: each costs some milliseconds of a core. */
const MAX_TRYING = 8;

export function signIn(
  parts: SignInParts,
): (authorization: string | undefined, address: string) => Promise<SigningIn> {
  let trying = 0;
  return async (authorization, address) => {
    const given = readAuthorization(authorization);
    if (given === null)
      return refused(unauthenticated('Send `Authorization: Bearer TOKEN`, or a name and a password.'));
    if (given.kind === 'token' && SessionBook.isOwn(given.token)) return bySession(given.token, parts);
    const name = given.kind === 'password' ? given.user : '';
    const wait = parts.limiter.waitSeconds(address, name);
    if (wait > 0)
      return refused({
        ...problem('too-many-attempts', `Try again in ${wait} s.`),
        headers: { 'retry-after': String(wait) },
      });
    if (trying >= MAX_TRYING) return refused({ ...problem('unavailable'), headers: { 'retry-after': '1' } });
    trying += 1;
    try {
      const outcome =
        given.kind === 'password' ? await byPassword(given, parts) : await byToken(given.token, parts);
      if (typeof outcome !== 'string') return { ok: true, identity: outcome };
      parts.limiter.failed(address, name);
      parts.onFailure(address, parts.store.knew(name) ? name : '', outcome);
      return refused(unauthenticated('The name and password, or the token, are not valid.'));
    } finally {
      trying -= 1;
    }
  };
}

type Given =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

function readAuthorization(header: string | undefined): Given | null {
  if (header === undefined || header.length > MAX_HEADER_LENGTH) return null;
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { kind: 'token', token: value };
  if (scheme.toLowerCase() !== 'basic') return null;
  const [, user = '', password = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return { kind: 'password', user, password };
}

/** The identity, or why not. */
async function byPassword(
  { user, password }: Extract<Given, { kind: 'password' }>,
  { store, mockSecret, now }: SignInParts,
): Promise<Identity | string> {
  // Takes as long as for an unknown user.
  const proof = await provePassword(user, password, { store, mockSecret });
  if (!store.usable) return 'unknown-user';
  if (typeof proof === 'string') return proof === 'changed' ? 'unknown-user' : proof;
  return proof.expiresAt.getTime() <= now() ? 'expired' : proof;
}

async function byToken(token: string, { verifiers, revocations }: SignInParts): Promise<Identity | string> {
  let why = 'no provider is configured whose tokens are taken';
  for (const verifier of verifiers) {
    const reading = await verifier.verify(token);
    if (!reading.ok) why = reading.problem;
    else if (!revocations.usable) return 'the list of revoked tokens cannot be read';
    else return revocations.revokes(reading.identity) ? 'it was revoked' : reading.identity;
  }
  return why;
}

/** Nobody guesses such a token: failures need not be counted, and a page that goes on asking locks nobody out. */
function bySession(token: string, { sessions, revocations }: SignInParts): SigningIn {
  const identity = sessions.find(token);
  return identity === null || !revocations.usable || revocations.revokes(identity)
    ? refused(unauthenticated('The session has ended: sign in again.'))
    : { ok: true, identity };
}

function unauthenticated(detail: string): Problem {
  // No `Basic`: a browser would ask for a password, and then send it with whatever a page asks.
  return { ...problem('not-signed-in', detail), headers: { 'www-authenticate': 'Bearer' } };
}

function refused(found: Problem): SigningIn {
  return { ok: false, problem: found };
}

/** The issuer that vouches for somebody; null for a credential of the proxy's own. */
export function tokenOrigin(
  identity: Identity,
): { readonly issuer: string; readonly audience: string } | null {
  return identity instanceof TokenIdentity ? { issuer: identity.issuer, audience: identity.audience } : null;
}
