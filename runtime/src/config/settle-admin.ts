/** Settles what is for people: an admin listener that is safe, approvals that somebody can decide, a webhook that is signed. */
import type { InferOutput } from 'valibot';
import type { ProviderSettings } from '../identity/oidc/provider-settings.ts';
import { isSecureUrl } from '../identity/oidc/secure-url.ts';
import type { AdminShape, ApprovalsShape, WebhookShape } from './admin-file.ts';
import type { AdminConfig, ApprovalsConfig, EventsConfig, SignInConfig, WebhookConfig } from './config.ts';
import { settleClientTls } from './settle-client-tls.ts';
import { settleSaml } from './settle-saml.ts';
import { settleSecret } from './settle-secret.ts';
import type { Settling } from './settling.ts';

const MIN_SECRET_LENGTH = 32;

export async function settleAdmin(
  section: InferOutput<typeof AdminShape> | undefined,
  providers: readonly ProviderSettings[],
  settling: Settling,
): Promise<AdminConfig | null> {
  if (section === undefined) return null;
  const { listen, names, viewers, auditors, url = null } = section;
  if (section.signIn !== undefined && (url === null || !isSecureUrl(url)))
    settling.wrong(
      ['admin', 'signIn'],
      'needs `admin.url`, with https or on loopback, where the provider sends browsers back to',
    );
  if (section.saml !== undefined && (url === null || !isSecureUrl(url)))
    settling.wrong(
      ['admin', 'saml'],
      'needs `admin.url`, with https or on loopback, where the provider has browsers post its responses',
    );
  const { tls } = await settleClientTls(section.tls, listen.host, settling, ['admin', 'tls']);
  if (url !== null && !/^https?:\/\/[^/?#@\s]+(?:\/[^?#\s]*)?$/.test(url))
    settling.wrong(['admin', 'url'], 'expected a URL with http or https, without a query');
  const bare = url === null ? null : url.replace(/\/+$/, '');
  return {
    listen,
    tls,
    names: names.map((name) => name.toLowerCase()),
    viewers,
    auditors,
    url: bare,
    playground: section.playground === undefined ? null : settling.absolute(section.playground),
    signIn: section.signIn === undefined ? null : await settleSignIn(section.signIn, providers, settling),
    events: settleEvents(section, providers, settling),
    saml:
      section.saml === undefined || bare === null
        ? null
        : await settleSaml(section.saml, bare, providers, settling),
  };
}

function settleEvents(
  { events, signIn }: InferOutput<typeof AdminShape>,
  providers: readonly ProviderSettings[],
  settling: Settling,
): EventsConfig | null {
  if (events === undefined) return null;
  if (providers.length === 0)
    return settling.wrong(['admin', 'events'], 'needs `identityProviders`, whose notices are taken');
  return {
    state: settling.absolute(events.state),
    audience: ({ user, audience }) =>
      events.audience ?? (signIn?.provider === user ? signIn.clientId : audience),
  };
}

async function settleSignIn(
  section: NonNullable<InferOutput<typeof AdminShape>['signIn']>,
  providers: readonly ProviderSettings[],
  settling: Settling,
): Promise<SignInConfig | null> {
  const { clientId, scopes, label } = section;
  const provider = providers.find(({ user }) => user === section.provider);
  if (provider === undefined)
    return settling.wrong(
      ['admin', 'signIn', 'provider'],
      `none of \`identityProviders\` has the user \`${section.provider}\``,
    );
  if (!scopes.includes('openid'))
    settling.wrong(['admin', 'signIn', 'scopes'], 'lacks `openid`, without which there is no ID token');
  const clientSecret =
    section.clientSecret === undefined
      ? null
      : await settleSecret(section.clientSecret, ['admin', 'signIn', 'clientSecret'], settling);
  if (section.clientSecret !== undefined && clientSecret === null) return null;
  return { provider, clientId, clientSecret, scopes, label };
}

export function settleApprovals(
  section: InferOutput<typeof ApprovalsShape> | undefined,
  hasAdmin: boolean,
  settling: Settling,
): ApprovalsConfig | null {
  if (section === undefined) return null;
  if (!hasAdmin) settling.wrong(['approvals'], 'needs `admin`, the listener where approvers decide', null);
  return { ...section, directory: settling.absolute(section.directory) };
}

export async function settleWebhook(
  section: InferOutput<typeof WebhookShape> | undefined,
  settling: Settling,
): Promise<WebhookConfig | null> {
  if (section === undefined) return null;
  const secret = await settleSecret(section.secret, ['webhook', 'secret'], settling);
  if (secret !== null && secret.length < MIN_SECRET_LENGTH) {
    const hint = 'Make one with `openssl rand -hex 32`.';
    settling.wrong(['webhook', 'secret'], `expected at least ${MIN_SECRET_LENGTH} characters`, hint);
  }
  const isUrl = URL.canParse(section.url) && isSecureUrl(section.url);
  if (!isUrl) {
    const hint = 'What is sent tells of statements; http is taken to loopback alone.';
    return settling.wrong(['webhook', 'url'], 'expected a URL with https', hint);
  }
  return secret === null ? null : { url: new URL(section.url), secret };
}
