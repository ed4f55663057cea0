/** A real SAML identity provider on a port of its own, with a page on which people say who they are. Any name will do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import samlp from 'samlp';
import type { SamlKeys } from './saml-keys.ts';

export interface SamlProvider {
  readonly entityId: string;
  /** Its own document about itself. */
  metadata(): Promise<string>;
  stop(): Promise<void>;
}

export interface SamlProviderOptions {
  readonly keys: SamlKeys;
  /** Where it has browsers post its responses. */
  readonly consumerUrl: string;
  /** The groups of each person. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Whether it signs its whole response too. */
  readonly signResponse?: boolean;
}

class Profile {
  static readonly metadata = [{ id: 'groups', displayName: 'Groups' }];
  readonly metadata = Profile.metadata;
  readonly #name: string;
  readonly #groups: readonly string[];

  constructor(name: string, groups: readonly string[]) {
    this.#name = name;
    this.#groups = groups;
  }

  getClaims(): object {
    return { groups: this.#groups };
  }

  getNameIdentifier(): object {
    return {
      nameIdentifier: this.#name,
      nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    };
  }
}
Object.assign(Profile.prototype, { metadata: Profile.metadata });

export async function startSamlProvider(options: SamlProviderOptions): Promise<SamlProvider> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was bound');
  const origin = `http://127.0.0.1:${address.port}`;
  const entityId = `${origin}/metadata`;
  handle = serving(entityId, options);
  return {
    entityId,
    metadata: async () => (await fetch(entityId)).text(),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function serving(entityId: string, { keys, consumerUrl, groups, signResponse = false }: SamlProviderOptions) {
  const common = {
    ...{ issuer: entityId, ...keys },
    profileMapper: (name: string) => new Profile(name, groups[name] ?? []),
  };
  const describe = samlp.metadata({
    ...common,
    profileMapper: Profile,
    ...{ redirectEndpointPath: '/sso', postEndpointPath: '/sso' },
  });
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '', entityId);
    const answer = {
      set: (name: string, value: string) => response.setHeader(name, value),
      send: (body: string | number) =>
        typeof body === 'number' ? response.writeHead(body).end() : response.end(body),
    };
    const failed = (error: unknown): void => void response.writeHead(500).end(String(error));
    if (pathname === '/metadata') {
      describe({ originalUrl: request.url, headers: request.headers, protocol: 'http' }, answer);
      return;
    }
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html').end(form(searchParams.get('SAMLRequest') ?? ''));
      return;
    }
    text(request).then((body) => {
      const form = Object.fromEntries(new URLSearchParams(body));
      samlp.auth({
        ...common,
        signResponse,
        recipient: consumerUrl,
        destination: consumerUrl,
        getUserFromRequest: () => form.login,
        getPostURL: (...[, , , done]: readonly [unknown, unknown, unknown, (e: null, url: string) => void]) =>
          done(null, consumerUrl),
      })({ method: 'POST', query: {}, body: form }, answer, failed);
    }, failed);
  };
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function form(samlRequest: string): string {
  const value = samlRequest.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><title>Sign in</title><form method="post">
    <input name="login" autofocus><input type="hidden" name="SAMLRequest" value="${value}">
    <button type="submit">Sign in</button></form>`;
}
