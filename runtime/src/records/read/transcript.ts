/** One session again: what was asked and decided, and which answer belongs to what. */
import type { Json, JsonObject } from '../journal/format.ts';
import { type AnswerEnding, type AnswerField, AnswerStream } from './answer-stream.ts';
import { listOf, numberOf, objectOf, textOf } from './json-access.ts';
import type { ResolvedEntry } from './resolved-entry.ts';
import { filled, type ToldColumns, type ToldSession, type ToldStatement } from './told.ts';

/** A statement as it was asked. */
export interface AskedOnce {
  readonly n: number;
  readonly at: number;
  readonly protocol: string;
  readonly decision: string;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail: string;
  /** With digests in place of what is withheld; null where no text is on record. */
  readonly text: string | null;
  /** What the server ran; null where that was the text itself. */
  readonly ran: string | null;
  readonly parameters: readonly Json[];
  readonly told: ToldStatement | null;
}

/** An answer, or one of several to a statement. */
export interface Answer {
  /** Null where it answers nothing that was recorded. */
  readonly n: number | null;
  readonly at: number;
  readonly end: AnswerEnding;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number | null;
  /** Null where the answer has none, or what crossed is not on record. */
  readonly fields: readonly AnswerField[] | null;
  /** A letter for each column. */
  readonly classes: string;
  readonly cells: readonly (readonly (Buffer | null)[])[] | null;
  readonly copied: Buffer | null;
  /** Whether that is only the beginning of it, since a window was asked for. */
  readonly isCut: boolean;
  readonly notices: readonly string[];
}

/** The body of a request that was longer than what stands with it, once it is over. */
export interface SentBody {
  readonly n: number;
  readonly at: number;
  /** That the API was sent. */
  readonly bytes: number;
  /** What of it is on record; null where nothing is. */
  readonly body: Buffer | null;
  /** Whether that is only the beginning, since a window was asked for. */
  readonly isCut: boolean;
  /** Why it ended before its end; null where it is whole. */
  readonly cut: string | null;
  /** Whether all of it is on record, but for what is masked. */
  readonly isStored: boolean;
}

export type Moment =
  | { readonly kind: 'begin' | 'end'; readonly at: number; readonly cause: string }
  | ({ readonly kind: 'asked' } & AskedOnce)
  | ({ readonly kind: 'answered' } & Answer)
  | ({ readonly kind: 'sent' } & SentBody)
  /** What crossed, and belongs to an answer that has not ended. */
  | { readonly kind: 'other'; readonly at: number; readonly what: string; readonly data: JsonObject };

/** What of answers is kept, where not all of them can be. */
export interface AnswerWindow {
  /** Number of the first row, from 0 on, and how many. */
  readonly from: number;
  readonly rows: number;
  /** Of one cell. */
  readonly cellBytes: number;
  /** Of answers to requests: whether anything of this one is wanted at all. */
  readonly wants: (n: number) => boolean;
  /** Bytes that may still be kept. Whoever takes moments may set it anew. */
  budget: number;
}

/** Statements that an answer may be of, counted back from the newest. */
const REMEMBERED_STATEMENTS = 10_000;

/** What was kept of a body that may go on. */
interface Pieces {
  readonly pieces: Buffer[];
  isCut: boolean;
  cost: number;
}

/** Takes the entries of one session in their order, and gives moments in that order. */
export class Transcript {
  session: ToldSession | null = null;
  readonly #columns = new Map<number, ToldColumns>();
  readonly #bodies = new Map<number, Pieces>();
  readonly #sent = new Map<number, Pieces>();
  readonly #formats = new Map<number, readonly number[]>();
  readonly #window: AnswerWindow | null;
  #pending = 0;
  #collected = emptyAnswer();
  #ended: ReturnType<typeof finished>[] = [];
  readonly #stream = new AnswerStream({
    fields: (fields) => {
      this.#collected.fields = fields;
    },
    row: (cells) => this.#row(cells),
    copied: (bytes) => {
      const collected = this.#collected;
      // In one piece: behind what is left out comes nothing else.
      if (collected.isCut || !this.#affords(bytes.length, collected)) collected.isCut = true;
      else collected.copied.push(bytes);
    },
    notice: (message) => {
      if (this.#affords(message.length, this.#collected)) this.#collected.notices.push(message);
    },
    end: (ending) => {
      this.#ended.push(finished(this.#collected, ending));
      this.#collected = emptyAnswer();
    },
  });

  /** @param window null keeps all of every answer. */
  constructor(window: AnswerWindow | null = null) {
    this.#window = window;
  }

