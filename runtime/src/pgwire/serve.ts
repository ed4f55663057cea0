/**
 * The wire's front door: one client connection, from its first byte to its last. Walks it through encryption,
 * authentication and the way into an upstream, then hands both sockets to a relay.
 */
import type { Socket } from 'node:net';
import type { WireServices } from './services.ts';
import { ServedConnection } from './socket/served-connection.ts';

/** One served connection, for the program that accepted it. */
export interface ServedSession {
  readonly id: string;
  /** Resolves when both sockets are closed and the last event is out. Never rejects. */
  readonly closed: Promise<void>;
  /** Tells the client FATAL with `reason`, cancels what runs upstream, and closes. */
  end(reason: EndReason): void;
  /** Does the same as soon as the session is outside of any statement and transaction; at once if it is so now. */
  drain(reason: EndReason): void;
  snapshot(): SessionSnapshot;
}

/** What the client reads in its last ErrorResponse, for example 57P01. */
export interface EndReason {
  readonly sqlstate: string;
  readonly message: string;
}

export interface SessionSnapshot {
  readonly phase: 'handshake' | 'idle' | 'active' | 'in-transaction' | 'closing';
  readonly user: string | null;
  readonly database: string | null;
  readonly startedAt: Date;
  readonly statementsForwarded: number;
  readonly statementsDenied: number;
  readonly bytesFromClient: number;
  readonly bytesFromUpstream: number;
}

/** Serves PostgreSQL's protocol on `socket`, which must not have been read from. Returns at once; never throws. */
export function serveConnection(socket: Socket, services: WireServices): ServedSession {
  return new ServedConnection(socket, services);
}
