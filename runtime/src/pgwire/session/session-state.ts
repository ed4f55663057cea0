/** What both directions of a session share. Pure: nothing here knows a socket or a clock. */
import type { TransactionStatus } from '../codec/messages.ts';
import type {
  EndCause,
  GateFailure,
  NoticeDropped,
  StatementAlert,
  StatementDenied,
  StatementForwarded,
  UpstreamError,
} from '../events.ts';
import type { Meter, SessionGate } from '../gate.ts';
import type { SessionRecorder } from '../recorder.ts';
import type { SessionTrace } from '../session-trace.ts';
import { HeldCursors } from './held-cursors.ts';
import type { Holding } from './holding.ts';
import type { Attempt } from './kept-attempt.ts';
import { KeptStatements } from './kept-statements.ts';
import { Requests } from './requests.ts';
import type { ServerParameters } from './server-parameters.ts';
import { SqlPortal } from './sql-portal.ts';
import { type PreparedStatement, type StatementName, StatementTable } from './statement-table.ts';
import { ToldPortals } from './told-portals.ts';

export interface SessionLimits {
  readonly maxMessageBytes: number;
  readonly maxStatements: number;
  readonly maxStatementBytes: number;
}

export type SessionEvent =
  | StatementForwarded
  | StatementAlert
  | StatementDenied
  | UpstreamError
  | NoticeDropped
  | GateFailure;

/** Why a session cannot go on, in a sentence for the client. */
export interface SessionFailure {
  readonly cause: EndCause;
  readonly sqlstate: string;
  readonly message: string;
}

export interface SessionSetup {
  readonly sessionId: string;
  readonly gate: SessionGate;
  readonly parameters: ServerParameters;
  readonly limits: SessionLimits;
  /** Whether the client asked at its start to be told of masked columns. */
  readonly notices?: boolean;
  readonly report: (event: SessionEvent) => void;
  /** Null where nothing of the session can go on record. */
  readonly recorder?: SessionRecorder | null;
  /** Null where nobody collects traces of it. */
  readonly trace?: SessionTrace | null;
  /** Whether the server may be given statements to keep prepared; it is where this is left out. */
  readonly keepsPrepared?: boolean;
}

export class SessionState {
  readonly setup: SessionSetup;
  readonly recorder: SessionRecorder | null;
  readonly trace: SessionTrace | null;
  readonly requests: Requests;
  readonly statements: StatementTable;

  /** As the last ReadyForQuery said. */
  status: TransactionStatus = 'I';
  /** Whether the server has been sent nothing since its last ReadyForQuery. */
  settled = true;
  /** Whether the server ignores everything up to the next Sync, after an error in the extended protocol. */
  skipping = false;
  /** Whether the server reads COPY data that the client has not ended yet. */
  copyIn = false;
  /** Syncs that the server ignored while it read COPY data, or did not: which of both shows only by a ReadyForQuery. */
  doubtfulSyncs = 0;
  /** {@link Request.moment} of the last request that read COPY data. */
  copiedAt = -1;
  /** Whether a row of a protected relation may have been read in the current transaction. */
  tainted = false;
  /** Whether something went on that makes the server forget all prepared statements, and portals may still hold it. */
  forgetsPrepared = false;
  /** Whether the client said goodbye. */
  goodbye = false;
  /** Whether the server announced, by FATAL or PANIC, that it ends the session. */
  serverGone = false;
  /** Whether the client wants to be told of masked columns. Like the server's answers, it follows the order of requests. */
  notices: boolean;
  readonly toldPortals = new ToldPortals();
  readonly sqlPortal = new SqlPortal();
  readonly heldCursors = new HeldCursors();
  /** The gate's revision when the client's last statement was judged, or found judged. */
  revision = '';
  /** What counts what crosses to the client, as of the statement that went on last. */
  meter: Meter | null = null;
  /** The statement of the client's next message, where people must agree to it first. */
  holding: Holding | null = null;
  readonly kept = new KeptStatements();
  /** The Parse or Query for which the server was asked by what it keeps; null once it has answered. */
  attempt: Attempt | null = null;
  /** What goes to the server of its own accord, before anything else does. */
  readonly toServer: Buffer[] = [];
  /** Whether the server is to be asked for what it has not answered yet, behind what it was sent so far. */
  wantsFlush = false;
  failure: SessionFailure | null = null;
  /** {@link Requests.sent} when the server was last asked to flush for a message that waits. */
  #flushedAt = -1;

  statementsForwarded = 0;
  statementsDenied = 0;

  constructor(setup: SessionSetup) {
    this.setup = setup;
    this.notices = setup.notices ?? false;
    this.recorder = setup.recorder ?? null;
    this.trace = setup.trace ?? null;
    if (setup.keepsPrepared === false) this.kept.stop();
    this.requests = new Requests(this.trace);
    this.statements = new StatementTable(setup.limits);
  }

  /** Outside of any statement and transaction, with nothing under way. */
  get idle(): boolean {
    return this.settled && this.status === 'I' && this.requests.length === 0 && this.holding === null;
  }

  /** Whether the next message is the first of a segment, outside of any transaction. */
  get fresh(): boolean {
    return this.idle && !this.skipping && !this.copyIn && this.doubtfulSyncs === 0;
  }

  /**
   * Whether a message has to wait until all that is under way is answered; the server is then asked, once, for what it keeps back. For what is up to answers
   * to come: else it would be up to how fast the server is.
   */
  awaitsAnswers(): boolean {
    const { length, sent } = this.requests;
    if (length === 0) return false;
    this.wantsFlush ||= this.#flushedAt !== sent;
    this.#flushedAt = sent;
    return true;
  }

  /**
   * What the name of a prepared statement stands for where the next message comes; undefined for nothing, `uncertain` where that is up to answers to come.
   */
  statementOf(name: StatementName): PreparedStatement | 'uncertain' | undefined {
    if (this.forgetsPrepared && this.awaitsAnswers()) return 'uncertain';
    // No portal is left that could run it.
    if (this.settled && this.status === 'I') this.forgetsPrepared = false;
    return this.statements.find(name, this.requests.segment);
  }

  /** Notes that what was under way is sent again, behind what the server was asked to flush. */
  sentAgain(): void {
    this.#flushedAt = -1;
  }

  /** Ends the session: the first reason counts. For handlers to return. */
  fail(cause: EndCause, sqlstate: string, message: string): 'stop' {
    this.failure ??= { cause, sqlstate, message };
    return 'stop';
  }
}
