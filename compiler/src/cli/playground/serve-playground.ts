/**
 * Serves the page of the playground, from this machine to this machine: it listens on the loopback address alone, takes no
 * name but that in `Host`, so that no page from elsewhere can read policies through a name that it makes point here, and
 * answers nothing but GET for a file of the page. Nothing can be written through it.
 */
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { PlaygroundProject } from './playground-project.ts';

export interface Playground {
  readonly url: string;
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

/** Names of the page's files, as they are built; nothing else is looked for on the disk. */
const FILE = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(css|html|js|wasm)$/;

const HEADERS = {
  'cache-control': 'no-store',
  // The editor writes styles into its elements, and the SQL parser is WebAssembly.
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; " +
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
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
    if (name === 'project.json')
      return send(response, 200, 'application/json', JSON.stringify(await project()));
    const type = MEDIA_TYPES[FILE.exec(name)?.[1] ?? ''];
    const file = new URL(name, assets);
    if (type === undefined || !(await isFile(file))) return refuse(404, 'there is no such file\n');
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
