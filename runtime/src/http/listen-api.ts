/** The listener of one API: HTTP/1.1, and HTTP/2 where there is TLS, with node's strict parsers and bounds on heads, times and bodies. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ClientResponse } from './client-response.ts';
import { type Problem, problemBody, problems } from './problem.ts';
import { serveRequest } from './serve-request.ts';
import type { ApiServices } from './services.ts';
import { TurnedAway } from './turned-away.ts';

const MAX_HEAD_BYTES = 16 * 1024;
const MAX_FIELDS = 100;
const MAX_STREAMS = 100;

export interface ApiListenOptions {
  readonly host: string;
  readonly port: number;
  /** PEM; null for plain HTTP/1.1. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
}

export interface ApiListener {
  readonly host: string;
  readonly port: number;
  /** Accepts nothing more; requests under way go on. */
  close(): void;
  /** Ends all connections. */
  destroy(): void;
}

/** Rejects where it cannot listen. */
export async function listenApi(options: ApiListenOptions, services: ApiServices): Promise<ApiListener> {
  const turnedAway = new TurnedAway();
  const server = makeServer(options, services, turnedAway);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: options.host, port: options.port }, resolve);
  await promise;
  server.removeListener('error', reject);
  server.on('error', (error) => services.onEvent({ kind: 'failed', where: 'listening', error }));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const release = services.connected(socket.remoteAddress ?? 'unknown');
    if (release === null) turnedAway.add(socket, options.tls !== null);
    socket.once('close', () => {
      sockets.delete(socket);
      release?.();
    });
  });
  const seconds = setInterval(() => services.pace.tick(), 1_000);
  seconds.unref();
  server.once('close', () => clearInterval(seconds));
  const address = server.address();
  return {
    host: options.host,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => {
      server.close();
      if ('closeIdleConnections' in server) server.closeIdleConnections();
    },
    destroy: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function makeServer(
  { tls }: ApiListenOptions,
  services: ApiServices,
  turnedAway: TurnedAway,
): Server | Http2SecureServer {
  const prefix = randomBytes(6).toString('hex');
  let count = 0;
  const serve =
    (expectsContinue: boolean) =>
    (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void => {
      if (turnedAway.has(request.socket)) {
        new ClientResponse(response).problem(problems.busy(), [], true);
        return;
      }
      count += 1;
      void serveRequest(request, response, services, `${prefix}-${count}`, expectsContinue);
    };
  const { headMilliseconds, requestMilliseconds, idleMilliseconds } = services.limits;
  const http1 = {
    insecureHTTPParser: false,
    maxHeaderSize: MAX_HEAD_BYTES,
    // request-framing.ts asks for it, with a problem document.
    requireHostHeader: false,
    headersTimeout: headMilliseconds,
    requestTimeout: requestMilliseconds,
    connectionsCheckingInterval: 1_000,
    noDelay: true,
  };
  const server =
    tls === null
      ? createServer(http1)
      : createSecureServer({
          ...tls,
          ...http1,
          allowHTTP1: true,
          minVersion: 'TLSv1.2',
          maxHeaderListPairs: MAX_FIELDS,
          settings: {
            maxConcurrentStreams: MAX_STREAMS,
            maxHeaderListSize: MAX_HEAD_BYTES,
            enablePush: false,
          },
        });
  if ('maxHeadersCount' in server) server.maxHeadersCount = 0;
  server.setTimeout(idleMilliseconds);
  server.on('request', serve(false));
  server.on('checkContinue', serve(true));
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const body = problemBody(problems.expectation());
    response.writeHead(417, { 'content-type': 'application/problem+json', connection: 'close' }).end(body);
  });
  // HTTP/1.1 hands over the bare connection, which is answered and closed; HTTP/2 the answer of one stream.
  server.on('connect', (_request: unknown, to: Duplex | Http2ServerResponse) => {
    if ('stream' in to) new ClientResponse(to).problem(problems.upgrade(), [], false);
    else endRaw(to, problems.upgrade());
  });
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => endRaw(socket, problems.upgrade()));
  server.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    endRaw(socket, parserProblem(error.code ?? ''));
  });
  return server;
}

function parserProblem(code: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return { ...problems.framing('its head is too long'), status: 431 };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { ...problems.framing('it came too slowly'), status: 408 };
  return problems.framing('it is no HTTP that has one meaning');
}

function endRaw(socket: Duplex, problem: Problem): void {
  const body = problemBody(problem);
  const head = [
    `HTTP/1.1 ${problem.status} `,
    'content-type: application/problem+json',
    `content-length: ${body.length}`,
    'cache-control: no-store',
    'connection: close',
  ];
  socket.on('error', () => socket.destroy());
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
}
