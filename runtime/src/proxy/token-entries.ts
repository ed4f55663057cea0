/** Which names present tokens, and what verifies them: one verifier for each provider, and one for the proxy's own tokens, for as long as the proxy runs. */

import type { TrustedIssuers } from '../identity/delegation/trusted-issuers.ts';
import { verifyToken } from '../identity/delegation/verify-token.ts';
import { type Fetch, metadataUrl } from '../identity/oidc/discovery.ts';
import type { ProviderSettings } from '../identity/oidc/provider-settings.ts';
import { TokenVerifier } from '../identity/oidc/token-verifier.ts';
import type { TokenEntry, VerifyToken, WireServices } from '../pgwire/services.ts';

export function tokenEntries(
  providers: readonly ProviderSettings[],
  own: TrustedIssuers | null,
  parts: { readonly fetch: Fetch; readonly now: () => number },
): WireServices['tokenEntry'] {
  const entries = new Map<string, TokenEntry>();
  for (const settings of providers) {
    const verifier = new TokenVerifier(settings, parts);
    const verify: VerifyToken = async (token) => {
      const reading = await verifier.verify(token);
      return reading.ok ? { ok: true, token: reading.identity } : reading;
    };
    entries.set(settings.user, { verify, oauth: null });
    if (settings.oauth === null) continue;
    const { user, scope } = settings.oauth;
    entries.set(user, { verify, oauth: { configuration: metadataUrl(settings.issuer), scope } });
  }
  if (own !== null) {
    const verify: VerifyToken = async (token) => {
      const verdict = await verifyToken(token, own, parts.now());
      return verdict.ok ? { ok: true, token: verdict.identity } : verdict;
    };
    entries.set(own.user, { verify, oauth: null });
  }
  return (user) => entries.get(user) ?? null;
}
