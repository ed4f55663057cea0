/**
 * Who sends a request: a token of an identity provider or of the proxy's own issuers (RFC 6750), or user and password of a static credential (RFC 7617). What was
 * proved once is remembered for a short time, since each proof takes a computation that is meant to be slow; whether it still holds is
 * asked each time.
 */
import { hash, randomBytes } from 'node:crypto';
import type { CredentialStore } from '../../identity/credential-store.ts';
import { isOwnToken } from '../../identity/delegation/chain.ts';
import type { TrustedIssuers } from '../../identity/delegation/trusted-issuers.ts';
import { verifyToken } from '../../identity/delegation/verify-token.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Fetch } from '../../identity/oidc/discovery.ts';
import type { ProviderSettings } from '../../identity/oidc/provider-settings.ts';
import { TokenIdentity } from '../../identity/oidc/token-identity.ts';
import { TokenVerifier } from '../../identity/oidc/token-verifier.ts';
import { type PasswordProof, provePassword } from '../../identity/prove-password.ts';
import type { Revocations } from '../../identity/revocations.ts';
import { BoundedCache } from '../../judge/bounded-cache.ts';

export type Authenticated =
  | { readonly ok: true; readonly identity: Identity }
  /** `unusable`: nobody can prove anything now. The problem is a clause for the log, and holds nothing of what was sent. */
  | {
      readonly ok: false;
      readonly kind: 'unproven' | 'unusable' | 'busy';
      /** Name of a credential, or that of the provider; empty where none is called so: somebody may have put a secret there. */
      readonly user: string;
      readonly problem: string;
    };

export interface AuthenticatorParts {
  readonly store: CredentialStore;
  readonly revocations: Revocations;
  readonly providers: readonly ProviderSettings[];
  /** Whose own tokens are taken; null for none. */
  readonly tokens: TrustedIssuers | null;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly mockSecret: Uint8Array;
}

const REMEMBERED = 10_000;
const REMEMBERED_MILLISECONDS = 60_000;
/** Proofs that are computed at a time; a stranger can ask for them. */
const MOST_PROOFS = 64;
const LONGEST = 20 * 1024;

const PROBLEMS: Readonly<Record<Extract<PasswordProof, string>, string>> = {
  'unknown-user': 'nobody is called so',
  'wrong-password': 'the password is wrong',
  changed: 'the credential was changed while it was used',
};

interface Proof {
  readonly identity: Identity;
  readonly until: number;
}

export class Authenticator {
  readonly #parts: AuthenticatorParts;
  readonly #verifiers: readonly TokenVerifier[];
  /** By a digest of what was sent, under a key that nobody knows, so that no secret is kept. */
  readonly #proofs = new BoundedCache<Proof>({ maxEntries: REMEMBERED, maxKeyLength: 64 });
  readonly #digestKey = randomBytes(32).toString('hex');
  #computing = 0;

  constructor(parts: AuthenticatorParts) {
    this.#parts = parts;
    this.#verifiers = parts.providers.map((settings) => new TokenVerifier(settings, parts));
  }

  /** What a 401 says can be done. */
  get challenges(): readonly string[] {
    const bearer =
      this.#verifiers.length === 0 && this.#parts.tokens === null ? [] : ['Bearer realm="dlp-proxy"'];
    return [...bearer, 'Basic realm="dlp-proxy", charset="UTF-8"'];
  }

