/**
 * Signing in through an identity provider: the browser goes there and comes back with a ticket behind `#`. The ticket is worth nothing without the secret
 * that this tab kept meanwhile, so that no link can sign anybody in as somebody else.
 */
import type { SignInWays } from '@dlpc/runtime/admin/console/login-api';
import { Api } from './api.ts';

/** What the tab keeps until the browser is back, and no longer. */
const KEPT = 'dlp-sign-in';

export async function askWays(): Promise<SignInWays> {
  return asked('/v1/sign-in');
}

/** Leaves the page. */
export async function goToProvider(way: SignInWays['ways'][number]['way']): Promise<void> {
  const secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  const { url } = await asked<{ url: string }>('/v1/sign-in/begin', {
    challenge: base64url(new Uint8Array(digest)),
    way,
  });
  sessionStorage.setItem(KEPT, JSON.stringify({ secret, hash: location.hash }));
  location.assign(url);
}

/** What the browser brought back, taken out of the address; null where it brought nothing. Rejects with what is wrong with it. */
export async function comeBack(): Promise<Api | null> {
  const [, kind, value = ''] = /^#(ticket|problem)=([\w-]{1,64})$/.exec(location.hash) ?? [];
  if (kind === undefined) return null;
  const { secret = '', hash = '' } = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Record<
    string,
    string
  >;
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', hash === '' ? location.pathname : hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
  if (kind === 'problem')
    throw new Error(
      value === 'too-late'
        ? 'That took too long: sign in again.'
        : 'The identity provider did not sign you in.',
    );
  const { token } = await asked<{ token: string }>('/v1/sign-in/ticket', { ticket: value, secret });
  return Api.byToken(token);
}

async function asked<T>(path: string, body: object | null = null): Promise<T> {
  const response = await fetch(path, {
    credentials: 'omit',
    redirect: 'error',
    ...(body !== null && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  const { title, detail } = answer as { readonly title?: string; readonly detail?: string };
  throw new Error(detail ?? title ?? `The proxy answered with ${response.status}.`);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
