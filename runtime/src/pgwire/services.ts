/**
 * What the program around the wire gives it, and nothing else: keys, credentials, upstreams, a place for events. The
 * wire reads no configuration and knows no policy.
 */
import type { SecureContext } from 'node:tls';
import type { CancelRegistry } from './cancel-registry.ts';
import type { WireEvent } from './events.ts';
import type { Denial, SessionGate } from './gate.ts';
import type { SessionRecorder } from './recorder.ts';
import type { SessionTrace } from './session-trace.ts';
import type { TokenSource } from './startup/oauth-bearer.ts';
import type { UpstreamTarget } from './upstream-target.ts';

/** One object for all connections of a listener. Every member may be replaced between connections (keys, limits). */
export interface WireServices {
  /** Certificate and key towards clients; null where there is none, then SSLRequest is answered with `N`. */
  readonly tls: SecureContext | null;
  /** Whether a client that does not ask for TLS is turned away, before it can send anything of a secret. */
  readonly requireTls: boolean;
  readonly limits: WireLimits;
  /** Shared by all listeners of a process, since a CancelRequest comes over a connection of its own. */
  readonly cancels: CancelRegistry;
  /**
   * Makes the salt that an unknown user is shown. Stable over restarts and the same on all proxies of a fleet, or else a
   * change of salt tells which users exist.
   */
  readonly mockSecret: Uint8Array;

  /** What `user` must prove to know; null for an unknown one, who then fails as one with a wrong password does. */
  credential(user: string): WireCredential | null;
  /** Where `user` is a name under which tokens are presented: how. Null for every other name. */
  tokenEntry(user: string): TokenEntry | null;
  /** Asked once per session, after the proof and before an upstream is connected. A rejection ends the session (XX000). */
  open(request: OpenRequest): Promise<OpenResult>;
  /** Must not throw. */
  onEvent(event: WireEvent): void;
}

export interface WireCredential {
  /** As PostgreSQL writes it in pg_authid: `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`. */
  readonly verifier: string;
  /** From this moment on the credential opens nothing; null where it never ends. */
  readonly expiresAt: Date | null;
}

/** A name under which tokens are presented. */
export interface TokenEntry {
  readonly verify: VerifyToken;
  /** Where clients get a token, which they present by OAUTHBEARER; null where it is presented as a password. */
  readonly oauth: TokenSource | null;
}

/** Never rejects. The problem is a clause for the log, and holds nothing of the token. */
export type VerifyToken = (
  token: string,
) => Promise<
  { readonly ok: true; readonly token: WireToken } | { readonly ok: false; readonly problem: string }
>;

/** What a token proved: the program's own value, which it gets back in {@link OpenRequest}. */
export interface WireToken {
  readonly expiresAt: Date;
}

/** An authenticated client that wants a session. */
export interface OpenRequest {
  readonly sessionId: string;
  readonly user: string;
  /** As asked for, or the user's name where nothing was asked for, as in PostgreSQL. */
  readonly database: string;
  /** What was proven: that of the user, or what its verifier made of a token. */
  readonly proof: WireCredential | WireToken;
  /** Start-up parameters that passed the list (startup-parameters.ts), under their usual spelling. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly remoteAddress: string;
}

export type OpenResult =
  | {
      readonly ok: true;
      readonly upstream: UpstreamTarget;
      /** Called once, with what the server reported at start (ParameterStatus), before the client may send anything. */
      readonly gate: (serverParameters: ReadonlyMap<string, string>) => SessionGate;
      /** When the session ends whatever it does, with FATAL 28000; null where it does not. */
      readonly endsAt: Date | null;
      /** Keeps the record of the session; absent where nothing of it can go on record. */
      readonly recorder?: SessionRecorder;
      /** Follows the session for whoever collects traces; absent where nobody does. */
      readonly trace?: SessionTrace;
    }
  | { readonly ok: false; readonly denial: Denial };

export interface WireLimits {
  /** From the first byte to ReadyForQuery, the upstream's part included. */
  readonly handshakeMilliseconds: number;
  /** Of one message after authentication that has to be held whole. Before it, 10 kB. Rows and COPY data are not held. */
  readonly maxMessageBytes: number;
  /** Prepared statements that a session can have; the least recently used one is forgotten first. */
  readonly maxStatements: number;
  /** Their text in bytes, all together. */
  readonly maxStatementBytes: number;
  /** Requests of a session that may await their answers; more are left unread until some have come. */
  readonly maxInFlight: number;
}

export const DEFAULT_LIMITS: WireLimits = {
  handshakeMilliseconds: 30_000,
  maxMessageBytes: 64 * 1024 * 1024,
  maxStatements: 10_000,
  maxStatementBytes: 32 * 1024 * 1024,
  maxInFlight: 10_000,
};
