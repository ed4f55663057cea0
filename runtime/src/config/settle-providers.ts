/** Settles whose tokens open sessions: secure issuers, each name of a user once. */
import type { InferOutput } from 'valibot';
import type { ProviderSettings } from '../identity/oidc/provider-settings.ts';
import { isSecureUrl } from '../identity/oidc/secure-url.ts';
import type { IdentityProviderShape } from './config-file.ts';
import type { Settling } from './settling.ts';

export function settleProviders(
  providers: readonly InferOutput<typeof IdentityProviderShape>[],
  settling: Settling,
): readonly ProviderSettings[] {
  const users = new Set<string>();
  return providers.map((provider, index) => {
    const path = ['identityProviders', String(index)];
    if (!isSecureUrl(provider.issuer)) {
      const hint = 'Keys that came over http could be anyone’s; http is taken from loopback alone.';
      settling.wrong([...path, 'issuer'], `found \`${provider.issuer}\`, expected a URL with https`, hint);
    }
    const takes = (name: string, at: readonly string[]): void => {
      if (users.has(name)) settling.wrong([...path, ...at], 'this name is taken by a provider already');
      users.add(name);
    };
    const { kindClaim = null, oauth = null, ...rest } = provider;
    takes(provider.user, ['user']);
    if (oauth !== null) takes(oauth.user, ['oauth', 'user']);
    return { ...rest, kindClaim, oauth };
  });
}
