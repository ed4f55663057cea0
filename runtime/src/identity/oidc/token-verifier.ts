/**
 * Verifies the tokens of one provider: signature by a key of its own, issuer, audience, times, algorithm from a list. (RFC 7519;
 * RFC 8725 for what to beware of; OpenID Connect Core 1.0, section 3.1.3.7.) Keys are fetched when they are needed, kept for ten
 * minutes and looked for anew where a token names an unknown one; while the provider is down, known ones go on until then.
 */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { Discovery, type Fetch, ProviderUnavailable } from './discovery.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { type IdentityReading, identityOf } from './token-identity.ts';

/** Longer than any that is sent in practice; a bound on what a stranger can have us read. */
const MAX_TOKEN_LENGTH = 16 * 1024;

const JWKS_OPTIONS = {
  timeoutDuration: 5_000,
  cooldownDuration: 30_000,
  cacheMaxAge: 600_000,
} as const;

export type NoticeVerification =
  | {
      readonly ok: true;
      readonly payload: Readonly<Record<string, unknown>>;
      /** Of its header. */
      readonly type: string | undefined;
    }
  /** A clause for the log. */
  | { readonly ok: false; readonly problem: string };

export class TokenVerifier {
  readonly settings: ProviderSettings;
  readonly #discovery: Discovery;
  readonly #fetch: Fetch;
  readonly #now: () => number;
  #keys: { readonly uri: string; readonly of: JWTVerifyGetKey } | null = null;

  constructor(settings: ProviderSettings, parts: { readonly fetch: Fetch; readonly now: () => number }) {
    this.settings = settings;
    this.#fetch = parts.fetch;
    this.#now = parts.now;
    this.#discovery = new Discovery(settings.issuer, parts.fetch, parts.now);
  }

  /** Never rejects: whatever keeps a token from being verified is a reason to refuse it. */
  async verify(token: string): Promise<IdentityReading> {
    if (token.length > MAX_TOKEN_LENGTH) return { ok: false, problem: 'it is too long' };
    const { issuer, audience, algorithms, clockSkewSeconds } = this.settings;
    try {
      const { payload } = await jwtVerify(token, await this.#keysOf(), {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clockSkewSeconds,
        currentDate: new Date(this.#now()),
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      // What a provider tells of others is signed by the same keys. (RFC 8417, section 4.)
      if (payload.events !== undefined) return { ok: false, problem: 'it is a notice of events' };
      // Whoever was given it must prove a key as well, which nobody asks for here: it may be stolen. (RFC 7800; RFC 8705, section 3; RFC 9449, section 7.2.)
      if (payload.cnf !== undefined) return { ok: false, problem: 'it is bound to a key' };
      const problem = this.#lifetimeProblem(payload);
      return problem === null ? identityOf(payload, this.settings) : { ok: false, problem };
    } catch (error) {
      return { ok: false, problem: problemOf(error) };
    }
  }

  /** What the provider tells of others, signed like its tokens and meant for this audience; what it tells is not read here. Never rejects. */
  async verifyNotice(token: string, audience: string): Promise<NoticeVerification> {
    if (token.length > MAX_TOKEN_LENGTH) return { ok: false, problem: 'it is too long' };
    const { issuer, algorithms, clockSkewSeconds } = this.settings;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, await this.#keysOf(), {
        ...{ issuer, audience, algorithms: [...algorithms], clockTolerance: clockSkewSeconds },
        currentDate: new Date(this.#now()),
        requiredClaims: ['iat', 'jti', 'events'],
      });
      return { ok: true, payload, type: protectedHeader.typ };
    } catch (error) {
      return { ok: false, problem: problemOf(error) };
    }
  }

  /** Skewed clocks may let a token begin early, and none go on after its end. */
  #lifetimeProblem({ exp = 0, iat = 0 }: JWTPayload): string | null {
    if (exp * 1000 <= this.#now()) return 'it has expired';
    // Else a lifetime could be counted from a day that is far off.
    if (iat * 1000 > this.#now() + this.settings.clockSkewSeconds * 1000) return 'it was not issued yet';
    return exp - iat > this.settings.maxLifetimeSeconds ? 'it lives longer than this proxy allows' : null;
  }

  async #keysOf(): Promise<JWTVerifyGetKey> {
    const uri = await this.#discovery.jwksUri();
    if (this.#keys?.uri !== uri.href) {
      const fetch = this.#fetch;
      const of = createRemoteJWKSet(uri, {
        ...JWKS_OPTIONS,
        [customFetch]: (url, options) => fetch(url, { signal: options.signal, redirect: 'error' }),
      });
      this.#keys = { uri: uri.href, of };
    }
    return this.#keys.of;
  }
}

/** A clause for the log, without anything of the token. */
function problemOf(error: unknown): string {
  if (error instanceof ProviderUnavailable) return `the provider cannot be asked: ${error.message}`;
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `its claim \`${error.claim}\` is not what it must be`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'none of the keys of the provider is the one that it names';
  if (error instanceof errors.JWKSTimeout) return 'the provider cannot be asked: its keys cannot be fetched';
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return 'it is no token';
  return 'the provider cannot be asked: its keys cannot be fetched';
}
