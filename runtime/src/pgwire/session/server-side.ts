/**
 * The direction from server to client: the decision on every message that a server can send after start-up. Each answer is
 * led back to the request that it answers; one that fits none ends the session.
 */
import {
  decodeCommandTag,
  decodeFieldOrigins,
  decodeParameterStatus,
  decodeReadyForQuery,
} from '../codec/decode-backend.ts';
import { encodeParseComplete } from '../codec/encode-backend.ts';
import { decodeErrorFields, type ErrorFields, encodeError, Field } from '../codec/error-fields.ts';
import type { Disposition, FrameSink, Reading } from '../codec/framer.ts';
import { Backend, HEADER_BYTES, typeText } from '../codec/messages.ts';
import type { Denial } from '../gate.ts';
import type { ColumnOrigin, RecordNumber, SessionRecorder } from '../recorder.ts';
import { triesAgain, tryAgain } from './kept-attempt.ts';
import { maskNotice } from './mask-notice.ts';
import { needsNeutral, neutralError, neutralNotice, type ReportSource } from './neutral-report.ts';
import { Kind, type Step } from './reply-table.ts';
import type { ForwardVerdict, Request } from './requests.ts';
import type { SessionState } from './session-state.ts';

type Handler = (side: ServerSide, bytes: Buffer, start: number, end: number) => Disposition;

/**
 * The messages that are looked into. All others stream: they pass if they answer the request that the server is at
 * (reply-table.ts).
 */
const LOOKED_INTO: Readonly<Partial<Record<keyof typeof Backend, Handler>>> = {
  // Passed on, made neutral, or replaced by the denial.
  ErrorResponse: (side, bytes, start, end) => side.error(bytes, start, end),
  // At any time: passed on, made neutral, or left out.
  NoticeResponse: (side, bytes, start, end) => side.notice(bytes, start, end),
  // At any time: passed on if known; ends the session where a fixed setting changed.
  ParameterStatus: (side, bytes, start, end) => side.parameter(bytes, start, end),
  // Passed on, unless it names a stored column that must not be shown: then nothing after it is.
  RowDescription: (side, bytes, start, end) => side.describeRows(bytes, start, end),
  CommandComplete: (side, bytes, start, end) => side.complete(bytes, start, end),
  ReadyForQuery: (side, bytes, start, end) => side.ready(bytes, start, end),
};

const BY_TYPE: readonly (Handler | undefined)[] = Array.from({ length: 256 }, (_, type) => {
  const names = Object.keys(Backend) as (keyof typeof Backend)[];
  const name = names.find((candidate) => Backend[candidate] === type);
  return name === undefined ? undefined : LOOKED_INTO[name];
});

/** Tags after which no statement is prepared any more; both begin with this byte, as few others do. */
const FORGETS_STATEMENTS: ReadonlySet<string> = new Set(['DISCARD ALL', 'DEALLOCATE ALL']);
/** Tags of statements that set a setting. */
const SETS: ReadonlySet<string> = new Set(['SET', 'RESET', 'DISCARD ALL']);
/** Tags after which no cursor of SQL is there any more. */
const CLOSES_CURSORS: ReadonlySet<string> = new Set(['DISCARD ALL', 'CLOSE CURSOR ALL']);
const NOTHING_TOLD: Pick<ForwardVerdict, 'masked' | 'notices'> = {};
const PARSE_COMPLETE = encodeParseComplete();
const LETTER_D = 'D'.charCodeAt(0);

/** What carries rows to the client. */
const COUNTED: ReadonlySet<number> = new Set([Backend.DataRow, Backend.CopyData]);

/** Of the last RowDescription: idle sessions must be small. */
const MAX_REMEMBERED_BYTES = 4096;

const TERMINAL: ReadonlySet<string | undefined> = new Set(['FATAL', 'PANIC']);

