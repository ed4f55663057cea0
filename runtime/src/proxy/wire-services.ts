/** What the wire is given: the configuration in its terms, and answers to what it asks. */
import { createSecureContext } from 'node:tls';
import type { Config } from '../config/config.ts';
import { DEFAULT_LIMITS, type WireServices } from '../pgwire/services.ts';
import { wireEventLogger } from './log-wire-events.ts';
import { mockSecret } from './mock-secret.ts';
import { type OpenParts, openSession } from './open-session.ts';
import type { ProxyParts } from './parts.ts';
import { tokenEntries } from './token-entries.ts';

export function wireServices(
  config: Config,
  { log, now, fetch, cancels, tracer }: Pick<ProxyParts, 'log' | 'now' | 'fetch' | 'cancels' | 'tracer'>,
  held: Pick<OpenParts, 'store' | 'revocations' | 'sessions' | 'sources' | 'records' | 'holds'>,
): WireServices {
  const { maxSessions, handshakeSeconds } = config.limits;
  const tokenEntry = tokenEntries(config.identityProviders, config.tokens, { fetch, now });
  return {
    tls: config.tls === null ? null : createSecureContext(config.tls),
    requireTls: config.tlsRequired,
    limits: { ...DEFAULT_LIMITS, handshakeMilliseconds: handshakeSeconds * 1000 },
    cancels,
    mockSecret: mockSecret(config),
    credential: (user) => held.store.find(user),
    tokenEntry,
    open: async (request) => openSession(request, { ...held, maxSessions, now, log, tracer }),
    onEvent: wireEventLogger(log, (user) => held.store.knew(user) || tokenEntry(user) !== null),
  };
}
