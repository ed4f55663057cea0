/** A session without sockets: bytes in on either side, messages out on the other, shown as one line each. */
import { encodeFlush } from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import { Framer } from '../../../../runtime/src/pgwire/codec/framer.ts';
import type { SessionGate, Verdict } from '../../../../runtime/src/pgwire/gate.ts';
import { ClientSide } from '../../../../runtime/src/pgwire/session/client-side.ts';
import { ServerParameters } from '../../../../runtime/src/pgwire/session/server-parameters.ts';
import { ServerSide } from '../../../../runtime/src/pgwire/session/server-side.ts';
import {
  type SessionEvent,
  type SessionLimits,
  SessionState,
} from '../../../../runtime/src/pgwire/session/session-state.ts';
import { backendMessages, describeMessage } from '../../../support/backend-messages.ts';
import { deny, forward } from '../wire-proxy.ts';

export interface Harness {
  readonly state: SessionState;
  readonly events: SessionEvent[];
  /** The client sends; what the server gets. */
  client(...messages: readonly Buffer[]): string[];
  /** What the server gets of what had to wait, now that it can go on. */
  resume(): string[];
  /** The server sends; what the client gets. */
  server(...messages: readonly Buffer[]): string[];
  /** What the client was told besides, since the last call. */
  said(): string[];
  /** The same for bytes that may be no whole messages. */
  rawServer(bytes: Buffer): Buffer;
}

export const LIMITS: SessionLimits = {
  maxMessageBytes: 100_000,
  maxStatements: 100,
  maxStatementBytes: 1_000_000,
};

/** How a denied Query and Parse look on their way to the server. */
export const DENIED_QUERY = 'Q dlp-proxy denied this statement\\x00';
export const DENIED_UNNAMED = 'P \\x00dlp-proxy denied this statement\\x00\\x00\\x00';
export const DENIED_OTHER = 'P dlp-proxy\\x00dlp-proxy denied this statement\\x00\\x00\\x00';

export function startSession(gate: SessionGate = testGate(), limits: Partial<SessionLimits> = {}): Harness {
  const events: SessionEvent[] = [];
  const parameters = new ServerParameters();
  parameters.report('client_encoding', 'UTF8');
  parameters.report('standard_conforming_strings', 'on');
  parameters.report('is_superuser', 'off');
  const state = new SessionState({
    sessionId: 'session',
    gate,
    parameters,
    limits: { ...LIMITS, ...limits },
    report: (event) => events.push(event),
  });
  let toServer: Buffer[] = [];
  let toClient: Buffer[] = [];
  let said: Buffer[] = [];
  const flushed = () => {
    if (state.wantsFlush) toServer.push(encodeFlush());
    state.wantsFlush = false;
    return shown(Buffer.concat(toServer));
  };
  const aside = { toClient: (bytes: Buffer) => void said.push(bytes), wake: () => undefined };
  const fromClient = new Framer(new ClientSide(state, (bytes) => toServer.push(bytes), aside));
  const fromServer = new Framer(new ServerSide(state, (bytes) => toClient.push(bytes)));
  const rawServer = (bytes: Buffer) => {
    toClient = [];
    fromServer.push(bytes);
    return Buffer.concat(toClient);
  };
  return {
    state,
    events,
    client: (...messages) => {
      toServer = [];
      fromClient.push(Buffer.concat(messages));
      return flushed();
    },
    resume: () => {
      toServer = state.toServer.splice(0);
      fromClient.resume();
      return flushed();
    },
    server: (...messages) => shown(rawServer(Buffer.concat(messages))),
    said: () => {
      const bytes = Buffer.concat(said);
      said = [];
      return shown(bytes);
    },
    rawServer,
  };
}

/** One line for each message. */
export function shown(bytes: Buffer): string[] {
  return backendMessages(bytes).map(describeMessage);
}

/**
 * Denies texts with `denied`; rewrites those with `masked`, by putting six characters in front, which touch a protected
 * relation; notes that those with `touching` do so unchanged; lets everything else through.
 */
export function testGate(): SessionGate & { revision: string; readonly judged: string[] } {
  const judged: string[] = [];
  return {
    revision: '1',
    judged,
    judge(text: string): Verdict {
      judged.push(text);
      if (text.includes('denied')) return deny();
      if (text.includes('masked')) {
        return forward(`/*${this.revision.padStart(2, '0')}*/${text}`, {
          positions: (position) => position - 6,
          touchesProtected: true,
        });
      }
      return forward(text, { touchesProtected: text.includes('touching') });
    },
  };
}
