/**
 * The listener for approvers and operators: HTTP with small requests and small answers, each request guarded, bounded and answered by itself.
 * Paths are versioned. There is no CORS, no cookie and no state between requests.
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { CALLBACK_PATH, type LoginApi, SAML_CONSUMER_PATH, SAML_METADATA_PATH } from './console/login-api.ts';
import type { ConsolePage } from './console-page.ts';
import { type Answer, jsonAnswer, problem, problemAnswer, textAnswer } from './http/problem.ts';
import { readBody } from './http/read-body.ts';
import { readFormBody } from './http/read-form-body.ts';
import { readJsonBody } from './http/read-json-body.ts';
import { type ComingBack, objection } from './http/request-guard.ts';
import type { Route } from './http/route.ts';
import { EVENTS_PATH, LOGOUT_PATH, type NoticesApi } from './notices-api.ts';
import { PLAYGROUND_PATH, type PlaygroundPage } from './playground-page.ts';
import type { SigningIn } from './sign-in.ts';

export interface AdminServices {
  /** What can be asked by whoever signed in. */
  readonly routes: readonly Route[];
  readonly login: LoginApi;
  readonly notices: NoticesApi;
  /** Null where it was not built. */
  readonly console: ConsolePage | null;
  /** Null where nobody configured one. */
  readonly playground: PlaygroundPage | null;
  readonly signIn: (authorization: string | undefined, address: string) => Promise<SigningIn>;
  /** Whether the proxy serves: what is missing, each a clause; empty where nothing is. */
  readonly missing: () => readonly string[];
  /** Prometheus' text format. */
  readonly metrics: () => string;
  /** Hears of bugs. */
  readonly onError: (error: unknown) => void;
}

export interface AdminListening {
  readonly host: string;
  readonly port: number;
  readonly names: readonly string[];
  readonly tls: { readonly cert: string; readonly key: string } | null;
}

export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 32 * 1024,
  connectionsCheckingInterval: 5_000,
} as const;
const MAX_CONNECTIONS = 200;
const MAX_NOTICE_BYTES = 16 * 1024;

/** Rejects where it cannot listen. */
export async function startAdminServer(
  { host, port, names, tls }: AdminListening,
  services: AdminServices,
): Promise<AdminServer> {
  const listener: RequestListener = (request, response) => {
    answerTo(request, { host, names }, services)
      .catch((error: unknown) => {
        services.onError(error);
        return problemAnswer(problem('internal-error'));
      })
      .then((answer) => send(response, request, answer, tls !== null))
      .catch(services.onError);
  };
  const server: Server =
    tls === null
      ? createServer(LIMITS, listener)
      : createTlsServer({ ...LIMITS, ...tls, minVersion: 'TLSv1.2' }, listener);
  server.maxConnections = MAX_CONNECTIONS;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port }, resolve);
  await promise;
  server.off('error', reject).on('error', services.onError);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerTo(
  request: IncomingMessage,
  own: Pick<AdminListening, 'host' | 'names'>,
  services: AdminServices,
): Promise<Answer> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const objected = objection(request, own, comingBack(request, path));
  if (objected !== null) return problemAnswer(objected);
  switch (path) {
    case '/healthz':
      return reading(request, () => textAnswer('ok\n'));
    case '/readyz':
      return reading(request, () => {
        const missing = services.missing();
        return missing.length === 0
          ? jsonAnswer({ ready: true })
          : jsonAnswer({ ready: false, missing }, 503);
      });
    case '/metrics':
      return reading(request, () =>
        textAnswer(services.metrics(), 200, 'text/plain; version=0.0.4; charset=utf-8'),
      );
  }
  const page = services.console?.file(path) ?? null;
  if (page !== null) return reading(request, () => page);
  if (path.startsWith(PLAYGROUND_PATH)) {
    const answer = await services.playground?.file(path.slice(PLAYGROUND_PATH.length));
    return reading(request, () => answer ?? problemAnswer(problem('not-found')));
  }
  if (path === LOGOUT_PATH || path === EVENTS_PATH) return noticeAnswer(request, path, services.notices);
  const signingIn = await signingInAnswer(request, path, query, services.login);
  if (signingIn !== null) return signingIn;
  const fitting = services.routes.filter((route) => route.path.test(path));
  const route = fitting.find(({ method }) => method === request.method);
  if (fitting.length === 0) return problemAnswer(problem('not-found'));
  if (route === undefined) return wrongMethod(fitting.map(({ method }) => method).join(', '));
  const { headers, socket } = request;
  const signed = await services.signIn(headers.authorization, socket.remoteAddress ?? 'unknown');
  if (!signed.ok) return problemAnswer(signed.problem);
  const body = route.method === 'GET' ? null : await readJsonBody(request);
  if (body !== null && !body.ok) return problemAnswer(body.problem);
  return route.answer({
    who: signed.identity,
    params: (route.path.exec(path) ?? []).slice(1).map((param: string | undefined) => param ?? ''),
    query: new URLSearchParams(query),
    body: body?.value ?? null,
  });
}

