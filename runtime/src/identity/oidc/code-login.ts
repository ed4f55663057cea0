/**
 * Signing in at a provider through a browser: the authorization code flow with PKCE, state and nonce. (OpenID Connect Core 1.0, section 3.1; RFC 7636;
 * RFC 9207.) What comes back is an ID token, verified as any token of the provider is, but for this client. Loads its library only where somebody signs in.
 */
import type * as OAuth from 'oauth4webapi';
import type { Fetch } from './discovery.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { isSecureUrl } from './secure-url.ts';
import { type IdentityReading, TokenIdentity } from './token-identity.ts';
import { TokenVerifier } from './token-verifier.ts';

export interface CodeLoginSettings {
  readonly provider: ProviderSettings;
  readonly clientId: string;
  /** Null for a public client, which PKCE alone protects. */
  readonly clientSecret: string | null;
  readonly scopes: readonly string[];
  /** Where the provider sends browsers back to, as it is registered there. */
  readonly redirectUri: string;
}

/** Made for one sign-in, and known to nobody but this proxy and, hashed or sent along, to the provider. */
export interface LoginSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const TIMEOUT_MILLISECONDS = 5_000;
const MAX_BYTES = 256 * 1024;

export class CodeLogin {
  readonly #settings: CodeLoginSettings;
  readonly #fetch: typeof globalThis.fetch;
  readonly #verifier: TokenVerifier;

  constructor(
    settings: CodeLoginSettings,
    parts: {
      readonly fetch: Fetch;
      readonly post: typeof globalThis.fetch;
      readonly now: () => number;
    },
  ) {
    this.#settings = settings;
    this.#fetch = parts.post;
    // Who signs in through a browser is a person, unless the provider says otherwise.
    const provider: ProviderSettings = {
      ...settings.provider,
      audience: settings.clientId,
      kind: 'human',
    };
    this.#verifier = new TokenVerifier(provider, parts);
  }

  /** Where a browser is sent to sign in. Rejects where the provider cannot be asked. */
  async address({ state, nonce, codeVerifier }: LoginSecrets): Promise<URL> {
    const oauth = await import('oauth4webapi');
    const server = await this.#server(oauth);
    const { clientId, scopes, redirectUri } = this.#settings;
    const url = new URL(server.authorization_endpoint ?? '');
    const parameters = {
      ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: scopes.join(' ') },
      ...{ state, nonce, code_challenge_method: 'S256' },
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url;
  }

  /** Who signed in, by what the browser brought back. Never rejects: whatever is wrong is a reason to refuse. */
  async identity(returned: URLSearchParams, secrets: LoginSecrets): Promise<IdentityReading> {
    const oauth = await import('oauth4webapi');
    let token: string | undefined;
    try {
      token = await this.#token(oauth, returned, secrets);
    } catch (error) {
      return { ok: false, problem: problemOf(error) };
    }
    const reading = await this.#verifier.verify(token ?? '');
    if (!reading.ok) return reading;
    // The client of the configuration stands for this provider's audience: policies name that one.
    const { audience } = this.#settings.provider;
    return { ok: true, identity: new TokenIdentity({ ...reading.identity, audience }) };
  }

  async #token(
    oauth: typeof OAuth,
    returned: URLSearchParams,
    { state, nonce, codeVerifier }: LoginSecrets,
  ): Promise<string | undefined> {
    const server = await this.#server(oauth);
    const { clientId, clientSecret, redirectUri, provider } = this.#settings;
    const client: OAuth.Client = {
      client_id: clientId,
      [oauth.clockTolerance]: provider.clockSkewSeconds,
    };
    const parameters = oauth.validateAuthResponse(server, client, returned, state);
    const authentication = clientSecret === null ? oauth.None() : oauth.ClientSecretBasic(clientSecret);
    const response = await oauth.authorizationCodeGrantRequest(
      ...([server, client, authentication, parameters, redirectUri, codeVerifier] as const),
      this.#options(oauth),
    );
    const { id_token: token } = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    return token;
  }

  /** Its metadata, which must be its own, and lead nowhere that is not secure. */
  async #server(oauth: typeof OAuth): Promise<OAuth.AuthorizationServer> {
    const issuer = new URL(this.#settings.provider.issuer);
    const response = await oauth.discoveryRequest(issuer, this.#options(oauth));
    const server = await oauth.processDiscoveryResponse(issuer, response);
    if (server.issuer !== this.#settings.provider.issuer)
      throw new Error('its metadata is that of another issuer');
    for (const endpoint of [server.authorization_endpoint, server.token_endpoint])
      if (endpoint === undefined || !isSecureUrl(endpoint))
        throw new Error('its metadata names no endpoints, or not over https');
    return server;
  }

  /** The configuration takes http from loopback alone, and so do these. */
  #options(oauth: typeof OAuth) {
    return {
      [oauth.allowInsecureRequests]: this.#settings.provider.issuer.startsWith('http:'),
      [oauth.customFetch]: async (
        url: string,
        { method, headers, body }: OAuth.CustomFetchOptions<string, URLSearchParams | undefined>,
      ) =>
        bounded(
          await this.#fetch(url, {
            ...{ method, headers, redirect: 'error' },
            ...(body !== undefined && { body }),
            signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
          }),
        ),
    };
  }
}

/** The same answer, read whole, and not more of it than there may be. */
async function bounded(response: Response): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error('the provider answers too much');
    chunks.push(chunk);
  }
  const { status, headers } = response;
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { status, headers });
}

/** A clause for the log, without anything of a token or a code. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the provider cannot be asked';
  const { error: code } = error as Error & { readonly error?: unknown };
  // What a provider calls its errors is a word of a list (RFC 6749, section 4.1.2.1).
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code)
    ? `the provider says \`${code}\``
    : error.message.slice(0, 200);
}
