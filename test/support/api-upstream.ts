/** An API for tests: says what a test has it say, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as it arrived behind the proxy. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export type Respond = (request: SeenRequest, response: ServerResponse) => void;

export interface ApiUpstream {
  readonly port: number;
  readonly seen: readonly SeenRequest[];
  /** From now on it answers so. */
  answer(respond: Respond): void;
  /** Sends these very bytes as its answer, and closes. */
  answerRaw(bytes: string | Buffer): void;
  answerJson(value: unknown, headers?: Readonly<Record<string, string>>): void;
  forget(): void;
  stop(): Promise<void>;
}

export async function apiUpstream(): Promise<ApiUpstream> {
  const seen: SeenRequest[] = [];
  let respond: Respond = (_request, response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = request;
      const arrived = { method, url, headers, rawHeaders, body: Buffer.concat(chunks) };
      seen.push(arrived);
      respond(arrived, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    seen,
    answer: (next) => {
      respond = next;
    },
    answerRaw: (bytes) => {
      respond = (_request, response) => response.socket?.end(bytes);
    },
    answerJson: (value, headers = {}) => {
      respond = (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify(value));
    },
    forget: () => {
      seen.length = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
