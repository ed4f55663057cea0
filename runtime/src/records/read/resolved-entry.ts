/** Entries with what they speak of in place of its number. */
import { type JsonObject, OWN_KINDS } from '../journal/format.ts';
import type { ReadEntry } from '../journal/read-batch.ts';
import {
  type ToldColumns,
  type ToldSession,
  type ToldStatement,
  toldColumns,
  toldSession,
  toldStatement,
} from './told.ts';

export interface ResolvedEntry {
  readonly kind: string;
  readonly at: number;
  /** Of its first byte in the segment. */
  readonly offset: number;
  readonly session: ToldSession | null;
  readonly statement: ToldStatement | null;
  readonly columns: ToldColumns | null;
  readonly data: JsonObject;
  /** A view into the segment. */
  readonly body: Buffer;
}

/** One for each segment, since what numbers mean is told in each anew. */
export class EntryResolver {
  readonly #sessions = new Map<number, ToldSession>();
  readonly #statements = new Map<number, ToldStatement>();
  readonly #columns = new Map<number, ToldColumns>();

  /** Null for what only describes, or holds the journal itself together. */
  resolve({ head, body, offset }: ReadEntry): ResolvedEntry | null {
    const { kind, at, session, statement, columns, number } = head;
    if (kind === OWN_KINDS.define && typeof number === 'number') {
      if (head.what === 'session') this.#sessions.set(number, toldSession(head));
      if (head.what === 'statement') this.#statements.set(number, toldStatement(head));
      if (head.what === 'columns') this.#columns.set(number, toldColumns(head));
    }
    if (typeof kind !== 'string' || kind === OWN_KINDS.define || kind.startsWith('segment.')) return null;
    return {
      ...{ kind, body, offset, data: head, at: typeof at === 'number' ? at : 0 },
      session: typeof session === 'number' ? (this.#sessions.get(session) ?? null) : null,
      statement: typeof statement === 'number' ? (this.#statements.get(statement) ?? null) : null,
      columns: typeof columns === 'number' ? (this.#columns.get(columns) ?? null) : null,
    };
  }
}
