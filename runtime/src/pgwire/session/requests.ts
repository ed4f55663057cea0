/**
 * The requests that the server has not answered yet, in their order. Mirrors what the server does with them: it answers
 * one after the other, and after an error in the extended protocol skips what comes before the next Sync.
 */
import type { Denial, Verdict } from '../gate.ts';
import type { RecordNumber } from '../recorder.ts';
import type { SessionTrace } from '../session-trace.ts';
import type { DeclaringText } from './held-cursors.ts';
import { Kind, type RequestKind } from './reply-table.ts';
import type { StatementChange } from './statement-table.ts';

export type ForwardVerdict = Extract<Verdict, { kind: 'forward' }>;

/** What a request carries besides its kind. */
export interface RequestDetails {
  /** Of the text that it runs or defines. */
  readonly verdict?: ForwardVerdict;
  /** What the client is told in place of the server's error. */
  readonly denial?: Denial;
  /** What it does to the table of statements, once the server has come to it. */
  readonly change?: StatementChange;
  /** What an Execute runs, where it has to do with notices of masks. */
  readonly told?: ForwardVerdict | null;
  /** What SQL in it does to that table; of a Query, which has a {@link change} besides. */
  readonly prepares?: StatementChange | null;
  /** The text that declares cursors with it, where that has to be noted. */
  readonly declaring?: DeclaringText | null;
  /** Under which its answer goes on record. */
  readonly record?: RecordNumber | null;
}

export interface Request {
  readonly kind: RequestKind;
  /** Its number in the session. */
  readonly moment: number;
  readonly verdict: ForwardVerdict | null;
  readonly denial: Denial | null;
  readonly change: StatementChange | null;
  readonly prepares: StatementChange | null;
  readonly declaring: DeclaringText | null;
  readonly record: RecordNumber | null;
  readonly told: ForwardVerdict | null;
}

/** Answered requests are let go of in groups of this size. */
const COMPACT_AT = 1024;

export class Requests {
  #items: Request[] = [];
  #head = 0;
  #moment = 0;
  #segment = 0;
  readonly #trace: SessionTrace | null;

  constructor(trace: SessionTrace | null = null) {
    this.#trace = trace;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** The one that the server is at. */
  get head(): Request | undefined {
    return this.#items[this.#head];
  }

  /** How many were sent: the moment of the next. */
  get sent(): number {
    return this.#moment;
  }

  /** How many Syncs were sent. After an error the server skips the rest of a segment, and never more. */
  get segment(): number {
    return this.#segment;
  }

  push(kind: RequestKind, details: RequestDetails = {}): void {
    const {
      verdict = null,
      denial = null,
      change = null,
      prepares = null,
      declaring = null,
      record = null,
      told = null,
    } = details;
    const moment = this.#moment;
    const request: Request = {
      kind,
      moment,
      verdict,
      denial,
      change,
      prepares,
      declaring,
      record,
      told,
    };
    this.#items.push(request);
    this.#trace?.sent(request);
    this.#moment += 1;
    if (kind === Kind.sync) this.#segment += 1;
  }

  /** Removes the head, for it is answered, and what follows it that is never answered. */
  shift(): void {
    if (this.#trace !== null && this.head !== undefined) this.#trace.answered(this.head.moment);
    do this.#head += 1;
    while (this.#items[this.#head]?.kind === Kind.copyEnd);
    if (this.#head === this.#items.length) {
      this.#items.length = 0;
      this.#head = 0;
    } else if (this.#head >= COMPACT_AT) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /** The head, for which the server has nothing prepared, becomes a Parse behind a Close that the client does not see. */
  parseAgain(): void {
    const head = this.head;
    if (head === undefined) return;
    const close = { kind: Kind.injectedClose, moment: head.moment, verdict: null, denial: null };
    const parse = { ...head, kind: Kind.parse };
    const silent = { change: null, prepares: null, declaring: null, record: null, told: null };
    this.#items.splice(this.#head, 1, { ...close, ...silent }, parse);
  }

  /** The head, which the server could not run by what it keeps, becomes the Query that it stood for. */
  queryAgain(): void {
    const head = this.head;
    if (head !== undefined) this.#items[this.#head] = { ...head, kind: Kind.query };
  }

  /**
   * Removes the head and everything up to the next Sync, which the server skips. Gives what it skips, and whether there
   * was a Sync; if not, the server goes on skipping.
   */
  skipToSync(): { readonly skipped: readonly Request[]; readonly synced: boolean } {
    const waiting = this.#items.slice(this.#head + 1);
    const sync = waiting.findIndex((request) => request.kind === Kind.sync);
    const skipped = sync === -1 ? waiting : waiting.slice(0, sync);
    if (this.#trace !== null && this.head !== undefined)
      for (const { moment } of [this.head, ...skipped]) this.#trace.answered(moment);
    this.#items = sync === -1 ? [] : waiting.slice(sync);
    this.#head = 0;
    return { skipped, synced: sync !== -1 };
  }

  /**
   * The server reads COPY data for the head and ignores Sync until the client ends the copy. Removes the Syncs sent
   * before that; gives their number, and whether the client has ended the copy already.
   */
  enterCopyIn(): { readonly ignoredSyncs: number; readonly ended: boolean } {
    const current = this.#items.slice(this.#head, this.#head + 1);
    const waiting = this.#items.slice(this.#head + 1);
    const end = waiting.findIndex((request) => request.kind === Kind.copyEnd);
    const during = end === -1 ? waiting : waiting.slice(0, end);
    const kept = during.filter((request) => request.kind !== Kind.sync);
    this.#items = [...current, ...kept, ...(end === -1 ? [] : waiting.slice(end + 1))];
    this.#head = 0;
    return { ignoredSyncs: during.length - kept.length, ended: end !== -1 };
  }
}
