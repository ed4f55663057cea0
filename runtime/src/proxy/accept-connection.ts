/** What becomes of a connection that was accepted: the wire serves it, unless there are too many. */
import type { Socket } from 'node:net';
import type { LimitsConfig } from '../config/config.ts';
import type { WireServices } from '../pgwire/services.ts';
import type { ProxyParts } from './parts.ts';
import type { Sessions } from './sessions.ts';

/** Connections beyond the sessions, for those that authenticate or cancel. */
const SPARE_CONNECTIONS = 100;

export interface AcceptParts extends Pick<ProxyParts, 'log' | 'serveConnection'> {
  readonly sessions: Sessions;
  readonly services: WireServices;
}

export function acceptConnection(
  socket: Socket,
  limits: LimitsConfig,
  { log, serveConnection, sessions, services }: AcceptParts,
): void {
  const { connections } = sessions;
  if (!sessions.draining && connections < limits.maxSessions + SPARE_CONNECTIONS) {
    sessions.add(serveConnection(socket, services));
    return;
  }
  log('connection-turned-away', { address: socket.remoteAddress ?? 'unknown', connections });
  socket.destroy();
}
