/** Which names present tokens, and what verifies them: one verifier for each provider, and one for the proxy's own tokens, for as long as the proxy runs. */

import type { TrustedIssuers } from '../identity/delegation/trusted-issuers.ts';
import { verifyToken } from '../identity/delegation/verify-token.ts';
import type { Fetch } from '../identity/oidc/discovery.ts';
import type { ProviderSettings } from '../identity/oidc/provider-settings.ts';
import { TokenVerifier } from '../identity/oidc/token-verifier.ts';
import type { WireServices } from '../pgwire/services.ts';

export function tokenVerifiers(
  providers: readonly ProviderSettings[],
  own: TrustedIssuers | null,
  parts: { readonly fetch: Fetch; readonly now: () => number },
): WireServices['tokenVerifier'] {
  const verifiers = new Map(providers.map((settings) => [settings.user, new TokenVerifier(settings, parts)]));
  return (user) => {
    if (own !== null && user === own.user)
      return async (token) => {
        const verdict = await verifyToken(token, own, parts.now());
        return verdict.ok ? { ok: true, token: verdict.identity } : verdict;
      };
    const verifier = verifiers.get(user);
    if (verifier === undefined) return null;
    return async (token) => {
      const reading = await verifier.verify(token);
      return reading.ok ? { ok: true, token: reading.identity } : reading;
    };
  };
}
