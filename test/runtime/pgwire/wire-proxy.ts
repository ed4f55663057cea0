/** A proxy that is nothing but the wire: one listener in front of one upstream, with a gate of the test's choice. */
import { createServer, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { CancelRegistry } from '../../../runtime/src/pgwire/cancel-registry.ts';
import type { WireEvent } from '../../../runtime/src/pgwire/events.ts';
import type { SessionGate, Verdict } from '../../../runtime/src/pgwire/gate.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { type ServedSession, serveConnection } from '../../../runtime/src/pgwire/serve.ts';
import {
  DEFAULT_LIMITS,
  type OpenRequest,
  type OpenResult,
  type WireLimits,
  type WireServices,
} from '../../../runtime/src/pgwire/services.ts';
import type { UpstreamTarget } from '../../../runtime/src/pgwire/upstream-target.ts';

export const USER = 'alice';
export const PASSWORD = 'open sesame';

export interface WireProxyOptions {
  readonly upstream: UpstreamTarget;
  readonly gate?: SessionGate;
  readonly tls?: SecureContext | null;
  readonly requireTls?: boolean;
  readonly limits?: Partial<WireLimits>;
  readonly expiresAt?: Date | null;
  readonly endsAt?: () => Date | null;
  readonly tokenEntry?: WireServices['tokenEntry'];
  /** In place of the upstream above. */
  readonly open?: (request: OpenRequest) => Promise<OpenResult>;
}

export interface WireProxy {
  readonly host: string;
  readonly port: number;
  readonly events: WireEvent[];
  readonly sessions: ServedSession[];
  /** Sockets of clients as the proxy has them, for looking at what they hold back. */
  readonly sockets: Socket[];
  readonly cancels: CancelRegistry;
  /** Waits until an event of that kind has been reported, and gives the first. */
  event<Kind extends WireEvent['kind']>(kind: Kind): Promise<Extract<WireEvent, { kind: Kind }>>;
  /** Ends all sessions and the listener; resolves when all sockets are closed. */
  stop(): Promise<void>;
}

/** Lets everything through as it came. */
export const PASS_ALL: SessionGate = {
  revision: '1',
  judge: (text) => forward(text),
};

/** The verdict that changes nothing, or what `changes` says. */
export function forward(text: string, changes: Partial<Extract<Verdict, { kind: 'forward' }>> = {}): Verdict {
  return { kind: 'forward', text, positions: null, touchesProtected: false, ...changes };
}

/** A denial as a policy gives it. */
export function deny(message = 'the policy says no'): Verdict {
  const detail = 'Policy p, p.dlp:1: deny everything';
  return { kind: 'deny', denial: { sqlstate: '42501', message, detail, hint: 'Ask.', position: 3 } };
}

export async function startWireProxy(options: WireProxyOptions): Promise<WireProxy> {
  const events: WireEvent[] = [];
  const sessions: ServedSession[] = [];
  const sockets: Socket[] = [];
  let wake: () => void = () => undefined;
  const verifier = await makeScramVerifier(PASSWORD);
  const cancels = new CancelRegistry();
  const services: WireServices = {
    tls: options.tls ?? null,
    requireTls: options.requireTls ?? false,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    cancels,
    mockSecret: Buffer.from('the secret of a test'),
    credential: (user) => (user === USER ? { verifier, expiresAt: options.expiresAt ?? null } : null),
    tokenEntry: options.tokenEntry ?? (() => null),
    open:
      options.open ??
      (async () => ({
        ok: true,
        upstream: options.upstream,
        gate: () => options.gate ?? PASS_ALL,
        endsAt: options.endsAt?.() ?? null,
      })),
    onEvent: (event) => {
      events.push(event);
      wake();
    },
  };
  const server = createServer((socket) => {
    sockets.push(socket);
    sessions.push(serveConnection(socket, services));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was bound');
  return {
    host: '127.0.0.1',
    port: address.port,
    events,
    sessions,
    sockets,
    cancels,
    event: async (kind) => {
      for (;;) {
        const found = events.find((event) => event.kind === kind);
        if (found !== undefined) return found as never;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop: async () => {
      for (const session of sessions) session.end({ sqlstate: '57P01', message: 'the test is over' });
      await Promise.all(sessions.map((session) => session.closed));
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
