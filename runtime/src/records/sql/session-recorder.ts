/**
 * The record of one PostgreSQL session: what was asked and decided, and what crossed. At the level `everything`, no byte of an answer reaches
 * the client before it is on the disk, and no statement that writes reaches the server before its own entry is; at `metadata`, before
 * they are written. Values that may be labelled ones become digests on the way.
 */
import type { Denial, RecordLevel, SettledApproval, StatementEvidence } from '../../pgwire/gate.ts';
import type {
  AnswerEnd,
  AskedStatement,
  ColumnOrigin,
  Go,
  RecordNumber,
  SessionRecorder,
} from '../../pgwire/recorder.ts';
import { approvalData } from '../approval-data.ts';
import type { Definition } from '../journal/entry.ts';
import type { Json, JsonObject } from '../journal/format.ts';
import type { Journal } from '../journal/journal.ts';
import { type DescribedColumns, describeColumns, sameColumns } from './column-classes.ts';
import { CrossingBytes, type RowSecrecy, UNKNOWN, withoutQuotation } from './crossing-bytes.ts';
import type { Digests } from './digests.ts';
import { answersEntry, askedForm, type ToldAnswer } from './entry-forms.ts';
import { namedValues, recordedConstants, recordedParameters } from './recorded-values.ts';
import type { StatementDefinitions } from './statement-definitions.ts';
import { WaitingLine } from './waiting-line.ts';

export interface RecorderOptions {
  readonly journal: Journal;
  readonly digests: Digests;
  readonly definitions: StatementDefinitions;
  /** Who has the session: names, no secrets. */
  readonly session: JsonObject;
  readonly isUnlabelled: (relation: number, column: number) => boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
}

/** A statement whose answers may still come. */
interface Asked {
  readonly evidence: StatementEvidence | null;
  readonly at: number;
  readonly secrecy: RowSecrecy;
  /** Whether it is answered by a complaint about its text. */
  readonly isUnread: boolean;
  /** That it was bound to; null where it was not. */
  readonly portal: string | null;
  rows: number;
  bytes: number;
  columns: DescribedColumns | null;
}

const LEVELS: readonly RecordLevel[] = ['none', 'metadata', 'everything'];
/** Portals beyond these are forgotten: their answers go on record without a number. */
const MAX_PORTALS = 1000;
/** About as much does an entry take without its parameters. */
const ENTRY_BYTES = 1024;
/** From so many bytes of entries on that are not written yet, the client is not read. */
const MAX_UNKEPT_BYTES = 1024 * 1024;

