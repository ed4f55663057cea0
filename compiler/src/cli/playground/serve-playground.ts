/**
 * Serves the page of the playground, from this machine to this machine: it listens on the loopback address alone, takes no
 * name but that in `Host`, so that no page from elsewhere can read policies through a name that it makes point here, and
 * answers nothing but GET for a file of the page. Nothing can be written through it.
 */
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  PLAYGROUND_HEADERS,
  PLAYGROUND_PROJECT,
  playgroundMediaType,
} from '@dlpc/runtime/admin/playground-files';
import type { PlaygroundProject } from './playground-project.ts';

export interface Playground {
  readonly url: string;
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';

const HEADERS = {
  ...PLAYGROUND_HEADERS,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Serves the built page in `assets`; `project` is asked at each load of the page. `port` 0 takes a free one. Rejects where the port is taken. */
export async function servePlayground(
  assets: URL,
  project: () => Promise<PlaygroundProject>,
  port: number,
): Promise<Playground> {
  let host = '';
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, 500, 'text/plain; charset=utf-8', String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, text: string): void =>
      send(response, status, 'text/plain; charset=utf-8', text);
    if (request.headers.host !== host) return refuse(421, `this is ${host} and no other\n`);
    if (request.method !== 'GET') return refuse(405, 'only GET\n');
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
    if (name === PLAYGROUND_PROJECT)
      return send(response, 200, 'application/json', JSON.stringify(await project()));
    const type = playgroundMediaType(name);
    const file = new URL(name, assets);
    if (type === null || !(await isFile(file))) return refuse(404, 'there is no such file\n');
    send(response, 200, type, await readFile(file));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ADDRESS, resolve);
  });
  const bound = server.address();
  host = `${ADDRESS}:${typeof bound === 'object' ? bound?.port : port}`;
  return {
    url: `http://${host}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type });
  response.end(body);
}

async function isFile(file: URL): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isFile() === true;
}
