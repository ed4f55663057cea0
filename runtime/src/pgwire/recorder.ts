/**
 * What the wire tells whoever keeps records, and what it waits for. The wire defines it and knows nothing of journals; nothing here
 * throws.
 */
import type {
  Denial,
  QueryProtocol,
  RecordedStatement,
  RecordLevel,
  SettledApproval,
  StatementEvidence,
} from './gate.ts';

/** Names a statement of the session in its record. */
export type RecordNumber = number;

/** A statement that was asked for, and what was decided. */
export interface AskedStatement {
  readonly protocol: QueryProtocol;
  /** As the client wrote it; null for what has no text. Not to be stored as it is: see {@link RecordedStatement}. */
  readonly text: string | null;
  readonly recorded: RecordedStatement | undefined;
  /** Null where it goes on. */
  readonly denial: Denial | null;
  /** Names the policy and catalog that it was judged by. */
  readonly revision: string;
  /** Of a Bind: what it binds to, and the message behind its names. A view, which must not be kept. */
  readonly bound: { readonly portal: string; readonly values: Buffer } | null;
}

/** How one answer ended: by a message that no other of the same statement follows, or by one of several. */
export type AnswerEnd =
  | { readonly kind: 'complete'; readonly tag: string }
  | { readonly kind: 'error'; readonly sqlstate: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'suspended' };

export interface ColumnOrigin {
  readonly name: string;
  /** Numbers of RowDescription; 0 where the column is computed. */
  readonly relation: number;
  readonly column: number;
}

/** May go on, or must not, since its record could not be kept. */
export type Go = (ok: boolean) => void;

export interface SessionRecorder {
  /** Why nothing that is to be recorded may be asked now; null where it may. */
  obstacle(level: RecordLevel): Denial | null;
  /** `level` is that of the policies in force. Null where nothing is recorded. */
  asked(level: RecordLevel, statement: AskedStatement): RecordNumber | null;
  /** The statement that a portal was bound to; null where that is not known. */
  ofPortal(portal: string): RecordNumber | null;
  /** A row, or a piece of COPY data, of so many bytes crosses in answer to a statement. */
  row(statement: RecordNumber | null, bytes: number): void;
  /** Of a statement that was asked, or of one that may be. */
  described(statement: RecordNumber | StatementEvidence | null, columns: readonly ColumnOrigin[]): void;
  answered(statement: RecordNumber | null, end: AnswerEnd): void;
  /** A statement waited for approval, and waits no more; what becomes of it is told after. A recorder without it keeps nothing of approvals. */
  approvalSettled?(level: RecordLevel, settled: SettledApproval): void;
  /** No request of the session awaits an answer. */
  idle(): void;
  /** What is about to go to the server. `go` is called in the order of calls. */
  forwarding(go: Go): void;
  /** What is about to cross to the client, whole and in order. `go` is called in the order of calls. */
  crossing(bytes: readonly Buffer[], go: Go): void;
  /** Whether so much waits for the disk that the client should not be read. */
  readonly congested: boolean;
  /** Called when it is no longer {@link congested}. */
  onRelief: (() => void) | null;
  /** The session is over. Resolves when its record is complete, as far as it can be. */
  ended(cause: string): Promise<void>;
}
