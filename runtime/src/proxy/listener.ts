/** Accepts connections and hands each to the wire, up to a bound on how many there are at all. */
import { createServer, type Server, type Socket } from 'node:net';
import type { ListenConfig } from '../config/config.ts';

export interface Listener {
  readonly host: string;
  /** The port in use, also where the operating system chose it. */
  readonly port: number;
  /** Accepts nothing more. Connections there are go on. */
  close(): void;
}

export type Listening =
  | { readonly ok: true; readonly listener: Listener }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string };

/** `accept` gets sockets that nothing has been read from; `onError` hears of failures once it listens. */
export async function listen(
  { host, port }: ListenConfig,
  accept: (socket: Socket) => void,
  onError: (error: Error) => void,
): Promise<Listening> {
  const server = createServer({ noDelay: true, keepAlive: true }, accept);
  const { promise, resolve } = Promise.withResolvers<Error | null>();
  server.once('error', resolve);
  server.listen({ host, port }, () => resolve(null));
  const error = await promise;
  if (error !== null) return { ok: false, reason: `cannot listen on ${host}:${port}: ${reasonOf(error)}` };
  server.on('error', onError);
  return { ok: true, listener: { host, port: portOf(server), close: () => void server.close() } };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Why a port cannot be listened on, for people. */
export function reasonOf(error: Error): string {
  const code = 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return 'another program listens there already';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have that address';
    case 'EACCES':
      return 'permission denied';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name cannot be resolved';
    default:
      return typeof code === 'string' ? code : 'unknown reason';
  }
}