  /** At once where it was proved a moment ago. Never rejects. */
  authenticate(authorization: string | null): Authenticated | Promise<Authenticated> {
    if (authorization === null) return unproven('', 'it has no Authorization');
    if (authorization.length > LONGEST) return unproven('', 'its Authorization is too long');
    const digest = hash('sha256', this.#digestKey + authorization, 'base64');
    const known = this.#proofs.get(digest);
    if (known !== undefined && this.#parts.now() < known.until) {
      const now = this.#current(known.identity);
      if (now !== null) return now;
    }
    if (this.#computing >= MOST_PROOFS)
      return { ok: false, kind: 'busy', user: '', problem: 'too many proofs are computed already' };
    return this.#compute(authorization, digest);
  }

  async #compute(authorization: string, digest: string): Promise<Authenticated> {
    this.#computing += 1;
    try {
      const result = await this.#prove(authorization);
      if (result.ok)
        this.#proofs.set(digest, {
          identity: result.identity,
          until: this.#parts.now() + REMEMBERED_MILLISECONDS,
        });
      return result;
    } finally {
      this.#computing -= 1;
    }
  }

  /** What is remembered of a proof, as it is by now; null where it has to be proved again. */
  #current(identity: Identity): Authenticated | null {
    if (identity instanceof TokenIdentity) return this.#standing(identity);
    if (!this.#parts.store.usable) return unusable(identity.user);
    const credential = this.#parts.store.find(identity.user);
    if (credential === null || !('verifier' in identity) || credential.verifier !== identity.verifier)
      return null;
    return this.#standing(credential);
  }

  #prove(authorization: string): Promise<Authenticated> | Authenticated {
    const [, scheme = '', rest = ''] = /^([A-Za-z]+) +(\S+)$/.exec(authorization) ?? [];
    switch (scheme.toLowerCase()) {
      case 'bearer':
        return this.#proveToken(rest);
      case 'basic':
        return this.#provePassword(rest);
      default:
        return unproven('', 'its Authorization is neither Bearer nor Basic');
    }
  }

  async #proveToken(token: string): Promise<Authenticated> {
    const { tokens, now } = this.#parts;
    if (isOwnToken(token)) {
      if (tokens === null) return unproven('', 'no issuer of own tokens is trusted');
      const verdict = await verifyToken(token, tokens, now());
      return verdict.ok ? this.#standing(verdict.identity) : unproven(tokens.user, verdict.problem);
    }
    const issuer = issuerOf(token);
    const verifiers = this.#verifiers.filter(({ settings }) => settings.issuer === issuer);
    let problem = 'no provider has its issuer';
    for (const verifier of verifiers) {
      const reading = await verifier.verify(token);
      if (reading.ok) return this.#standing(reading.identity);
      problem = reading.problem;
    }
    return unproven(verifiers[0]?.settings.user ?? '', problem);
  }

  async #provePassword(encoded: string): Promise<Authenticated> {
    const bytes = Buffer.from(encoded, 'base64');
    const text = bytes.toString();
    const colon = text.indexOf(':');
    if (colon < 1 || bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, ''))
      return unproven('', 'its Authorization is no user and password');
    const user = text.slice(0, colon);
    if (!this.#parts.store.usable) return unusable(user);
    const proof = await provePassword(user, text.slice(colon + 1), this.#parts);
    if (typeof proof !== 'string') return this.#standing(proof);
    return unproven(this.#parts.store.knew(user) ? user : '', PROBLEMS[proof]);
  }

  /** Whether what was proved still counts. */
  #standing(identity: Identity): Authenticated {
    const { revocations, now } = this.#parts;
    if (now() >= identity.expiresAt.getTime()) return unproven(identity.user, 'it has expired');
    if (!(identity instanceof TokenIdentity)) return { ok: true, identity };
    if (!revocations.usable) return unusable(identity.user);
    return revocations.revokes(identity)
      ? unproven(identity.user, 'the token was revoked')
      : { ok: true, identity };
  }
}

/** Only tells which provider to ask; nothing is verified yet. */
function issuerOf(token: string): string | null {
  const [, payload = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null && 'iss' in claims && typeof claims.iss === 'string'
      ? claims.iss
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function unproven(user: string, problem: string): Authenticated {
  return { ok: false, kind: 'unproven', user, problem };
}

function unusable(user: string): Authenticated {
  return { ok: false, kind: 'unusable', user, problem: 'credentials or revocations cannot be read' };
}
