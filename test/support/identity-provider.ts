/** A real OpenID Connect provider on a port of its own: machine clients get access tokens as JWTs, with claims that a test chooses. */
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

export const AUDIENCE = 'dlp-proxy';
const CLIENT = { id: 'ci-nightly', secret: 'a secret of a test that is long enough' };

export interface IdentityProvider {
  readonly issuer: string;
  /** What the provider's token endpoint gives a machine client. */
  token(): Promise<string>;
  /** A token signed by the provider's key that is exactly what `claims` say, over what a sound one has. */
  sign(
    claims?: Readonly<Record<string, unknown>>,
    header?: { readonly alg?: string; readonly kid?: string; readonly typ?: string },
  ): Promise<string>;
  /** From now on it has another key, and the one before is gone. */
  rotate(): Promise<void>;
  /** Tells the console's client by back-channel that somebody has signed out. */
  logOut(subject: string, session: string): Promise<void>;
  stop(): Promise<void>;
}

/** Signing in through a browser: where it is sent back to, and the groups of each person. Any password will do. */
export interface BrowserSignIn {
  readonly redirectUri: string;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Where the client is told of people who sign out. */
  readonly logoutUri?: string;
}

/** The client that people sign in for. */
export const CONSOLE_CLIENT = { id: 'dlp-console', secret: 'another-secret-of-a-test-that-is-long-enough' };

/** Starts the provider. `claims` are added to every token. */
export async function startIdentityProvider(
  claims: Readonly<Record<string, unknown>>,
  browser: BrowserSignIn | null = null,
): Promise<IdentityProvider> {
  let key = await newKey('first');
  let handle: ReturnType<Provider['callback']> = (_, response) => response.end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was bound');
  const issuer = `http://127.0.0.1:${address.port}`;
  let provider: Provider;
  const begin = () => {
    provider = new Provider(issuer, configurationOf(key.jwk, claims, browser));
    handle = provider.callback();
  };
  begin();
  return {
    issuer,
    token: async () => {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: 'urn:dlp-proxy' }),
      });
      const answer: unknown = await response.json();
      if (typeof answer === 'object' && answer !== null && 'access_token' in answer)
        return String(answer.access_token);
      throw new Error(JSON.stringify(answer));
    },
    sign: (changes = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const sound = { iss: issuer, aud: AUDIENCE, sub: CLIENT.id, iat: now, exp: now + 300, ...claims };
      return new SignJWT({ ...sound, ...changes })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid, ...header })
        .sign(key.privateKey);
    },
    rotate: async () => {
      key = await newKey(`after-${key.kid}`);
      begin();
    },
    logOut: async (subject, session) => {
      const client = await provider.Client.find(CONSOLE_CLIENT.id);
      await client?.backchannelLogout(subject, session);
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function newKey(kid: string) {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
  return { kid, privateKey, jwk };
}

function configurationOf(
  jwk: JWK,
  claims: Readonly<Record<string, unknown>>,
  browser: BrowserSignIn | null,
): object {
  return {
    ...(browser !== null && accountsOf(browser)),
    clients: [
      ...(browser === null ? [] : [browserClient(browser)]),
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [jwk] },
    // Without its dispatcher, which reaches no address of this machine.
    fetch: (url: string, { dispatcher: _, ...options }: RequestInit & { readonly dispatcher?: unknown }) =>
      fetch(url, options),
    features: {
      devInteractions: { enabled: browser !== null },
      clientCredentials: { enabled: true },
      backchannelLogout: { enabled: browser?.logoutUri !== undefined },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: () => claims,
  };
}

function browserClient({ redirectUri, logoutUri }: BrowserSignIn): object {
  return {
    client_id: CONSOLE_CLIENT.id,
    client_secret: CONSOLE_CLIENT.secret,
    grant_types: ['authorization_code'],
    redirect_uris: [redirectUri],
    ...(logoutUri !== undefined && {
      backchannel_logout_uri: logoutUri,
      backchannel_logout_session_required: true,
    }),
    response_types: ['code'],
    id_token_signed_response_alg: 'ES256',
  };
}

function accountsOf({ groups }: BrowserSignIn): object {
  return {
    // The ID token says it all; nobody asks for more.
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'groups'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, groups: groups[id] ?? [] }),
    }),
  };
}
