/** Which names present tokens, and what verifies them: one verifier for each provider, for as long as the proxy runs. */
import type { Fetch } from '../identity/oidc/discovery.ts';
import type { ProviderSettings } from '../identity/oidc/provider-settings.ts';
import { TokenVerifier } from '../identity/oidc/token-verifier.ts';
import type { WireServices } from '../pgwire/services.ts';

export function tokenVerifiers(
  providers: readonly ProviderSettings[],
  parts: { readonly fetch: Fetch; readonly now: () => number },
): WireServices['tokenVerifier'] {
  const verifiers = new Map(providers.map((settings) => [settings.user, new TokenVerifier(settings, parts)]));
  return (user) => {
    const verifier = verifiers.get(user);
    if (verifier === undefined) return null;
    return async (token) => {
      const reading = await verifier.verify(token);
      return reading.ok ? { ok: true, token: reading.identity } : reading;
    };
  };
}
