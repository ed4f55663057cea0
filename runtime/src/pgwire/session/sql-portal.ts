/**
 * What the unnamed portal runs, where that is a statement about names of the session: PREPARE, EXECUTE, a cursor WITH HOLD. What it does is known for
 * sure as long as it is run in the segment in which it was bound: had anything in between failed, the server would skip the rest. Knows no
 * message; what such a statement may do is said by prepared-by-sql.ts and held-cursors.ts.
 */
import type { ForwardVerdict } from './requests.ts';
import type { PreparedStatement } from './statement-table.ts';

export interface SqlBound {
  /** As the client wrote it. */
  readonly text: string;
  readonly verdict: ForwardVerdict;
  /** What it was found to execute when it was bound; null for what executes nothing. */
  readonly runs: PreparedStatement | null;
  /** Of the gate, under which it was bound. */
  readonly revision: string;
}

export class SqlPortal {
  #last: { readonly segment: number; readonly bound: SqlBound | null } | null = null;
  /** Whether it may hold such a statement of an earlier segment. */
  #doubtful = false;
  /** {@link Request.moment} of the last Bind of such a statement. */
  #byNameAt = -1;
  /** The segment of the last Bind of it, of any statement, unless a Query came since. */
  #boundIn: number | null = null;

  /** Notes that the request of this moment and segment binds it; null for a statement that is not about names. */
  bind(moment: number, segment: number, bound: SqlBound | null): void {
    if (bound === null && !this.#doubtful) return;
    if (bound !== null) this.#byNameAt = moment;
    this.#doubtful = true;
    this.#last = { segment, bound };
  }

  /** Notes a Query: behind one there is no unnamed portal that the client bound, but behind an empty one; and one of its own where it failed within a transaction. */
  forget(): void {
    this.#last = null;
    this.#boundIn = null;
  }

  /** Notes that a Bind of it was asked for in this segment. */
  enter(segment: number): void {
    this.#boundIn = segment;
  }

  /** Whether a request of this segment that reaches the server finds what was bound in the segment, and nothing else. */
  isBoundIn(segment: number): boolean {
    return this.#boundIn === segment;
  }

  /** What a request of this segment finds in it; null for nothing that is about names. */
  at(segment: number): SqlBound | 'doubtful' | null {
    if (this.#last?.segment === segment) return this.#last.bound;
    return this.#doubtful ? 'doubtful' : null;
  }

  /**
   * The request of this moment ended outside of any transaction: portals of earlier ones are gone. That later ones may be under way already must make no
   * difference, or what they are answered would be up to how fast the server is.
   */
  endTransaction(moment: number): void {
    if (this.#byNameAt < moment) this.#doubtful = false;
  }
}
