/**
 * Signing in at a SAML identity provider through a browser: a request by HTTP-Redirect, a response by HTTP-POST. (SAML 2.0 profiles, section 4.1.) node-saml
 * verifies signatures; the form of a response is checked before, and what its assertion says behind, from the very bytes that were signed. The library is
 * loaded when somebody signs in.
 */
import { createHash } from 'node:crypto';
import type { SAML } from '@node-saml/node-saml';
import { type IdentityReading, identityOf } from '../oidc/token-identity.ts';
import { UsedOnce } from '../used-once.ts';
import { MAX_AGE_MILLISECONDS, readAssertion } from './read-assertion.ts';
import { shapeOf } from './response-shape.ts';
import type { SamlSettings } from './saml-settings.ts';

/** Name under which logs know those who came so. */
const USER = 'saml';

export type ClaimedState =
  | { readonly ok: true; readonly state: string }
  /** A clause for the log. */
  | { readonly ok: false; readonly problem: string };

export class SamlLogin {
  readonly #settings: SamlSettings;
  readonly #now: () => number;
  readonly #used: UsedOnce;

  /** `now`: milliseconds since 1970. */
  constructor(settings: SamlSettings, { now }: { readonly now: () => number }) {
    this.#settings = settings;
    this.#now = now;
    this.#used = new UsedOnce(now);
  }

  /** Where a browser is sent to sign in. `state` becomes the request's own identifier, so that the provider signs it in its answer. */
  async address(state: string): Promise<URL> {
    const saml = await this.#saml(requestId(state));
    return new URL(await saml.getAuthorizeUrlAsync('', undefined, {}));
  }

  /** The state that a response says it answers; nobody has verified it. */
  stateOf(xml: string): ClaimedState {
    const shape = shapeOf(xml, this.#settings);
    // A provider that nobody asked answers nothing: whoever follows such a link would be signed in as somebody else.
    return shape.ok ? { ok: true, state: shape.inResponseTo.replace(/^_/, '') } : shape;
  }

  /** Who signed in, by what the browser brought for the sign-in of this state. Never rejects: whatever is wrong is a reason to refuse. */
  async identity(xml: string, state: string): Promise<IdentityReading> {
    const inResponseTo = requestId(state);
    const shape = shapeOf(xml, this.#settings);
    if (!shape.ok) return shape;
    if (shape.inResponseTo !== inResponseTo) return refuse('it answers another sign-in');
    const signed = await this.#signedAssertion(xml, shape.signed);
    if (signed === null) return refuse('its signature is wrong, or by another key');
    const now = this.#now();
    const reading = readAssertion(signed, this.#settings, { inResponseTo, now });
    if (!reading.ok) return reading;
    const { id, subject, groups, sessionEnd } = reading.assertion;
    const until = now + MAX_AGE_MILLISECONDS + 2_000 * this.#settings.clockSkewSeconds;
    if (!this.#used.take(digest(id), until) || !this.#used.take(digest(state), until))
      return refuse('it was used before');
    const { standsFor, sessionSeconds } = this.#settings;
    const end = Math.min(now + sessionSeconds * 1000, sessionEnd ?? Number.POSITIVE_INFINITY);
    return identityOf(
      { sub: subject, iat: now / 1000, exp: end / 1000, jti: id, groups },
      { user: USER, ...standsFor, kind: 'human', kindClaim: null, groupsClaim: 'groups', taskClaim: 'task' },
    );
  }

  /** What the provider's administrator registers, in SAML's own form. */
  async metadata(): Promise<string> {
    const saml = await this.#saml('_metadata');
    return saml.generateServiceProviderMetadata(null, null);
  }

  /** The bytes of the assertion that the provider signed; null where it did not. */
  async #signedAssertion(xml: string, isResponseSigned: boolean): Promise<string | null> {
    const saml = await this.#saml('_unused', isResponseSigned);
    try {
      const { profile } = await saml.validatePostResponseAsync({
        SAMLResponse: Buffer.from(xml).toString('base64'),
      });
      return profile?.getAssertionXml?.() ?? null;
    } catch (error) {
      // Its sentences can hold what the message says.
      if (error instanceof Error) return null;
      throw error;
    }
  }

  async #saml(id: string, isResponseSigned = false): Promise<SAML> {
    const { SAML, ValidateInResponseTo } = await import('@node-saml/node-saml');
    const { entityId, consumerUrl, entryPoint, certificates } = this.#settings;
    return new SAML({
      ...{ issuer: entityId, callbackUrl: consumerUrl, entryPoint },
      idpCert: [...certificates],
      wantAssertionsSigned: true,
      wantAuthnResponseSigned: isResponseSigned || this.#settings.responseSigned,
      // It verifies signatures alone: what an assertion says is read from what was signed, all of it, by read-assertion.ts.
      ...{ audience: false, acceptedClockSkewMs: -1, validateInResponseTo: ValidateInResponseTo.never },
      // Which name, and how somebody proves who they are, is the provider's to choose.
      identifierFormat: null,
      disableRequestedAuthnContext: true,
      generateUniqueId: () => id,
    });
  }
}

/** Identifiers begin with no digit. (XML Schema, NCName.) */
function requestId(state: string): string {
  return `_${state}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function refuse(problem: string): IdentityReading {
  return { ok: false, problem };
}