export class SqlSessionRecorder implements SessionRecorder {
  readonly #options: RecorderOptions;
  /** The session. */
  readonly #about: readonly [Definition];
  readonly #crossing: CrossingBytes;
  readonly #toClient = new WaitingLine();
  readonly #toServer = new WaitingLine();
  readonly #asked = new Map<RecordNumber, Asked>();
  readonly #portals = new Map<string, RecordNumber>();
  #rowsOf: RecordNumber | null = null;
  #rowsAsked: Asked | undefined;
  #answers: ToldAnswer[] = [];
  /** The last description of columns, and what it was found to be. */
  #described: {
    readonly evidence: StatementEvidence | null;
    readonly columns: readonly ColumnOrigin[];
    readonly described: DescribedColumns;
  } | null = null;
  #level: RecordLevel = 'none';
  #idle = true;
  #begun = false;
  /** Whether a cursor may hold labelled values as they are. */
  #revealed = false;
  #count = 0;
  #denied = 0;
  #unkept = 0;
  #writes = 0;
  #writesKept = 0;
  #waitingForWrites: { readonly needs: number; readonly go: Go }[] = [];
  onRelief: (() => void) | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#about = [{ what: 'session', describe: () => options.session }];
    this.#crossing = new CrossingBytes(options.digests);
  }

  get congested(): boolean {
    return this.#unkept > MAX_UNKEPT_BYTES;
  }

  obstacle(level: RecordLevel): Denial | null {
    const { failure } = this.#options.journal;
    if (level === 'none' || failure === null) return null;
    return {
      sqlstate: '58030',
      message: `the policy wants this on record, and the record cannot be kept: ${failure}`,
      detail: null,
      hint: 'Try again later, or ask the operators of the proxy.',
      position: null,
    };
  }

  asked(level: RecordLevel, statement: AskedStatement): RecordNumber | null {
    const { journal, clock } = this.#options;
    if (level === 'none' || journal.failure !== null) return null;
    this.#level = this.#idle ? level : strictest(this.#level, level);
    this.#idle = false;
    this.#begin();
    this.#count += 1;
    const number = this.#count;
    const { bound, denial } = statement;
    const evidence = statement.recorded?.evidence ?? null;
    if (denial !== null) this.#denied += 1;
    const reveals = this.#mayReveal(evidence);
    const echoes = evidence?.withholds === true ? namedValues(statement) : [];
    const asked: Asked = {
      evidence,
      at: clock(),
      rows: 0,
      bytes: 0,
      portal: bound?.portal ?? null,
      secrecy:
        reveals || echoes.length > 0
          ? { classes: () => asked.columns?.classes ?? [], reveals, echoes }
          : null,
      isUnread:
        denial !== null && (evidence === null || evidence.asked === null || denial.sqlstate === '42601'),
      columns: this.#options.definitions.columnsOf(evidence),
    };
    this.#asked.set(number, asked);
    if (bound !== null) this.#bind(bound.portal, number);
    const about = [...this.#about, ...this.#options.definitions.of(evidence, statement)];
    const size = ENTRY_BYTES + (bound?.values.length ?? 0);
    const write = denial === null && evidence?.writes === true;
    if (write) this.#writes += 1;
    this.#unkept += size;
    // On the disk before the server gets it, where something may change; else before its answer, with which it goes.
    const keeping = write && this.#level === 'everything' ? 'durable' : 'along';
    const entry = { form: askedForm(statement), values: this.#valuesOf(number, statement), about };
    journal.append(entry, keeping, (ok) => {
      const congested = this.congested;
      this.#unkept -= size;
      if (write) this.#writeKept(ok);
      if (congested && !this.congested) this.onRelief?.();
    });
    return number;
  }

  ofPortal(portal: string): RecordNumber | null {
    return this.#portals.get(portal) ?? null;
  }

  row(statement: RecordNumber | null, bytes: number): void {
    // One after another, rows are those of one statement.
    if (statement !== this.#rowsOf) {
      this.#rowsOf = statement;
      this.#rowsAsked = statement === null ? undefined : this.#asked.get(statement);
    }
    const asked = this.#rowsAsked;
    if (asked !== undefined) {
      asked.rows += 1;
      asked.bytes += bytes;
    }
    this.#crossing.expectRow(this.#secrecyOf(asked));
  }

  described(about: RecordNumber | StatementEvidence | null, columns: readonly ColumnOrigin[]): void {
    const asked = typeof about === 'number' ? this.#asked.get(about) : undefined;
    const evidence = typeof about === 'number' ? (asked?.evidence ?? null) : about;
    const described = this.#describe(evidence, columns);
    if (typeof about !== 'number' || asked === undefined || sameColumns(asked.columns, described)) return;
    asked.columns = described;
    this.#answers.push({ n: about, columns: described.names, classes: described.classes.join('') });
  }

  answered(statement: RecordNumber | null, end: AnswerEnd): void {
    const asked = statement === null ? undefined : this.#asked.get(statement);
    if (end.kind === 'error') this.#crossing.expectError(asked?.isUnread ?? true);
    if (this.#level === 'none') return;
    const { rows = 0, bytes = 0 } = asked ?? {};
    const milliseconds =
      asked === undefined ? null : Math.round((this.#options.clock() - asked.at) * 100) / 100;
    this.#answers.push({ n: statement, end, rows, bytes, milliseconds });
    if (asked === undefined) return;
    asked.rows = 0;
    asked.bytes = 0;
  }

  /** A prepared statement describes its answers alike each time. */
  #describe(evidence: StatementEvidence | null, columns: readonly ColumnOrigin[]): DescribedColumns {
    const { definitions, isUnlabelled } = this.#options;
    const last = this.#described;
    const isSame = last !== null && last.columns === columns && last.evidence === evidence;
    const described = definitions.describe(
      evidence,
      isSame ? last.described : describeColumns(columns, evidence, isUnlabelled),
    );
    if (!isSame || last.described !== described) this.#described = { evidence, columns, described };
    return described;
  }

  approvalSettled(level: RecordLevel, settled: SettledApproval): void {
    if (level === 'none' || this.#options.journal.failure !== null) return;
    this.#begin();
    this.#options.journal.append(
      { kind: 'approval.settled', about: this.#about, data: approvalData(settled) },
      'along',
      null,
    );
  }

  idle(): void {
    this.#idle = true;
  }

  forwarding(go: Go): void {
    if (this.#writes > this.#writesKept)
      this.#waitingForWrites.push({ needs: this.#writes, go: this.#toServer.join(go) });
    else if (this.#toServer.isEmpty) go(true);
    else this.#toServer.join(go)(true);
  }

  crossing(bytes: readonly Buffer[], go: Go): void {
    const answer = this.#toClient.join(go);
    const answers = this.#answers;
    const level = this.#level;
    this.#answers = [];
    // Followed also while nothing is recorded: a policy may ask for it at any moment, and messages be cut anywhere.
    const stored = this.#crossing.take(bytes);
    if (this.#idle) this.#forget();
    const everything = level === 'everything';
    if (level === 'none' || (!everything && answers.length === 0)) {
      answer(true);
      return;
    }
    const body = everything ? stored : [];
    const entry = {
      ...answersEntry(everything ? 'sql.crossed' : 'sql.answered', answers),
      about: this.#about,
      body,
    };
    this.#options.journal.append(entry, everything ? 'durable' : 'written', answer);
  }

  async ended(cause: string): Promise<void> {
    if (!this.#begun) return;
    this.#begun = false;
    const { journal } = this.#options;
    await new Promise<void>((resolve) => {
      const data = { cause, statements: this.#count, denied: this.#denied };
      journal.append({ kind: 'session.end', about: this.#about, data }, 'written', () => resolve());
    });
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#options.journal.append({ kind: 'session.begin', about: this.#about, data: {} }, 'along', null);
  }

  #bind(portal: string, number: RecordNumber): void {
    this.#portals.delete(portal);
    this.#portals.set(portal, number);
    if (this.#portals.size <= MAX_PORTALS) return;
    for (const [oldest, record] of this.#portals) {
      this.#portals.delete(oldest);
      this.#asked.delete(record);
      return;
    }
  }

  /** What is stored of the statement itself, as {@link askedForm} has it. */
  #valuesOf(number: RecordNumber, statement: AskedStatement): readonly (Json | undefined)[] {
    const { text, recorded, denial, revision, bound } = statement;
    const { digests } = this.#options;
    const withholds = denial !== null || (recorded?.evidence.withholds ?? true);
    const values = bound === null ? null : recordedParameters(bound.values, withholds, digests);
    const cut = recorded !== undefined && recorded.evidence.asked !== null;
    return [
      number,
      recorded === undefined ? revision : undefined,
      cut && recorded.constants.length > 0
        ? recordedConstants(recorded.constants, withholds, digests)
        : undefined,
      // Of a text whose values cannot be told from the rest, no more than what tells it from another.
      !cut && text !== null ? { digest: digests.of(text), characters: text.length } : undefined,
      values?.parameters,
      values?.formats ?? undefined,
      ...(denial === null ? [] : [denial.sqlstate, withoutQuotation(denial.message), denial.detail]),
    ];
  }

  /** A FETCH touches no relation, and may read from a cursor that does. */
  #mayReveal(evidence: StatementEvidence | null): boolean {
    if (evidence === null) return this.#revealed;
    if (evidence.revealed.length > 0) this.#revealed = true;
    return evidence.revealed.length > 0 || (this.#revealed && evidence.accesses.length === 0);
  }

  #secrecyOf(asked: Asked | undefined): RowSecrecy {
    if (asked === undefined) return this.#revealed ? UNKNOWN : null;
    return asked.secrecy;
  }

  #writeKept(ok: boolean): void {
    this.#writesKept += 1;
    const waiting = this.#waitingForWrites;
    this.#waitingForWrites = waiting.filter(({ needs }) => ok && needs > this.#writesKept);
    for (const { needs, go } of waiting) if (!ok || needs <= this.#writesKept) go(ok);
  }

  #forget(): void {
    this.#level = 'none';
    for (const [number, { portal }] of this.#asked)
      if (portal === null || this.#portals.get(portal) !== number) this.#asked.delete(number);
  }
}

function strictest(a: RecordLevel, b: RecordLevel): RecordLevel {
  return LEVELS.indexOf(a) > LEVELS.indexOf(b) ? a : b;
}
