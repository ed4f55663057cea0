/**
 * What the wire reports, as data. No event holds a password, a statement's text, a parameter or a value of a row.
 */
import type { QueryProtocol } from './gate.ts';

export type WireEvent =
  | SessionStarted
  | Authenticated
  | AuthenticationFailed
  | SessionRefused
  | SessionReady
  | StatementForwarded
  | StatementAlert
  | StatementDenied
  | UpstreamError
  | NoticeDropped
  | GateFailure
  | CancelRequested
  | SessionEnded;

interface InSession {
  readonly sessionId: string;
}

/** A client connected. Nothing is known of it yet. */
export interface SessionStarted extends InSession {
  readonly kind: 'session-started';
  readonly remoteAddress: string;
}

export interface Authenticated extends InSession {
  readonly kind: 'authenticated';
  readonly user: string;
  readonly database: string;
  readonly applicationName: string | null;
  /** Protocol version, for example `TLSv1.3`; null without TLS. */
  readonly tls: string | null;
  /** Whether the proof was bound to the TLS connection (SCRAM-SHA-256-PLUS). */
  readonly channelBound: boolean;
}

export interface AuthenticationFailed extends InSession {
  readonly kind: 'authentication-failed';
  readonly user: string;
  readonly remoteAddress: string;
  /** For the log alone: the client is told the same sentence for an unknown user and a wrong password. */
  readonly reason:
    | 'unknown-user'
    | 'wrong-password'
    | 'expired'
    | 'malformed'
    | 'unusable-verifier'
    | 'unencrypted'
    | 'refused-token';
  /** What is wrong with a token; null for everything else. Holds nothing of it. */
  readonly problem: string | null;
}

/** The client was sent away before its session was ready. */
export interface SessionRefused extends InSession {
  readonly kind: 'session-refused';
  readonly sqlstate: string;
  readonly message: string;
  /** What the client is not told, for example which upstream could not be reached. */
  readonly cause: string | null;
}

/** The first ReadyForQuery is on its way. */
export interface SessionReady extends InSession {
  readonly kind: 'session-ready';
  readonly upstreamProcessId: number;
  readonly milliseconds: number;
}

export interface StatementForwarded extends InSession {
  readonly kind: 'statement-forwarded';
  readonly protocol: QueryProtocol;
  readonly rewritten: boolean;
  readonly touchesProtected: boolean;
}

/** A statement goes on of which the policy wants somebody to be told. */
export interface StatementAlert extends InSession {
  readonly kind: 'statement-alert';
  readonly rules: readonly string[];
}

export interface StatementDenied extends InSession {
  readonly kind: 'statement-denied';
  readonly protocol: QueryProtocol;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail: string | null;
}

/** The server answered with an error; its text stays out of this. */
export interface UpstreamError extends InSession {
  readonly kind: 'upstream-error';
  readonly severity: string;
  readonly sqlstate: string;
  /** Whether the client got neutral text in place of the server's. */
  readonly neutralised: boolean;
}

/** A notice or notification of the server that the client did not get. */
export interface NoticeDropped extends InSession {
  readonly kind: 'notice-dropped';
  /** Null for a NotificationResponse. */
  readonly sqlstate: string | null;
}

/** The gate threw or gave an unusable text: a bug. The statement was denied with XX000. */
export interface GateFailure extends InSession {
  readonly kind: 'gate-failure';
  readonly message: string;
}

export interface CancelRequested {
  readonly kind: 'cancel-requested';
  readonly remoteAddress: string;
  /** Null where the key fitted no session. */
  readonly sessionId: string | null;
}

/** Follows every `session-started`, whatever became of it. */
export interface SessionEnded extends InSession {
  readonly kind: 'session-ended';
  readonly cause: EndCause;
  readonly milliseconds: number;
  readonly statementsForwarded: number;
  readonly statementsDenied: number;
  readonly bytesFromClient: number;
  readonly bytesFromUpstream: number;
}

/**
 * `client`: it said goodbye or was gone. `refused`: before the session was ready. `upstream`: the server ended it or was
 * gone. `protocol`: a side broke the protocol. `told`: by {@link ServedSession.end} or {@link ServedSession.drain}.
 * `expired`: its time was over. `budget`: what it may read was used up. `unrecorded`: its record could not be
 * kept. `probe`: a CancelRequest or a connection without a start-up message.
 */
export type EndCause =
  | 'client'
  | 'refused'
  | 'upstream'
  | 'protocol'
  | 'told'
  | 'expired'
  | 'budget'
  | 'unrecorded'
  | 'probe';