  take({ kind, at, session, statement, columns, data, body }: ResolvedEntry): readonly Moment[] {
    this.session ??= session;
    switch (kind) {
      case 'session.begin':
        return [{ kind: 'begin', at, cause: '' }];
      case 'session.end':
        return [{ kind: 'end', at, cause: textOf(data.cause) }];
      case 'sql.asked': {
        const n = numberOf(data.n);
        const formats = listOf(data.formats).map((code) => numberOf(code));
        if (columns !== null) this.#columns.set(n, columns);
        if (formats.length > 0) this.#formats.set(n, formats);
        this.#columns.delete(n - REMEMBERED_STATEMENTS);
        this.#formats.delete(n - REMEMBERED_STATEMENTS);
        return [{ kind: 'asked', ...askedOnce(at, statement, data) }];
      }
      case 'sql.crossed':
      case 'sql.answered':
        this.#stream.push(body);
        return this.#answers(
          at,
          kind === 'sql.crossed',
          listOf(data.answers).map((item) => objectOf(item)),
        );
      case 'http.asked':
        return [{ kind: 'asked', ...askedRequest(at, statement, data, body) }];
      case 'http.sent':
        return this.#requestBody(at, data, body);
      case 'http.crossed':
      case 'http.answered':
        return this.#requestAnswers(at, kind === 'http.crossed', listOf(data.answers), body);
      default:
        return [{ kind: 'other', at, what: kind, data }];
    }
  }

  #requestBody(at: number, data: JsonObject, body: Buffer): readonly Moment[] {
    const n = numberOf(data.n);
    const { pieces, isCut, cost } = this.#collect(this.#sent, n, body);
    if (data.end === undefined) return [];
    this.#sent.delete(n);
    this.#pending -= cost;
    const { cut, isStored } = objectOf(data.end);
    return [
      {
        ...{ kind: 'sent', n, at, bytes: numberOf(data.bytes), isCut, isStored: isStored === true },
        body: pieces.length > 0 ? Buffer.concat(pieces) : null,
        cut: typeof cut === 'string' ? cut : null,
      },
    ];
  }

  /** The pieces of a body so far, as far as they are kept. */
  #collect(bodies: Map<number, Pieces>, n: number, body: Buffer): Pieces {
    const so: Pieces = bodies.get(n) ?? { pieces: [], isCut: false, cost: 0 };
    bodies.set(n, so);
    const isWanted = this.#window?.wants(n) !== false;
    if (so.isCut || !isWanted || !this.#affords(body.length, so)) so.isCut = true;
    else if (body.length > 0) so.pieces.push(Buffer.from(body));
    return so;
  }

  /** Several answers may cross at a time, each entry is of one. */
  #requestAnswers(at: number, whole: boolean, told: readonly Json[], body: Buffer): readonly Moment[] {
    const answer = objectOf(told[0]);
    const n = numberOf(answer.n);
    const crossed = this.#collect(this.#bodies, n, body);
    if (answer.end === undefined) return [];
    this.#bodies.delete(n);
    this.#pending -= crossed.cost;
    const { rows, bytes, milliseconds } = answer;
    return [
      {
        ...{ kind: 'answered', n, at, rows: numberOf(rows), bytes: numberOf(bytes), classes: '' },
        milliseconds: typeof milliseconds === 'number' ? milliseconds : null,
        ...{ fields: null, cells: null, notices: [] },
        copied: whole && crossed.pieces.length > 0 ? Buffer.concat(crossed.pieces) : null,
        isCut: crossed.isCut,
        end: toldEnding(objectOf(answer.end)),
      },
    ];
  }

  #answers(at: number, whole: boolean, told: readonly JsonObject[]): readonly Moment[] {
    const answers: Moment[] = [];
    for (const answer of told) {
      const n = typeof answer.n === 'number' ? answer.n : null;
      if (answer.end === undefined) {
        const names = listOf(answer.columns).map((name) => textOf(name));
        if (n !== null) this.#columns.set(n, { names, classes: textOf(answer.classes) });
        continue;
      }
      const { rows, bytes, milliseconds } = answer;
      const crossed = whole ? this.#ended.shift() : undefined;
      this.#pending -= crossed?.cost ?? 0;
      answers.push({
        ...{ kind: 'answered', n, at, rows: numberOf(rows), bytes: numberOf(bytes) },
        milliseconds: typeof milliseconds === 'number' ? milliseconds : null,
        classes: (n === null ? undefined : this.#columns.get(n)?.classes) ?? '',
        fields: crossed === undefined ? null : this.#fieldsOf(n, crossed.fields, crossed.cells),
        cells: crossed?.cells ?? null,
        copied: crossed === undefined || crossed.copied.length === 0 ? null : Buffer.concat(crossed.copied),
        isCut: crossed?.isCut ?? false,
        notices: crossed?.notices ?? [],
        end: crossed?.ending ?? toldEnding(objectOf(answer.end)),
      });
    }
    return answers;
  }

  #row(cells: readonly (Buffer | null)[]): void {
    const collected = this.#collected;
    const row = collected.rows;
    collected.rows += 1;
    const window = this.#window;
    if (window === null) return void collected.cells.push(cells);
    if (row < window.from || row >= window.from + window.rows) return;
    const clipped = cells.map((cell) =>
      // A copy: a view would hold on to all of it.
      cell !== null && cell.length > window.cellBytes
        ? Buffer.from(cell.subarray(0, window.cellBytes))
        : cell,
    );
    const bytes = clipped.reduce((sum, cell) => sum + (cell?.length ?? 0) + CELL_COST, 0);
    // In one piece: behind a row that is left out comes no other.
    if (collected.cells.length === row - window.from && this.#affords(bytes, collected))
      collected.cells.push(clipped);
  }

  /** Bytes that are kept of answers which were not given yet. */
  get pending(): number {
    return this.#pending;
  }

  #affords(bytes: number, of: { cost: number }): boolean {
    if (this.#window === null) return true;
    if (this.#window.budget < bytes) return false;
    this.#window.budget -= bytes;
    this.#pending += bytes;
    of.cost += bytes;
    return true;
  }

  /** As they came with the answer, or as an earlier answer to the same statement described them. */
  #fieldsOf(
    n: number | null,
    fields: readonly AnswerField[] | null,
    cells: readonly unknown[],
  ): readonly AnswerField[] | null {
    if (fields !== null || cells.length === 0 || n === null) return fields;
    const formats = this.#formats.get(n) ?? [];
    return (this.#columns.get(n)?.names ?? []).map((name, at) => ({
      ...{ name, type: 0 },
      format: (formats.length === 1 ? formats[0] : formats[at]) ?? 0,
    }));
  }
}

