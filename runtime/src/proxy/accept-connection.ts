/** What becomes of a connection that was accepted: the wire serves it, unless there are too many. */
import type { Socket } from 'node:net';
import type { LimitsConfig } from '../config/config.ts';
import { encodeError } from '../pgwire/codec/error-fields.ts';
import type { WireServices } from '../pgwire/services.ts';
import { closeGently } from '../pgwire/socket/close.ts';
import type { ClientConnections, ConnectionBound } from './client-connections.ts';
import type { ProxyParts } from './parts.ts';
import type { Sessions } from './sessions.ts';

/** Connections beyond the sessions, for those that authenticate or cancel. */
const SPARE_CONNECTIONS = 100;

/** How many of those that are turned away are told so at a time, and for how long each may take to say a first word. */
const MOST_TOLD = 64;
const TOLD_MILLISECONDS = 5_000;

const told = new Set<Socket>();

export interface AcceptParts extends Pick<ProxyParts, 'log' | 'serveConnection'> {
  readonly sessions: Sessions;
  readonly services: WireServices;
  readonly clients: ClientConnections;
}

export function acceptConnection(
  socket: Socket,
  limits: LimitsConfig,
  { log, serveConnection, sessions, services, clients }: AcceptParts,
): void {
  const { connections } = sessions;
  const address = socket.remoteAddress ?? 'unknown';
  if (!sessions.draining && connections < limits.maxSessions + SPARE_CONNECTIONS) {
    const taken = clients.take(address);
    if (taken.ok) {
      socket.once('close', taken.release);
      sessions.add(serveConnection(socket, services));
      return;
    }
    log('connection-turned-away', { address, connections: clients.open, beyond: taken.beyond });
    turnAway(socket, taken.beyond);
    return;
  }
  log('connection-turned-away', { address, connections, beyond: sessions.draining ? 'draining' : 'all' });
  if (sessions.draining) socket.destroy();
  else turnAway(socket, 'all');
}

/** Answers the first word of a client, since one that is not listened to takes an early answer for a fault. */
function turnAway(socket: Socket, beyond: ConnectionBound): void {
  socket.on('error', () => socket.destroy());
  if (told.size >= MOST_TOLD) {
    socket.destroy();
    return;
  }
  told.add(socket);
  const timer = setTimeout(() => socket.destroy(), TOLD_MILLISECONDS);
  socket.once('close', () => {
    clearTimeout(timer);
    told.delete(socket);
  });
  const message =
    beyond === 'address'
      ? 'the proxy has too many connections from this address already'
      : 'the proxy has too many connections already';
  socket.once('data', () => {
    closeGently(socket, encodeError({ severity: 'FATAL', sqlstate: '53300', message }));
  });
}
