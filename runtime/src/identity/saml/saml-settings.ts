/** One SAML identity provider that people sign in at. Everything that its messages must be is pinned here. */

export interface SamlSettings {
  /** By which the provider knows this proxy, and which its assertions must name as audience. */
  readonly entityId: string;
  /** Where browsers bring its messages, as it is registered there. */
  readonly consumerUrl: string;
  /** The provider's own entity id, exactly as its messages have it. */
  readonly issuer: string;
  /** Where browsers are sent to, by HTTP-Redirect. */
  readonly entryPoint: string;
  /** Of the keys that it signs with, in PEM; RSA. */
  readonly certificates: readonly string[];
  /** Whether its whole answer must be signed too, and not the assertion alone. */
  readonly responseSigned: boolean;
  /** The attribute that names the subject; null for the NameID. */
  readonly subjectAttribute: string | null;
  readonly groupsAttribute: string;
  /** For whom people count who sign in here: what policies name as issuer and audience. */
  readonly standsFor: { readonly issuer: string; readonly audience: string };
  /** Seconds that the clocks of provider and proxy may differ. */
  readonly clockSkewSeconds: number;
  /** After so many seconds people sign in anew, unless the provider says sooner. */
  readonly sessionSeconds: number;
}
