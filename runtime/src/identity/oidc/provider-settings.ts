/** One OpenID Connect provider whose tokens open sessions. Everything that a token must be is pinned here. */
import type { CallerKind } from '../../abi.ts';

/** Signature algorithms that can be allowed: asymmetric ones alone, so that no public key can be taken for a shared secret. */
export const TOKEN_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

export interface ProviderSettings {
  /** Name that clients connect with to present a token as their password; unique. */
  readonly user: string;
  /** By which other name clients of PostgreSQL 18 present a token by OAUTHBEARER, and which scope they ask the provider for; null where there is none. */
  readonly oauth: { readonly user: string; readonly scope: string } | null;
  /** Exactly as tokens have it in `iss`. */
  readonly issuer: string;
  /** Must be among the token's `aud`. */
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** What the callers are whose tokens do not say so. */
  readonly kind: CallerKind;
  /** Claim with `human` or `service`, where one provider knows both; null where there is none. */
  readonly kindClaim: string | null;
  /** Claim with the caller's groups, an array of strings. */
  readonly groupsClaim: string;
  /** Claim with the task: an object with `id`, `name` and `parent`. */
  readonly taskClaim: string;
  /** Seconds that the clocks of provider and proxy may differ. */
  readonly clockSkewSeconds: number;
  /** A token that lives longer from its issue to its end is refused. */
  readonly maxLifetimeSeconds: number;
}
