/**
 * The metadata of a provider: where its keys are. (OpenID Connect Discovery 1.0, section 4.) Read when the first token comes, kept
 * for ten minutes, asked for again after a failure no sooner than after half a minute, so that a provider that is down is not run over.
 */
import { isSecureUrl } from './secure-url.ts';

const WELL_KNOWN = '/.well-known/openid-configuration';
const TIMEOUT_MILLISECONDS = 5_000;
const MAX_BYTES = 256 * 1024;
const KEPT_MILLISECONDS = 600_000;
const COOLDOWN_MILLISECONDS = 30_000;

/** Fetches `url`; rejects where that takes too long. Redirects are not followed. */
export type Fetch = (
  url: string,
  options: { readonly signal: AbortSignal; readonly redirect: 'error' },
) => Promise<Response>;

/** Why a provider cannot be asked: a clause for the log. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
}

export class Discovery {
  readonly #issuer: string;
  readonly #fetch: Fetch;
  readonly #now: () => number;
  #known: { readonly jwksUri: URL; readonly until: number } | null = null;
  #failed: { readonly reason: string; readonly until: number } | null = null;
  #running: Promise<URL> | null = null;

  constructor(issuer: string, fetch: Fetch, now: () => number) {
    this.#issuer = issuer;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** Where the keys are. Rejects with {@link ProviderUnavailable}. */
  async jwksUri(): Promise<URL> {
    const now = this.#now();
    if (this.#known !== null && now < this.#known.until) return this.#known.jwksUri;
    if (this.#failed !== null && now < this.#failed.until) throw new ProviderUnavailable(this.#failed.reason);
    this.#running ??= this.#discover().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #discover(): Promise<URL> {
    try {
      const jwksUri = await this.#read();
      this.#known = { jwksUri, until: this.#now() + KEPT_MILLISECONDS };
      this.#failed = null;
      return jwksUri;
    } catch (error) {
      const reason = error instanceof ProviderUnavailable ? error.message : 'its metadata cannot be fetched';
      this.#failed = { reason, until: this.#now() + COOLDOWN_MILLISECONDS };
      throw new ProviderUnavailable(reason);
    }
  }

  async #read(): Promise<URL> {
    const url = metadataUrl(this.#issuer);
    const response = await this.#fetch(url, {
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      redirect: 'error',
    });
    if (!response.ok)
      throw new ProviderUnavailable(`its metadata is answered with status ${response.status}`);
    const metadata = parseObject(await boundedText(response));
    // Section 4.3: the issuer must be the very one that was asked for, or another could speak for it.
    if (metadata.issuer !== this.#issuer)
      throw new ProviderUnavailable('its metadata is that of another issuer');
    const { jwks_uri: jwksUri } = metadata;
    if (typeof jwksUri !== 'string' || !isSecureUrl(jwksUri))
      throw new ProviderUnavailable('its metadata names no keys, or not over https');
    return new URL(jwksUri);
  }
}

/** Where the metadata of an issuer is. */
export function metadataUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}${WELL_KNOWN}`;
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new ProviderUnavailable('its metadata is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProviderUnavailable('its metadata is no JSON');
  }
  if (typeof value !== 'object' || value === null)
    throw new ProviderUnavailable('its metadata is no JSON object');
  return value as Readonly<Record<string, unknown>>;
}