/** What identity providers tell, without anybody who signs in. */
async function noticeAnswer(request: IncomingMessage, path: string, notices: NoticesApi): Promise<Answer> {
  if (request.method !== 'POST') return wrongMethod('POST');
  if (path === LOGOUT_PATH) {
    const form = await readFormBody(request);
    return form.ok
      ? notices.tell('logout', form.form.get('logout_token') ?? '')
      : problemAnswer(form.problem);
  }
  if (!/^application\/secevent\+jwt\s*(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    return problemAnswer(problem('bad-request', 'Send `Content-Type: application/secevent+jwt`.'));
  const body = await readBody(request, MAX_NOTICE_BYTES);
  return body.ok ? notices.tell('event', body.text.trim()) : problemAnswer(body.problem);
}

function comingBack({ method }: IncomingMessage, path: string): ComingBack {
  if (path === CALLBACK_PATH && method === 'GET') return 'by-address';
  return path === SAML_CONSUMER_PATH && method === 'POST' ? 'by-form' : 'no';
}

/** What can be asked before anybody has signed in; null for everything else. */
async function signingInAnswer(
  request: IncomingMessage,
  path: string,
  query: string,
  login: LoginApi,
): Promise<Answer | null> {
  if (path === '/v1/sign-in') return reading(request, login.ways);
  if (path === CALLBACK_PATH) return request.method === 'GET' ? login.callback(query) : wrongMethod('GET');
  if (path === SAML_METADATA_PATH) return request.method === 'GET' ? login.metadata() : wrongMethod('GET');
  if (path === SAML_CONSUMER_PATH) {
    if (request.method !== 'POST') return wrongMethod('POST');
    const form = await readFormBody(request);
    return form.ok ? login.consume(form.form) : problemAnswer(form.problem);
  }
  const [, action] = /^\/v1\/sign-in\/(begin|ticket|end)$/.exec(path) ?? [];
  if (action === undefined) return null;
  if (request.method !== 'POST') return wrongMethod('POST');
  const body = await readJsonBody(request);
  if (!body.ok) return problemAnswer(body.problem);
  if (action === 'end') return login.end(request.headers.authorization);
  return action === 'begin' ? login.begin(body.value) : login.exchange(body.value);
}

function reading({ method }: IncomingMessage, answer: () => Answer): Answer {
  return method === 'GET' || method === 'HEAD' ? answer() : wrongMethod('GET, HEAD');
}

function wrongMethod(allow: string): Answer {
  return problemAnswer({ ...problem('wrong-method'), headers: { allow } });
}

function send(response: ServerResponse, request: IncomingMessage, answer: Answer, encrypted: boolean): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    ...(encrypted && { 'strict-transport-security': 'max-age=31536000' }),
    // What of the request was not read is not waited for.
    ...(request.complete ? {} : { connection: 'close' }),
    ...answer.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