export class ServerSide implements FrameSink {
  readonly #state: SessionState;
  readonly #toClient: (bytes: Buffer) => void;
  /** Whether the head request has had an answer yet. */
  #answered = false;
  /** Statements of the head request that have run. */
  #completed = 0;
  /** Statements of the head request that have declared a cursor. */
  #declared = 0;
  /** Whether the client was told what the head request shows masked. */
  #told = false;
  /** The last RowDescription that went on: a prepared statement describes its rows in the same bytes each time. */
  #shown: {
    readonly revision: string;
    readonly bytes: Buffer;
    readonly origins: readonly ColumnOrigin[];
  } | null = null;
  /** Whether an error was among the answers to the head request. */
  #failed = false;

  constructor(state: SessionState, toClient: (bytes: Buffer) => void) {
    this.#state = state;
    this.#toClient = toClient;
  }

  begin(type: number, bodyBytes: number): Reading {
    const state = this.#state;
    if (BY_TYPE[type] !== undefined) {
      if (bodyBytes <= state.setup.limits.maxMessageBytes) return 'whole';
      return this.#outOfStep(`the server sent ${bodyBytes} bytes of type ${typeText(type)}`);
    }
    if (type === Backend.NotificationResponse) {
      // LISTEN is not allowed; what others have to say is not for this client.
      state.setup.report({ kind: 'notice-dropped', sessionId: state.setup.sessionId, sqlstate: null });
      return 'drop';
    }
    const head = this.#answering();
    const step = head?.kind.steps[type];
    if (head === undefined || step === undefined) return this.#unexpected(type);
    if (state.recorder !== null) this.#record(state.recorder, head.record, type, bodyBytes);
    if (state.meter !== null && COUNTED.has(type)) {
      const over = state.meter.row(bodyBytes);
      if (over !== null) return this.#overBudget(over);
    }
    return this.#take(step);
  }

  message(type: number, bytes: Buffer, start: number, end: number): Disposition {
    return BY_TYPE[type]?.(this, bytes, start, end) ?? 'stop';
  }

  pass(bytes: Buffer): void {
    this.#toClient(bytes);
  }

  broken(type: number, length: number): void {
    this.#outOfStep(`the server sent a message of type ${typeText(type)} with the length ${length}`);
  }

  error(bytes: Buffer, start: number, end: number): Disposition {
    const state = this.#state;
    const fields = decodeErrorFields(bytes, start, end);
    if (fields === null) return this.#outOfStep('the server sent a malformed ErrorResponse');
    const head = this.#answering();
    const terminal = TERMINAL.has(fields.get(Field.severityPlain) ?? fields.get(Field.severity));
    if (terminal) state.serverGone = true;
    const step = head?.kind.steps[Backend.ErrorResponse];
    if (!terminal && step === undefined) return this.#unexpected(Backend.ErrorResponse);

    const sqlstateOf = fields.get(Field.sqlstate) ?? '';
    if (!terminal && (head?.kind === Kind.keptParse || head?.kind === Kind.keptQuery)) {
      if (triesAgain(state, sqlstateOf)) return 'drop';
      state.attempt = null;
    }
    const denial = terminal || step !== 'denial' ? null : (head?.denial ?? null);
    const disposition =
      denial === null ? this.#reported(fields, head) : encodeError({ severity: 'ERROR', ...denial });
    const sqlstate = denial?.sqlstate ?? sqlstateOf;
    state.recorder?.answered(head?.record ?? null, { kind: 'error', sqlstate });
    if (head !== undefined) state.trace?.failed(head.moment, sqlstate);
    if (head !== undefined && !terminal) this.#afterError(head);
    return disposition;
  }

  notice(bytes: Buffer, start: number, end: number): Disposition {
    const { setup } = this.#state;
    const fields = decodeErrorFields(bytes, start, end);
    if (fields === null) return this.#outOfStep('the server sent a malformed NoticeResponse');
    const source = this.#sourceOf(this.#peek());
    if (!needsNeutral(source)) return 'pass';
    const neutral = neutralNotice(fields, source);
    if (neutral !== null) return neutral;
    const sqlstate = fields.get(Field.sqlstate) ?? null;
    setup.report({ kind: 'notice-dropped', sessionId: setup.sessionId, sqlstate });
    return 'drop';
  }

  parameter(bytes: Buffer, start: number, end: number): Disposition {
    const { setup } = this.#state;
    const status = decodeParameterStatus(bytes, start, end);
    if (status === null) return this.#outOfStep('the server sent a malformed ParameterStatus');
    const decision = setup.parameters.report(status.name, status.value);
    if (decision.kind !== 'end') return decision.kind;
    return this.#state.fail('protocol', '0A000', decision.message);
  }

  describeRows(bytes: Buffer, start: number, end: number): Disposition {
    const { recorder, setup } = this.#state;
    const { gate } = setup;
    const head = this.#answering();
    const step = head?.kind.steps[Backend.RowDescription];
    if (head === undefined || step === undefined) return this.#unexpected(Backend.RowDescription);
    if (step === 'parsed') {
      this.#state.attempt = null;
      this.#shift();
      return PARSE_COMPLETE;
    }
    let origins = this.#wasShown(bytes, start, end);
    if (origins === null) {
      origins = decodeFieldOrigins(bytes, start, end);
      if (origins === null) return this.#outOfStep('the server sent a malformed RowDescription');
      if (origins.some(({ relation, column }) => gate.hidesOrigin?.(relation, column) === true)) {
        return this.#state.fail(
          'upstream',
          '42501',
          'The answer holds a stored column that must not be shown as it is.',
        );
      }
      if (end - start <= MAX_REMEMBERED_BYTES)
        this.#shown = { revision: gate.revision, bytes: Buffer.from(bytes.subarray(start, end)), origins };
    }
    if (head.kind === Kind.keptQuery) this.#state.attempt = null;
    if (recorder !== null && origins.length > 0)
      recorder.described(head.record ?? head.verdict?.recorded?.evidence ?? null, origins);
    if (step === 'done') this.#shift();
    return 'pass';
  }

  /** Of these very bytes, where they were found harmless under the revision by which the last statement went on. */
  #wasShown(bytes: Buffer, start: number, end: number): readonly ColumnOrigin[] | null {
    const shown = this.#shown;
    const isSame =
      shown !== null &&
      shown.revision === this.#state.revision &&
      shown.bytes.length === end - start &&
      shown.bytes.compare(bytes, start, end) === 0;
    return isSame ? shown.origins : null;
  }

  complete(bytes: Buffer, start: number, end: number): Disposition {
    const { statements } = this.#state;
    const head = this.#answering();
    const step = head?.kind.steps[Backend.CommandComplete];
    if (head === undefined || step === undefined) return this.#unexpected(Backend.CommandComplete);
    if (bytes[start + HEADER_BYTES] === LETTER_D && statements.size > 0) {
      const tag = decodeCommandTag(bytes, start, end);
      if (tag !== null && FORGETS_STATEMENTS.has(tag)) statements.clear();
    }
    if (head.declaring !== null || this.#state.heldCursors.size > 0)
      this.#noteCursors(head, decodeCommandTag(bytes, start, end) ?? '');
    const { recorder } = this.#state;
    if (recorder !== null) {
      const tag = decodeCommandTag(bytes, start, end) ?? '';
      recorder.answered(head.record, { kind: 'complete', tag });
    }
    const notice = this.#noticeOf(head, bytes, start, end);
    if (step === 'done') this.#shift();
    else {
      // One of several statements of a text: the first was counted when the text went on.
      const over = this.#completed > 0 ? (this.#state.meter?.begin() ?? null) : null;
      this.#completed += 1;
      if (over !== null) return this.#overBudget(over);
    }
    this.#state.meter?.end();
    return notice === null ? 'pass' : Buffer.concat([notice, bytes.subarray(start, end)]);
  }

  #noteCursors({ declaring }: Request, tag: string): void {
    const { heldCursors } = this.#state;
    if (CLOSES_CURSORS.has(tag)) heldCursors.clear();
    if (declaring === null || tag !== 'DECLARE CURSOR') return;
    heldCursors.declared(declaring, this.#declared);
    this.#declared += 1;
  }

  /** What the client is told of masks before a statement is complete, once for each request; takes note where it asks to be told. */
  #noticeOf(head: Request, bytes: Buffer, start: number, end: number): Buffer | null {
    const state = this.#state;
    const { masked, notices } = head.told ?? head.verdict ?? NOTHING_TOLD;
    if (notices !== undefined && SETS.has(decodeCommandTag(bytes, start, end) ?? '')) {
      state.notices = notices === 'initial' ? (state.setup.notices ?? false) : notices === 'on';
      return null;
    }
    if (!state.notices || masked === undefined || this.#told) return null;
    this.#told = true;
    return maskNotice(masked);
  }

  ready(bytes: Buffer, start: number, end: number): Disposition {
    const state = this.#state;
    const status = decodeReadyForQuery(bytes, start, end);
    if (status === null) return this.#outOfStep('the server sent a malformed ReadyForQuery');
    const { attempt } = state;
    if (attempt?.refused === true) {
      this.#answered = false;
      tryAgain(state, attempt);
      return 'drop';
    }
    const head = this.#peek();
    const isAnswer =
      head?.kind.steps[Backend.ReadyForQuery] === 'ready' && (head.kind === Kind.sync || this.#answered);
    if (isAnswer) this.#shift();
    else if (state.doubtfulSyncs > 0) state.doubtfulSyncs -= 1;
    else return this.#unexpected(Backend.ReadyForQuery);

    state.status = status;
    state.settled = state.requests.length === 0;
    if (status === 'I') state.tainted = false;
    if (status === 'I' && isAnswer) state.sqlPortal.endTransaction(head.moment);
    if (state.settled) state.recorder?.idle();
    return 'pass';
  }

  /** What streams is recorded by its header: rows as they come, and the ends of answers that say nothing more. */
  #record(recorder: SessionRecorder, record: RecordNumber | null, type: number, bodyBytes: number): void {
    if (COUNTED.has(type)) recorder.row(record, bodyBytes);
    else if (type === Backend.EmptyQueryResponse) recorder.answered(record, { kind: 'empty' });
    else if (type === Backend.PortalSuspended) recorder.answered(record, { kind: 'suspended' });
  }

  /** What was let through stays; nothing after it crosses, since rows that are on their way cannot be called back. */
  #overBudget({ sqlstate, message, detail }: Denial): 'stop' {
    return this.#state.fail('budget', sqlstate, detail === null ? message : `${message} (${detail})`);
  }

  /** The request that the server is at, for an answer to it that is not its ReadyForQuery. */
  #answering(): Request | undefined {
    const head = this.#peek();
    if (head === undefined) return undefined;
    if (!this.#answered) this.#state.trace?.begun(head.moment);
    this.#answered = true;
    // Whatever came before this request is answered or never will be.
    if (head.moment > this.#state.copiedAt) this.#state.doubtfulSyncs = 0;
    return head;
  }

  /** The request that the server is at. From here on, what its statement may have read can be in what the server says. */
  #peek(): Request | undefined {
    const head = this.#state.requests.head;
    if (head?.verdict?.touchesProtected === true) this.#state.tainted = true;
    return head;
  }

  #take(step: Step): Reading {
    const state = this.#state;
    switch (step) {
      case 'more':
        return 'stream';
      case 'done':
        this.#shift();
        return 'stream';
      case 'swallow':
        this.#shift();
        return 'drop';
      case 'skip':
        return 'drop';
      case 'copy-in': {
        const { ignoredSyncs, ended } = state.requests.enterCopyIn();
        state.doubtfulSyncs += ignoredSyncs;
        state.copiedAt = state.requests.head?.moment ?? -1;
        state.copyIn = !ended;
        return 'stream';
      }
      default:
        return 'stop';
    }
  }

  /** The head request is answered. */
  #shift(): void {
    const { requests, statements } = this.#state;
    const { change = null, prepares = null } = requests.head ?? {};
    if (change !== null) statements.settle(change, 'done');
    if (prepares !== null) statements.settle(prepares, this.#failed ? 'failed' : 'done');
    this.#failed = false;
    requests.shift();
    this.#state.meter?.end();
    this.#answered = false;
    this.#completed = 0;
    this.#declared = 0;
    this.#told = false;
  }

  /** An error of the server, as the client may read it. */
  #reported(said: ErrorFields, head: Request | undefined): Disposition {
    const { setup } = this.#state;
    const source = this.#sourceOf(head);
    const neutralised = needsNeutral(source);
    const message = said.get(Field.message);
    // Where a Bind does not fit, the server says so by the name of the statement.
    const fields =
      neutralised && message !== undefined
        ? new Map(said).set(Field.message, this.#state.kept.withoutNames(message))
        : said;
    setup.report({
      kind: 'upstream-error',
      sessionId: setup.sessionId,
      severity: fields.get(Field.severityPlain) ?? '',
      sqlstate: fields.get(Field.sqlstate) ?? '',
      neutralised,
    });
    return neutralised ? neutralError(fields, source) : 'pass';
  }

  #sourceOf(head: Request | undefined): ReportSource {
    const verdict = head?.verdict ?? null;
    return {
      tainted: this.#state.tainted,
      // What ran has parameters in the place of constants.
      positions:
        verdict === null || head?.kind === Kind.keptQuery ? 'unknown' : (verdict.positions ?? 'same'),
    };
  }

  /** Follows the server: after an error in the extended protocol, nothing happens until the next Sync. */
  #afterError(head: Request): void {
    const state = this.#state;
    state.copyIn = false;
    state.meter?.end();
    this.#failed = !head.kind.extended;
    if (!head.kind.extended) return;
    const { skipped, synced } = state.requests.skipToSync();
    this.#answered = false;
    state.skipping = !synced;
    if (head.change !== null) state.statements.settle(head.change, 'failed');
    for (const { change, prepares } of skipped) {
      if (change !== null) state.statements.settle(change, 'skipped');
      if (prepares !== null) state.statements.settle(prepares, 'skipped');
    }
  }

  #unexpected(type: number): 'stop' {
    const request = this.#state.requests.head;
    const place = request === undefined ? 'without a request' : `in answer to ${request.kind.name}`;
    return this.#outOfStep(`the server sent a message of type ${typeText(type)} ${place}`);
  }

  #outOfStep(message: string): 'stop' {
    return this.#state.fail('upstream', '08P01', message);
  }
}