function askedOnce(at: number, told: ToldStatement | null, data: JsonObject): AskedOnce {
  const { constants } = data;
  return {
    ...{ n: numberOf(data.n), at, told, protocol: textOf(data.protocol), decision: textOf(data.decision) },
    ...{ sqlstate: textOf(data.sqlstate), message: textOf(data.message), detail: textOf(data.detail) },
    text: told?.asked == null ? null : filled(told.asked, constants),
    ran: told?.runs == null ? null : filled(told.runs, constants),
    parameters: listOf(data.parameters),
  };
}

/** What a cell takes besides its bytes. */
const CELL_COST = 16;
/** A request as a statement: its text is its first line, the fields that are told, and its body where that is on record. */
function askedRequest(at: number, told: ToldStatement | null, data: JsonObject, body: Buffer): AskedOnce {
  return {
    ...askedOnce(at, told, data),
    ...{ protocol: 'http', text: requestText(data, body), ran: null },
  };
}

export function requestText({ method, target, fields }: JsonObject, body: Buffer): string | null {
  if (typeof target !== 'string') return null;
  const lines = listOf(fields).map((pair) =>
    listOf(pair)
      .map((part) => textOf(part))
      .join(': '),
  );
  const first = `${textOf(method)} ${target}`;
  return [first, ...lines, ...(body.length === 0 ? [] : ['', body.toString()])].join('\n');
}

interface Collected {
  /** How many crossed. */
  rows: number;
  /** Whether `copied` is only the beginning. */
  isCut: boolean;
  /** What of a window's budget it took. */
  cost: number;
  fields: readonly AnswerField[] | null;
  readonly cells: (readonly (Buffer | null)[])[];
  readonly copied: Buffer[];
  readonly notices: string[];
}

function emptyAnswer(): Collected {
  return { rows: 0, isCut: false, cost: 0, fields: null, cells: [], copied: [], notices: [] };
}

function finished(collected: Collected, ending: AnswerEnding) {
  return { ...collected, ending };
}

function toldEnding(end: JsonObject): AnswerEnding {
  switch (end.kind) {
    case 'error':
      return { kind: 'error', sqlstate: textOf(end.sqlstate), message: '', detail: '', hint: '' };
    case 'cut':
      return { kind: 'error', sqlstate: 'cut', message: textOf(end.reason), detail: '', hint: '' };
    case 'empty':
    case 'suspended':
      return { kind: end.kind };
    default:
      return { kind: 'complete', tag: textOf(end.tag) };
  }
}
